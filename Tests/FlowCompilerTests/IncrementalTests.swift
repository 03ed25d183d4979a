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

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    private mutating func chance(_ count: Int) -> Int { Int.random(in: 0..<count, using: &generator) }

    private mutating func pick<Element>(_ list: [Element]) -> Element? { list.randomElement(using: &generator) }

    mutating func step() {
        switch chance(20) {
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
        if let vpc = try? sample.addVPC("10.0.0.0/16", by: SampleNetwork.red) { vpcs.append(vpc) }
    }

    private mutating func addSubnet() {
        guard let vpc = pick(vpcs) else { return }
        let block = chance(6)
        let hasGateway = chance(3) != 0
        let hasDHCP = chance(3) != 0
        let subnet = try? sample.addSubnet("10.0.\(block).0/24", in: vpc, by: SampleNetwork.red) {
            $0.gateway = hasGateway ? .automatic : .none
            $0.dhcpEnabled = hasDHCP
        }
        if let subnet { subnets.append(subnet) }
    }

    private mutating func addPort() {
        guard let subnet = pick(subnets) else { return }
        let isUp = chance(5) != 0
        if let port = try? sample.addPort(on: subnet, by: SampleNetwork.red, change: { $0.adminUp = isUp }) {
            ports.append(port)
        }
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
                #expect(Set(flows.map(\.identity)).count == flows.count)
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
