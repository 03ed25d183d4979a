import FlowPipeline
import LogicalNetwork
import NetworkTypes
import VirtualNetwork

/// Tables 72 (egress) and 76 (ingress): the rules of security groups. Asked by resubmit; a hit says which rule allows the
/// packet, and a miss says nothing.
///
/// A rule is a conjunction of up to three clauses: the port is in the rule's group, the peer is one that the rule names,
/// the service is the rule's. A clause's flow is shared by all rules of the VPC that have the same, so the flows are as many as
/// ports, peers and services together, and not each times each. All match on the tuple that began the connection, so the
/// same flows judge requests and replies.
///
/// A packet is told whether a conjunction holds level by level, so the clauses of one rule stand at one level: rules whose
/// peer is a group above those whose peer is a block of addresses. A member's address and the same address as a block
/// are then two flows, which belong to two units.
enum PolicyTable {
    private typealias Context = BrIntContext

    static let declarations = [
        PipelineDeclaration.Table(
            BrInt.egressPolicy, "egressPolicy", reads: [Context.policyPort.slot, Context.vpc.slot], exits: [],
            miss: .nothing("no-rule")),
        PipelineDeclaration.Table(
            BrInt.ingressPolicy, "ingressPolicy", reads: [Context.policyPort.slot, Context.vpc.slot], exits: [],
            miss: .nothing("no-rule")),
    ]

    /// A rule has the clauses that it asks for: the port always, the peer and the service unless any will do.
    private enum Clause {
        case port, peer, service

        func of(_ rules: [SecurityGroupRule]) -> [Action] {
            rules.map { rule in
                let count: UInt8 = rule.peer == .any || rule.service == .any ? 2 : 3
                let number: UInt8 =
                    switch self {
                    case .port: 1
                    case .peer: 2
                    case .service: count
                    }
                return .conjunction(id: rule.key.value, clause: number, of: count)
            }
        }
    }

    private static func table(_ direction: RuleDirection) -> TableID {
        direction == .egress ? BrInt.egressPolicy : BrInt.ingressPolicy
    }

    private static func allow(_ rule: RuleKey) -> [Action] {
        [.load(Context.isAllowed, true), .load(Context.rule, rule)]
    }

    /// What the rule's conjunction does once its clauses hold.
    static func hit(_ rule: SecurityGroupRule, cookie: UInt64) -> Flow {
        Flow(
            table: table(rule.direction), priority: rule.level.priority,
            match: [.conjunctionID(rule.key.value)], actions: allow(rule.key), cookie: cookie)
    }

    /// The first clause of the rules, by key, of a port's groups. A rule without any condition needs no clauses.
    static func port(_ port: PortKey, _ rules: [SecurityGroupRule], cookie: UInt64) -> [Flow] {
        [RuleDirection.egress, .ingress].flatMap { direction in
            let here = rules.filter { $0.direction == direction }
            let match: Match = [Context.policyPort == port]
            if let open = here.filter(\.isOpen).map(\.key).min() {
                return [
                    Flow(
                        table: table(direction), priority: .high, match: match, actions: allow(open), cookie: cookie)
                ]
            }
            return [RuleLevel.byGroup, .byBlock].compactMap { level in
                let rules = here.filter { $0.level == level }
                guard !rules.isEmpty else { return nil }
                return Flow(
                    table: table(direction), priority: level.priority, match: match, actions: Clause.port.of(rules),
                    cookie: cookie)
            }
        }
    }

    /// A member of groups that rules, by key, name as their peer.
    static func member(_ port: LogicalPort, _ rules: [SecurityGroupRule], cookie: UInt64) -> [Flow] {
        [RuleDirection.egress, .ingress].flatMap { direction -> [Flow] in
            let here = rules.filter { $0.direction == direction }
            guard !here.isEmpty else { return [] }
            return port.addresses.map { entry in
                peer(direction, .byGroup, IPPrefix(host: entry.address), in: port.vpc, here, cookie: cookie)
            }
        }
    }

    /// A clause that rules of the VPC share.
    static func shared(_ clause: RuleClause, _ rules: [SecurityGroupRule], in vpc: VPCKey, cookie: UInt64) -> Flow {
        switch clause {
        case .peer(let direction, let block): return peer(direction, .byBlock, block, in: vpc, rules, cookie: cookie)
        case .service(let direction, let level, let pattern):
            return Flow(
                table: table(direction), priority: level.priority,
                match: Match([Context.vpc == vpc, .tracked] + pattern.terms), actions: Clause.service.of(rules),
                cookie: cookie)
        }
    }

    /// The peer is the one who answers on the way out, and the one who began on the way in.
    private static func peer(
        _ direction: RuleDirection, _ level: RuleLevel, _ block: IPPrefix, in vpc: VPCKey,
        _ rules: [SecurityGroupRule], cookie: UInt64
    ) -> Flow {
        Flow(
            table: table(direction), priority: level.priority,
            match: [
                Context.vpc == vpc, .tracked, .family(block.family),
                direction == .egress ? .conntrackDestination(block) : .conntrackSource(block),
            ], actions: Clause.peer.of(rules), cookie: cookie)
    }
}

extension SecurityGroupRule {
    fileprivate var level: RuleLevel { if case .group = peer { .byGroup } else { .byBlock } }
}

extension RuleLevel {
    fileprivate var priority: Priority { self == .byGroup ? .elevated : .normal }
}

extension ServicePattern {
    fileprivate var terms: [MatchTerm] {
        var terms: [MatchTerm] = [.family(family)]
        if let ipProtocol { terms.append(.conntrackProtocol(ipProtocol)) }
        if let source { terms.append(.conntrackSourcePort(source.value, mask: source.mask)) }
        if let destination { terms.append(.conntrackDestinationPort(destination.value, mask: destination.mask)) }
        return terms
    }
}
