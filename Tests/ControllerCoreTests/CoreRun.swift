import ControllerCore
import NetworkTypes
import NodeMachine
import OVSDB
import Testing
import TopologyGraph
import VirtualNetwork

/// A controller with a disk and a clock of the test's own. Effects for nodes are kept for the test to hand on.
struct CoreRun {
    static let admin = Principal(project: .operators, role: .admin)
    static let red = Principal(project: ProjectID("red") ?? .operators, role: .member)

    var core: ControllerCore
    /// While true, what is appended is not yet on disk.
    var isDiskHeld = false
    private(set) var commands: [(node: NodeKey, command: NodeCommand)] = []
    private(set) var answers: [RequestID: Result<Committed, Refusal>] = [:]
    private(set) var waitAnswers: [RequestID: AppliedStatus] = [:]
    private(set) var enrolled: [NodeEnrolment] = []
    private(set) var retired: [NodeKey] = []
    private(set) var batches: [[VirtualNetwork.Transaction]] = []
    private(set) var persisted: [TopologyChange] = []
    private var isAppending = false
    private var seconds: Int64 = 1_000_000
    private var lastRequest: UInt64 = 0
    private var lastID: UInt64 = 0

    init() {
        self.init(network: NetworkState(), topology: TopologyGraph())
    }

    init(network: NetworkState, topology: TopologyGraph) {
        core = ControllerCore(
            network: network, topology: topology, version: "test", startedAt: Timestamp(nanoseconds: 0))
        take(core.start())
    }

    var network: NetworkState { core.snapshot.network }
    var topology: TopologyGraph { core.snapshot.topology }

    /// One step, and what the disk says to it. Time goes on far enough that released addresses may be used again.
    mutating func step(_ inputs: ControllerInput...) {
        seconds += 3_600
        take(core.step(inputs, at: Timestamp(nanoseconds: 0).advanced(seconds: seconds)))
        while isAppending, !isDiskHeld { finishAppend(.appended) }
    }

    mutating func finishAppend(_ input: ControllerInput) {
        isAppending = false
        take(core.step([input], at: Timestamp(nanoseconds: 0).advanced(seconds: seconds)))
    }

    private mutating func take(_ effects: [ControllerEffect]) {
        for effect in effects {
            switch effect {
            case .append(let transactions):
                #expect(!isAppending, "one append at a time")
                isAppending = true
                batches.append(transactions)
            case .persist(let changes): persisted += changes
            case .answer(let request, let outcome):
                #expect(answers[request] == nil, "one answer to a request")
                answers[request] = outcome
            case .answerWait(let request, let status):
                #expect(waitAnswers[request] == nil, "one answer to a wait")
                waitAnswers[request] = status
            case .node(let node, let command): commands.append((node, command))
            case .enrol(let enrolment): enrolled.append(enrolment)
            case .retire(let node): retired.append(node)
            }
        }
    }

    mutating func takeCommands() -> [(node: NodeKey, command: NodeCommand)] {
        defer { commands.removeAll() }
        return commands
    }

    mutating func newID() -> ResourceID {
        lastID += 1
        return ResourceID(random: 0, lastID)
    }

    mutating func request(_ command: Command, by principal: Principal = red) -> (RequestID, ControllerInput) {
        let id = newRequest()
        return (id, .command(id, command, principal))
    }

    mutating func newRequest() -> RequestID {
        lastRequest += 1
        return RequestID(lastRequest)
    }

    @discardableResult
    mutating func perform(_ command: Command, by principal: Principal = red) -> Result<Committed, Refusal>? {
        let (id, input) = request(command, by: principal)
        step(input)
        return answers[id]
    }

    /// Performs what must succeed.
    mutating func commit(_ command: Command, by principal: Principal = red) throws -> Committed {
        let (id, input) = request(command, by: principal)
        step(input)
        return try #require(answers[id]).get()
    }

    // MARK: Short ways

    mutating func addNode(_ name: String) throws -> NodeKey {
        let id = newID()
        perform(.createNode(CreateNode(id: id, name: name)), by: Self.admin)
        return try #require(network.node(id)).key
    }

    mutating func addSubnet(_ cidr: String = "10.0.0.0/24") throws -> ResourceID {
        let (vpc, subnet, network) = (newID(), newID(), newID())
        let whole = try #require(IPPrefix("10.0.0.0/16"))
        perform(.createVPC(vpcWish(vpc, [whole])))
        var wish = CreateSubnet(id: subnet, newNetworkID: network, cidr: try #require(IPPrefix(cidr)))
        wish.vpc = vpc
        perform(.createSubnet(wish))
        return subnet
    }

    mutating func vpcWish(_ id: ResourceID, _ cidrs: [IPPrefix]) -> CreateVPC {
        CreateVPC(id: id, cidrs: cidrs, defaultGroup: newGroupIDs())
    }

    private mutating func newGroupIDs() -> DefaultGroupIDs {
        DefaultGroupIDs(group: newID(), egressRule: newID(), ingressRule: newID())
    }

    mutating func portWish(_ id: ResourceID, on subnet: ResourceID) -> CreatePort {
        var wish = CreatePort(id: id, defaultGroup: newGroupIDs())
        wish.fixedIPs = [FixedIPRequest(subnet: subnet, address: nil)]
        return wish
    }

    mutating func addPort(on subnet: ResourceID, requestedNode: ResourceID? = nil) throws -> Port {
        var wish = portWish(newID(), on: subnet)
        wish.requestedNode = requestedNode
        perform(.createPort(wish))
        return try #require(network.port(wish.id))
    }

    /// What a node says of itself whose interfaces are those: name, number and claim.
    func observation(
        of node: NodeKey, _ interfaces: [(name: String, ofport: UInt32?, claim: String?)], fault: NodeFault? = nil
    ) -> ControllerInput {
        .report(
            node,
            .observed(
                NodeObservation(
                    systemID: "host-\(node)", hostname: "host-\(node)", ovsVersion: "3.1.0",
                    encapAddress: IPAddress("192.0.2.\(node)"), underlayMTU: 1500, tunnelOFPort: 65000,
                    datapathType: "netdev",
                    interfaces: interfaces.map {
                        ObservedInterface(
                            name: $0.name, ofport: $0.ofport, type: "", interfaceID: $0.claim, linkUp: true)
                    }, fault: fault)))
    }

    /// The node's connections come up and it asks for its program, which it acknowledges at once.
    mutating func bringUp(_ node: NodeKey) {
        step(.report(node, .connections(NodeConnections(ovsdb: true, openFlow: true, inStep: false))))
        step(.report(node, .needsProgram(question: 1)))
        for case (node, .program(let program)) in takeCommands() {
            step(
                .report(node, .acknowledged(serial: program.serial)),
                .report(node, .connections(NodeConnections(ovsdb: true, openFlow: true, inStep: true))))
        }
    }
}
