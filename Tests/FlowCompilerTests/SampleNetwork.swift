import FlowCompiler
import FlowPipeline
import LogicalNetwork
import NetworkTypes
import TopologyGraph
import VirtualNetwork

/// A controller's state without the controller: commands and facts in, and the flows kept up with them.
struct SampleNetwork {
    private(set) var network = NetworkState()
    private(set) var topology = TopologyGraph()
    private(set) var compiler = FlowCompiler()
    /// Keys that changed since the last compilation.
    private var changed: Set<ReadKey> = []
    private var lastID: UInt64 = 0
    private var seconds: Int64 = 1_000_000

    static let red = SampleNetwork.principal("red", .member)
    static let blue = SampleNetwork.principal("blue", .member)
    static let admin = Principal(project: .operators, role: .admin)

    private static func principal(_ name: String, _ role: Principal.Role) -> Principal {
        Principal(project: ProjectID(name) ?? .operators, role: role)
    }

    mutating func newID() -> ResourceID {
        lastID += 1
        return ResourceID(random: 0, lastID)
    }

    /// Applies a command; throws what refuses it. Time goes on far enough that released addresses may be used again.
    mutating func perform(_ command: Command, by principal: Principal) throws {
        seconds += 3_600
        let now = Timestamp(nanoseconds: 0).advanced(seconds: seconds)
        let decision = try network.decide(command, by: principal, at: now)
        changed.formUnion(readKeys(changedBy: decision.transaction, before: network))
        network.apply(decision.transaction)
    }

    mutating func put(_ fact: TopologyFact) {
        let before = topology
        if let change = topology.put(fact) { changed.formUnion(readKeys(changedBy: change, before: before)) }
    }

    mutating func remove(_ key: FactKey) {
        let before = topology
        if let change = topology.remove(key) { changed.formUnion(readKeys(changedBy: change, before: before)) }
    }

    @discardableResult
    mutating func compile() -> CompileChanges {
        let changes = compiler.update(network: network, topology: topology, changed: changed)
        changed = []
        return changes
    }

    // MARK: Short ways

    mutating func addNode(_ name: String, address: String?, ofport: UInt32 = 100, mtu: Int = 1600) throws -> NodeKey {
        let id = newID()
        try perform(.createNode(CreateNode(id: id, name: name)), by: Self.admin)
        let key = network.node(id)?.key ?? NodeKey(0)
        if let address = address.flatMap({ IPAddress($0) }) {
            put(.tunnelEnd(TunnelEnd(node: key, address: address, ofport: ofport, underlayMTU: mtu)))
        }
        return key
    }

    private mutating func newGroupIDs() -> DefaultGroupIDs {
        DefaultGroupIDs(group: newID(), egressRule: newID(), ingressRule: newID())
    }

    mutating func addVPC(_ cidrs: String..., by principal: Principal) throws -> ResourceID {
        try addVPC(cidrs.map(Self.prefix), by: principal)
    }

    mutating func addVPC(_ cidrs: [IPPrefix], by principal: Principal) throws -> ResourceID {
        let id = newID()
        try perform(.createVPC(CreateVPC(id: id, cidrs: cidrs, defaultGroup: newGroupIDs())), by: principal)
        return id
    }

    mutating func addGroup(in vpc: ResourceID, by principal: Principal) throws -> ResourceID {
        let id = newID()
        try perform(.createSecurityGroup(CreateSecurityGroup(id: id, egressRule: newID(), vpc: vpc)), by: principal)
        return id
    }

    @discardableResult
    mutating func addRule(
        _ direction: RuleDirection, _ service: RuleService, _ peer: RulePeer, to group: ResourceID,
        by principal: Principal
    ) throws -> ResourceID {
        var wish = CreateSecurityGroupRule(id: newID(), group: group, direction: direction)
        wish.service = service
        wish.peer = peer
        try perform(.createSecurityGroupRule(wish), by: principal)
        return wish.id
    }

