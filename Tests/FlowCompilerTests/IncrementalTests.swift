import NaruTesting
import FlowCompiler
import FlowPipeline
import LogicalNetwork
import NetworkTypes
import Testing
import TopologyGraph
import VirtualNetwork

/// What a node would hold that only ever got deltas.
struct FollowedTables {
    private(set) var tables: [NodeKey: [FlowScope: [FlowUnit: FlowFragment]]] = [:]

    mutating func apply(_ changes: CompileChanges, from compiler: FlowCompiler) {
        var gained: [NodeKey: Set<FlowScope>] = [:]
        for change in changes.subscriptions {
            for scope in change.removed { tables[change.node]?[scope] = nil }
            gained[change.node] = Set(change.added)
        }
        for change in changes.units {
            for node in compiler.subscribers(of: change.scope) where gained[node]?.contains(change.scope) != true {
                #expect(tables[node]?[change.scope]?[change.unit] == change.old)
                tables[node, default: [:]][change.scope, default: [:]][change.unit] = change.new
            }
        }
        for change in changes.subscriptions {
            for scope in change.added {
                for fragment in compiler.fragments(in: scope) {
                    tables[change.node, default: [:]][scope, default: [:]][fragment.unit] = fragment
                }
            }
        }
    }

    func fragments(of node: NodeKey) -> [FlowFragment] {
        (tables[node] ?? [:]).sorted { $0.key < $1.key }.flatMap { entry in
            entry.value.sorted { $0.key < $1.key }.map(\.value)
        }
    }
}

/// Random wishes and facts. What is refused changes nothing and is left.
struct RandomChanges {
    var generator: SeededGenerator
    var sample = SampleNetwork()
    private var nodes: [NodeKey] = []
    private var vpcs: [ResourceID] = []
    private var subnets: [ResourceID] = []
    private var ports: [PortKey] = []
    private var groups: [ResourceID] = []
    private var lists: [ResourceID] = []
    private var tables: [ResourceID] = []

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    private mutating func chance(_ count: Int) -> Int { Int.random(in: 0..<count, using: &generator) }

    private mutating func pick<Element>(_ list: [Element]) -> Element? { list.randomElement(using: &generator) }

    mutating func step() {
        switch chance(32) {
        case 0: addNode()
        case 1: changeTunnelEnd()
        case 2: addVPC()
        case 3, 4: addSubnet()
        case 5, 6, 7: addPort()
        case 8, 9, 10, 11, 12: bind()
        case 13: unbind()
        case 14, 15: changePort()
        case 16: changeSubnet()
        case 17: removePort()
        case 18: removeSubnet()
        case 19, 20: addGroup()
        case 21, 22, 23, 24: addRule()
        case 25: removeRule()
        case 26: changeList()
        case 27, 28: changeGroups()
        case 29: addRouteTable()
        case 30: changeRoutes()
        default: removeNode()
        }
    }

    private mutating func addNode() {
        let number = nodes.count + 1
        guard number < 8 else { return }
        let address = chance(4) == 0 ? nil : "192.0.2.\(number)"
        if let node = try? sample.addNode("node-\(number)", address: address) { nodes.append(node) }
    }

    private mutating func changeTunnelEnd() {
        guard let node = pick(nodes) else { return }
        if chance(4) == 0 { return sample.remove(.tunnelEnd(node)) }
        let text = chance(5) == 0 ? "2001:db8::\(chance(9))" : "192.0.2.\(chance(9))"
        guard let address = IPAddress(text) else { return }
        let mtu = [1500, 1600, 9000][chance(3)]
        sample.put(
            .tunnelEnd(
                TunnelEnd(node: node, address: address, ofport: 100 + UInt32(chance(2)), underlayMTU: mtu)))
    }

    private mutating func addVPC() {
        if let vpc = try? sample.addVPC("10.0.0.0/16", "fd00::/48", by: SampleNetwork.red) {
            vpcs.append(vpc)
            if let group = sample.network.vpc(vpc)?.defaultGroup { groups.append(group) }
        }
    }

