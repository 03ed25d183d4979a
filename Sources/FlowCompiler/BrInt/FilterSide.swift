import FlowPipeline
import LogicalNetwork
import NetworkTypes

/// The three tables in which a filtered port's rules take hold, at the sender's port (12, 16, 20) and at the receiver's
/// (52, 56, 60): the packet is tracked in the port's zone, judged by its rules, and committed, passed or dropped.
///
/// Every packet is judged, not the first of a connection alone. It is judged by the tuple of the packet that began the
/// connection, so a reply that leaves a port passes exactly while a rule lets in what it answers, and an ICMP error while
/// the connection that it is about is allowed. A rule that goes cuts at once what it allowed, in both directions.
enum FilterSide {
    /// The sender's.
    case egress
    /// The receiver's.
    case ingress

    private typealias Context = BrIntContext

    private var conntrack: TableID { self == .egress ? BrInt.egressConntrack : BrInt.ingressConntrack }
    private var securityGroup: TableID { self == .egress ? BrInt.egressSecurityGroup : BrInt.ingressSecurityGroup }
    private var verdict: TableID { self == .egress ? BrInt.egressVerdict : BrInt.ingressVerdict }
    private var next: TableID { self == .egress ? BrInt.gatewayAdmission : BrInt.output }
    private var zone: ContextSlot { self == .egress ? Context.sourceZone.slot : Context.destinationZone.slot }
    private var port: PacketField<PortKey> { self == .egress ? Context.ingressPort : Context.egressPort }
    private var word: String { self == .egress ? "egress" : "ingress" }

    var declarations: [PipelineDeclaration.Table] {
        let judged: Set = [Context.isAllowed.slot, Context.rule.slot, Context.policyPort.slot]
        return [
            .init(
                conntrack, "\(word)Conntrack", reads: [zone], exits: [.init(securityGroup)], miss: .drop("not-ip")),
            .init(
                securityGroup, "\(word)SecurityGroup", reads: [port.slot],
                exits: [
                    .init(verdict, sets: judged), .init(BrInt.egressPolicy, sets: judged),
                    .init(BrInt.ingressPolicy, sets: judged),
                ],
                miss: .drop("no-port"), drops: [.low: "invalid-connection"]),
            .init(
                verdict, "\(word)Verdict", reads: [Context.isAllowed.slot, port.slot, zone], exits: [.init(next)],
                miss: .drop("no-port"), drops: [.low: "\(word)-denied"]),
        ]
    }

    /// The same for every port.
    func statics(cookie: UInt64) -> [Flow] {
        func flow(_ table: TableID, _ priority: Priority, _ terms: [MatchTerm], _ actions: [Action]) -> Flow {
            Flow(table: table, priority: priority, match: Match(terms), actions: actions, cookie: cookie)
        }
        let track = Action.conntrack(ConntrackAction(commits: false, zone: zone, table: securityGroup, mark: nil))
        let commit = Action.conntrack(ConntrackAction(commits: true, zone: zone, table: nil, mark: nil))
        // A connection belongs to the rules of the direction in which it began.
        let began = self == .egress ? BrInt.egressPolicy : BrInt.ingressPolicy
        let answered = self == .egress ? BrInt.ingressPolicy : BrInt.egressPolicy
        func judge(_ policy: TableID) -> [Action] {
            [
                .load(Context.isAllowed, false), .load(Context.rule, RuleKey(0)),
                .move(from: port.slot.slice, to: Context.policyPort.slot.slice), .resubmit(policy), .goto(verdict),
            ]
        }
        let valid: ConntrackState = [.tracked, .invalid, .reply]
        return [
            flow(conntrack, .normal, [.ipv4], [track]),
            flow(conntrack, .normal, [.ipv6], [track]),
            flow(securityGroup, .normal, [.conntrackState([.tracked], mask: valid)], judge(began)),
            flow(securityGroup, .normal, [.conntrackState([.tracked, .reply], mask: valid)], judge(answered)),
            flow(verdict, .normal, [Context.isAllowed == true], [.goto(next)]),
        ]
            + [MatchTerm.ipv4, .ipv6].map { family in
                flow(
                    verdict, .high,
                    [Context.isAllowed == true, .conntrackState([.new, .tracked], mask: [.new, .tracked]), family],
                    [commit, .goto(next)])
            }
    }

    /// The drops that carry the port's name: of packets that conntrack finds invalid, and of what no rule allows.
    func drops(_ port: LocalPort, cookie: UInt64) -> [Flow] {
        [securityGroup, verdict].map { table in
            Flow(
                table: table, priority: .low, match: [self.port == port.logical.key], actions: [], cookie: cookie)
        }
    }
}