    mutating func addPrefixList(_ entries: [IPPrefix], by principal: Principal) throws -> ResourceID {
        let id = newID()
        try perform(.createPrefixList(CreatePrefixList(id: id, entries: entries)), by: principal)
        return id
    }

    mutating func addRouteTable(_ routes: [Route], in vpc: ResourceID, by principal: Principal) throws -> ResourceID {
        var wish = CreateRouteTable(id: newID(), vpc: vpc)
        wish.routes = routes
        try perform(.createRouteTable(wish), by: principal)
        return wish.id
    }

    mutating func addSubnet(
        _ cidr: String, in vpc: ResourceID, by principal: Principal, change: (inout CreateSubnet) -> Void = { _ in }
    ) throws -> ResourceID {
        var wish = CreateSubnet(id: newID(), newNetworkID: newID(), cidr: Self.prefix(cidr))
        wish.vpc = vpc
        change(&wish)
        try perform(.createSubnet(wish), by: principal)
        return wish.id
    }

    mutating func addPort(
        on subnet: ResourceID, by principal: Principal, change: (inout CreatePort) -> Void = { _ in }
    ) throws -> PortKey {
        var wish = CreatePort(id: newID(), defaultGroup: newGroupIDs())
        wish.fixedIPs = [FixedIPRequest(subnet: subnet, address: nil)]
        change(&wish)
        try perform(.createPort(wish), by: principal)
        return network.port(wish.id)?.key ?? PortKey(0)
    }

    mutating func update(_ port: PortKey, by principal: Principal, change: (inout PortUpdate) -> Void) throws {
        var wish = PortUpdate()
        change(&wish)
        guard let id = network.port(port)?.metadata.id else { return }
        try perform(.updatePort(id, wish, ifMatch: nil), by: principal)
    }

    mutating func bind(_ port: PortKey, to node: NodeKey, ofport: UInt32) {
        put(
            .binding(
                PortBinding(port: port, node: node, ofport: ofport, interface: "tap\(port)", zone: UInt16(port.value))))
    }

    static func prefix(_ text: String) -> IPPrefix { IPPrefix(text) ?? IPPrefix(host: .v4(.any)) }

    // MARK: Two tenants on two nodes

    /// Red and blue have the same CIDR, MACs and addresses; each has ports on both nodes. Red also has a port that is
    /// closed, one that no node has, one with a pair, and a subnet without gateway.
    static func twoTenants() throws -> SampleNetwork {
        var sample = SampleNetwork()
        let nodeA = try sample.addNode("node-a", address: "192.0.2.1")
        let nodeB = try sample.addNode("node-b", address: "192.0.2.2", ofport: 200)
        for principal in [red, blue] {
            let vpc = try sample.addVPC("10.0.0.0/16", by: principal)
            let subnet = try sample.addSubnet("10.0.0.0/24", in: vpc, by: principal) {
                $0.dnsServers = [.v4(IPv4Address(bits: 0x0808_0808))]
            }
            for (index, node) in [nodeA, nodeA, nodeB].enumerated() {
                let port = try sample.addPort(on: subnet, by: principal) {
                    $0.mac = MACAddress(bits: 0x0200_0000_0000 + UInt64(index))
                }
                sample.bind(port, to: node, ofport: port.value)
            }
            guard principal == red else { continue }
            let closed = try sample.addPort(on: subnet, by: principal) { $0.adminUp = false }
            sample.bind(closed, to: nodeA, ofport: 21)
            _ = try sample.addPort(on: subnet, by: principal)
            let second = try sample.addSubnet("10.0.1.0/24", in: vpc, by: principal) { $0.gateway = .none }
            let paired = try sample.addPort(on: second, by: principal) {
                $0.allowedAddressPairs = [
                    AddressPair(prefix: prefix("10.9.0.0/16"), mac: nil),
                    AddressPair(prefix: prefix("10.8.0.1/32"), mac: MACAddress(bits: 0x0000_5e00_0101)),
                ]
            }
            sample.bind(paired, to: nodeB, ofport: 22)
        }
        sample.compile()
        return sample
    }
}