    private mutating func addSubnet() {
        guard let vpc = pick(vpcs) else { return }
        let block = chance(6)
        let hasGateway = chance(3) != 0
        let hasDHCP = chance(3) != 0
        let cidr = chance(3) == 0 ? "fd00:0:0:\(block)::/64" : "10.0.\(block).0/24"
        let table = pick(tables)
        let subnet = try? sample.addSubnet(cidr, in: vpc, by: SampleNetwork.red) {
            $0.routeTable = table
            $0.gateway = hasGateway ? .automatic : .none
            $0.dhcpEnabled = hasDHCP
        }
        if let subnet { subnets.append(subnet) }
    }

    private mutating func addPort() {
        guard let subnet = pick(subnets) else { return }
        let isUp = chance(5) != 0
        let wanted = (0..<chance(3)).compactMap { _ in pick(groups) }
        let isDefault = chance(3) == 0
        let port = try? sample.addPort(on: subnet, by: SampleNetwork.red) {
            $0.adminUp = isUp
            $0.securityGroups = isDefault ? nil : Set(wanted).sorted()
        }
        if let port { ports.append(port) }
    }

    private mutating func addGroup() {
        guard let vpc = pick(vpcs) else { return }
        if let group = try? sample.addGroup(in: vpc, by: SampleNetwork.red) { groups.append(group) }
    }

    private mutating func prefix() -> IPPrefix {
        SampleNetwork.prefix(["10.0.0.0/8", "10.0.1.0/24", "10.0.0.3/32", "0.0.0.0/0", "fd00::/16", "::/0"][chance(6)])
    }

    private mutating func addRule() {
        guard let group = pick(groups), let other = pick(groups) else { return }
        let low = UInt16(chance(100))
        let services: [RuleService] = [
            .any, .tcp(low...low + UInt16(chance(50))), .udp(53...53), .icmp(type: 8, code: nil),
            .icmpv6(type: nil, code: nil), .tcp(0...65535),
        ]
        let peers: [RulePeer] =
            [.any, .block(prefix()), .group(other), .group(group)] + (pick(lists).map { [.prefixList($0)] } ?? [])
        _ = try? sample.addRule(
            chance(2) == 0 ? .ingress : .egress, services[chance(services.count)], peers[chance(peers.count)],
            to: group,
            by: SampleNetwork.red)
    }

    private mutating func removeRule() {
        let rules = sample.network.list(.securityGroupRule, after: nil, limit: .max) { _ in true }
        if let rule = pick(rules) {
            try? sample.perform(.delete(.securityGroupRule, rule.metadata.id, ifMatch: nil), by: SampleNetwork.red)
        }
        if chance(4) == 0, let group = pick(groups) {
            try? sample.perform(.delete(.securityGroup, group, ifMatch: nil), by: SampleNetwork.red)
        }
    }

    private mutating func changeList() {
        let entries = Set((0..<chance(4)).map { _ in prefix() }).sorted()
        guard chance(2) == 0, let list = pick(lists) else {
            if let list = try? sample.addPrefixList(entries, by: SampleNetwork.red) { lists.append(list) }
            return
        }
        var wish = PrefixListUpdate()
        wish.entries = entries
        try? sample.perform(.updatePrefixList(list, wish, ifMatch: nil), by: SampleNetwork.red)
    }

    private mutating func changeGroups() {
        guard let port = pick(ports) else { return }
        let wanted = (0..<chance(4)).compactMap { _ in pick(groups) }
        try? sample.update(port, by: SampleNetwork.red) { $0.securityGroups = Set(wanted).sorted() }
    }

    private mutating func routes() -> [Route] {
        guard let hop = IPAddress("10.0.\(chance(6)).\(3 + chance(3))") else { return [] }
        return [Route(destination: SampleNetwork.prefix(["172.16.0.0/12", "0.0.0.0/0"][chance(2)]), nextHop: hop)]
    }

    private mutating func addRouteTable() {
        guard let vpc = pick(vpcs) else { return }
        if let table = try? sample.addRouteTable(routes(), in: vpc, by: SampleNetwork.red) { tables.append(table) }
    }

    private mutating func changeRoutes() {
        if let table = pick(tables) {
            var wish = RouteTableUpdate()
            wish.routes = routes()
            try? sample.perform(.updateRouteTable(table, wish, ifMatch: nil), by: SampleNetwork.red)
        }
        guard let subnet = pick(subnets) else { return }
        var wish = SubnetUpdate()
        wish.routeTable = .some(pick(tables))
        try? sample.perform(.updateSubnet(subnet, wish, ifMatch: nil), by: SampleNetwork.red)
    }

    private mutating func bind() {
        // A port that is gone, and a node that is gone, may still be in the facts.
        guard let port = pick(ports), let node = pick(nodes) else { return }
        sample.bind(port, to: node, ofport: chance(10) == 0 ? 100 : port.value + UInt32(chance(2)))
    }

    private mutating func unbind() {
        if let port = pick(ports) { sample.remove(.binding(port)) }
    }

    private mutating func changePort() {
        guard let port = pick(ports) else { return }
        let kind = chance(4)
        let node = pick(nodes).flatMap { sample.network.node($0)?.metadata.id }
        try? sample.update(port, by: SampleNetwork.red) { wish in
            switch kind {
            case 0: wish.adminUp = true
            case 1: wish.adminUp = false
            case 2: wish.requestedNode = .some(node)
            default: wish.requestedNode = .some(nil)
            }
        }
    }

    private mutating func changeSubnet() {
        guard let subnet = pick(subnets) else { return }
        var wish = SubnetUpdate()
        wish.dhcpEnabled = chance(2) == 0
        wish.dnsServers = [IPAddress(family: .v4, bits: UInt128(chance(3) + 1))]
        try? sample.perform(.updateSubnet(subnet, wish, ifMatch: nil), by: SampleNetwork.red)
    }

    private mutating func removePort() {
        guard let port = pick(ports), let id = sample.network.port(port)?.metadata.id else { return }
        try? sample.perform(.delete(.port, id, ifMatch: nil), by: SampleNetwork.red)
    }

    private mutating func removeSubnet() {
        guard let subnet = pick(subnets) else { return }
        try? sample.perform(.delete(.subnet, subnet, ifMatch: nil), by: SampleNetwork.red)
    }

    private mutating func removeNode() {
        guard chance(3) == 0, let node = pick(nodes), let id = sample.network.node(node)?.metadata.id else { return }
        try? sample.perform(.delete(.node, id, ifMatch: nil), by: SampleNetwork.admin)
    }

    var everyNode: [NodeKey] { nodes }
}

@Suite struct IncrementalTests {
    /// After each step: what was compiled bit by bit, what was followed by deltas, and what is compiled from nothing
    /// are one.
    @Test(arguments: UInt64(1)...8)
    func incrementalEqualsAll(_ seed: UInt64) {
        var random = RandomChanges(seed: seed)
        var followed = FollowedTables()
        var compiled = 0
        for _ in 0..<150 {
            // Several changes come in one batch, now and then.
            for _ in 0...Int.random(in: 0...3, using: &random.generator) { random.step() }
            let changes = random.sample.compile()
            let compiler = random.sample.compiler
            followed.apply(changes, from: compiler)
            compiled += changes.units.count
            #expect(changes.units.allSatisfy { $0.old != $0.new })
            let all = FlowCompiler.compileAll(network: random.sample.network, topology: random.sample.topology)
            for node in random.everyNode {
                #expect(compiler.scopes(of: node) == all.scopes(of: node))
                #expect(compiler.fragments(of: node) == all.fragments(of: node))
                #expect(followed.fragments(of: node) == all.fragments(of: node))
                let flows = compiler.flows(of: node)
                let doubles = Dictionary(grouping: flows, by: \.identity).values.filter { $0.count > 1 }
                #expect(doubles.isEmpty, "\(doubles.flatMap(\.self).map { FlowPrinter().text($0) }.sorted())")
            }
        }
        #expect(compiled > 100)
        for node in random.everyNode {
            let flows = random.sample.compiler.flows(of: node)
            let faults =
                random.sample.compiler.scopes(of: node).isEmpty
                ? lint(flows, pipeline: BrInt.pipeline) : lintBridge(flows, pipeline: BrInt.pipeline)
            #expect(faults == [])
        }
    }
}
