import NaruTesting
import ControllerCore
import FlowCompiler
import FlowReconciler
import NetworkTypes
import NodeMachine
import OpenFlow
import Testing
import TopologyGraph
import VirtualNetwork

/// The controller and its nodes together: whatever happens in whatever order, the switches end up with what was compiled.
@Suite struct FleetTests {
    /// Two nodes, each with a port of one subnet, both connected and in step.
    private func pair() throws -> (fleet: Fleet, nodes: [NodeKey], ports: [Port]) {
        var fleet = Fleet()
        let nodes = [try fleet.addNode("node-a"), try fleet.addNode("node-b")]
        let subnet = try fleet.run.addSubnet()
        let ports = [try fleet.run.addPort(on: subnet), try fleet.run.addPort(on: subnet)]
        for (node, port) in zip(nodes, ports) {
            try fleet.plug(node, [.init(name: "tap", ofport: 3, interfaceID: "port-\(port.metadata.id)")])
            try fleet.connect(node)
        }
        try fleet.settle()
        return (fleet, nodes, ports)
    }

    private func expectInStep(_ fleet: Fleet, _ seed: UInt64 = 0) {
        for key in fleet.keys {
            // The rest waits for its switch or its database.
            guard let node = fleet.nodes[key], fleet.run.core.snapshot.status(of: key).phase == .connected else {
                continue
            }
            // The databases speak of the userspace datapath: one generation is whole beside what is wanted.
            let (generation, rest) = Fleet.generations.split(Array(node.device.held))
            #expect(generation != nil, "node \(key), seed \(seed)")
            let (held, wanted) = (Set(rest), fleet.wanted(key))
            let (missing, extra) = (wanted.subtracting(held).count, held.subtracting(wanted).count)
            #expect(missing == 0, "node \(key), seed \(seed)")
            #expect(extra == 0, "node \(key), seed \(seed)")
            #expect(node.device.meters.keys.sorted() == fleet.wantedMeters(key), "node \(key), seed \(seed)")
            #expect(node.closings == [], "node \(key), seed \(seed)")
        }
    }

    @Test func switchesGetWhatIsCompiled() throws {
        let (fleet, nodes, ports) = try pair()
        expectInStep(fleet)
        for (node, port) in zip(nodes, ports) {
            #expect(fleet.wanted(node).count > 20)
            // A port's meters, of questions and of errors, have the number of its OpenFlow port.
            #expect(fleet.wantedMeters(node) == [3, 3 | 1 << 16])
            #expect(fleet.run.core.snapshot.status(of: node).phase == .connected)
            #expect(fleet.run.core.snapshot.status(of: port) == .active)
        }
    }

    /// What lets a port's packets in comes in one bundle with the port's rules and their clauses: the port is closed until
    /// the switch has them all.
    @Test func aPortOpensTogetherWithItsRules() throws {
        var fleet = Fleet()
        let node = try fleet.addNode("node-a")
        let port = try fleet.run.addPort(on: try fleet.run.addSubnet())
        try fleet.connect(node)
        try fleet.settle()
        try fleet.plug(node, [.init(name: "tap", ofport: 3, interfaceID: "port-\(port.metadata.id)")])
        try fleet.settle()
        var bundles: [FlowUnit: Set<UInt32>] = [:]
        for case .bundleAdd(let add) in try #require(fleet.nodes[node]).device.received {
            guard case (_, .flowMod(let mod)) = try OpenFlowMessage.decode(add.message), mod.command == .add,
                let unit = FlowUnit(cookie: mod.cookie)
            else { continue }
            bundles[unit, default: []].insert(add.bundleID)
        }
        let opened = try #require(bundles[.localPort(port.key)])
        #expect(opened.count == 1)
        // The default group lets its members in: by the rule, with the port as its own peer.
        let snapshot = fleet.run.core.snapshot
        let group = try #require(
            port.securityGroups?.first.flatMap { snapshot.network.securityGroup($0) })
        let rules = snapshot.network.rules(of: group.key).filter { snapshot.network.rule($0)?.isOpen == false }
        #expect(rules.count == 1)
        for unit in [.portRules(port.key), .groupMember(port.key)] + rules.map(FlowUnit.rule) {
            #expect(bundles[unit] == opened, "\(unit)")
        }
    }

    @Test func aPortThatMovesLeavesNothingBehind() throws {
        var (fleet, nodes, ports) = try pair()
        try fleet.plug(nodes[0], [])
        try fleet.settle()
        expectInStep(fleet)
        try fleet.plug(
            nodes[1],
            [
                .init(name: "tap", ofport: 3, interfaceID: "port-\(ports[1].metadata.id)"),
                .init(name: "tap2", ofport: 4, interfaceID: "port-\(ports[0].metadata.id)"),
            ])
        try fleet.settle()
        expectInStep(fleet)
        #expect(fleet.wantedMeters(nodes[0]) == [])
        #expect(fleet.wantedMeters(nodes[1]) == [3, 4, 3 | 1 << 16, 4 | 1 << 16])
    }

    /// A controller that starts anew from the same disk sends nothing to switches that hold it all.
    @Test func aRestartChangesNoFlow() throws {
        var (fleet, nodes, _) = try pair()
        let before = nodes.map { fleet.nodes[$0]?.device.held }
        fleet.restartController()
        for node in nodes {
            try fleet.happen(node) { $0.device.forgetMessages() }
            // The switch may dial in before the database does.
            try fleet.happen(node) { try $0.connectSwitch() }
            try fleet.settle()
            try fleet.connectDatabase(node)
        }
        try fleet.settle()
        #expect(nodes.map { fleet.nodes[$0]?.device.held } == before)
        expectInStep(fleet)
        for node in nodes {
            let changes = fleet.nodes[node]?.device.received.filter { message in
                switch message {
                case .bundleAdd, .meterMod: true
                default: false
                }
            }
            #expect(changes == [])
        }
    }

    @Test func twoControllersOfOneStateGiveTheSameBytes() throws {
        let (fleet, nodes, _) = try pair()
        func programs() -> [[UInt8]] {
            var run = CoreRun(network: fleet.run.network, topology: fleet.run.topology)
            for node in nodes { run.step(.report(node, .needsProgram(question: 1))) }
            return run.takeCommands().flatMap { command -> [[UInt8]] in
                guard case .program(let program) = command.command else { return [] }
                return program.fragments.flatMap { $0.flows.map(\.message) }
            }
        }
        let first = programs()
        #expect(first.count > 40)
        #expect(first == programs())
    }

    // MARK: DHCP

    /// A DHCPDISCOVER as a client sends it (RFC 2131 §4.4.1), without UDP checksum.
    private func discover(from mac: MACAddress) -> [UInt8] {
        func number(_ value: UInt64, bytes: Int) -> [UInt8] {
            (0..<bytes).reversed().map { UInt8(truncatingIfNeeded: value >> UInt64($0 * 8)) }
        }
        let client = number(mac.bits, bytes: 6)
        var message: [UInt8] = [1, 1, 6, 0, 1, 2, 3, 4] + [UInt8](repeating: 0, count: 20) + client
        message += [UInt8](repeating: 0, count: 10 + 64 + 128) + [0x63, 0x82, 0x53, 0x63, 53, 1, 1, 255]
        let udp = number(68, bytes: 2) + number(67, bytes: 2) + number(UInt64(message.count + 8), bytes: 2) + [0, 0]
        var ip: [UInt8] = [0x45, 0] + number(UInt64(message.count + 28), bytes: 2) + [0, 0, 0, 0, 64, 17, 0, 0]
        ip += [0, 0, 0, 0, 255, 255, 255, 255]
        var sum = stride(from: 0, to: 20, by: 2).reduce(0) { $0 + Int(ip[$1]) << 8 + Int(ip[$1 + 1]) }
        while sum > 0xffff { sum = sum & 0xffff + sum >> 16 }
        ip.replaceSubrange(10..<12, with: number(UInt64(~sum & 0xffff), bytes: 2))
        return [UInt8](repeating: 0xff, count: 6) + client + [8, 0] + ip + udp + message
    }

    private func punt(_ frame: [UInt8], from ofport: UInt32?) -> NodeInput {
        var match = FlowMatch()
        match.inPort = ofport
        let packet = PacketIn(
            totalLength: UInt16(frame.count), reason: PacketIn.Reason.action, table: 8, cookie: 1, match: match,
            data: frame)
        return .openFlow([ReceivedMessage(xid: 0, message: .packetIn(packet))])
    }

    @Test func dhcpIsAnsweredAtThePortItCameFrom() throws {
        var (fleet, nodes, ports) = try pair()
        let frame = discover(from: ports[0].mac)
        func answers(_ input: NodeInput) throws -> [OpenFlowMessage] {
            try fleet.happen(nodes[0]) {
                $0.device.forgetMessages()
                try $0.take(input)
            }
            return fleet.nodes[nodes[0]]?.device.received ?? []
        }
        // From a port that is nobody's, from nowhere, and what is no packet at all.
        #expect(try answers(punt(frame, from: 4)) == [])
        #expect(try answers(punt(frame, from: nil)) == [])
        #expect(try answers(punt([1, 2, 3], from: 3)) == [])
        #expect(try answers(punt(discover(from: ports[1].mac), from: 3)) == [])

        let sent = try answers(punt(frame, from: 3))
        guard case .packetOut(let answer)? = sent.first, sent.count == 1 else {
            Issue.record("not one packet-out: \(sent)")
            return
        }
        #expect(answer.actions == [.output(port: 3, maxLength: 0)])
        #expect(answer.bufferID == FlowMod.noBuffer)
        // To port 68, with the same transaction, an offer of the port's address.
        #expect(Array(answer.data[36..<38]) == [0, 68])
        #expect(Array(answer.data[46..<50]) == [1, 2, 3, 4])
        let offered = answer.data[58..<62].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        #expect(ports[0].fixedIPs.map(\.address) == [.v4(IPv4Address(bits: offered))])

        // The interface goes, and its answers with it.
        try fleet.plug(nodes[0], [])
        try fleet.settle()
        #expect(try answers(punt(frame, from: 3)) == [])
    }

    // MARK: anything in any order

    @Test(arguments: UInt64(1)...6)
    func whateverHappensTheSwitchesEndUpRight(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var fleet = Fleet()
        var nodes: [NodeKey] = []
        for name in ["node-a", "node-b", "node-c"] { nodes.append(try fleet.addNode(name)) }
        let subnets = [try fleet.run.addSubnet(), try fleet.run.addSubnet("10.0.1.0/24")]
        var ports: [Port] = []
        for step in 1...300 {
            if step.isMultiple(of: 50) {
                // Deltas alone have to be right: what is connected now is not compared anew.
                for node in nodes { try fleet.happen(node) { try $0.release() } }
                try fleet.settle()
                expectInStep(fleet, seed)
            }
            let node = nodes[Int.random(in: 0..<nodes.count, using: &generator)]
            switch Int.random(in: 0..<16, using: &generator) {
            case 0: try fleet.connect(node)
            case 1: try fleet.happen(node) { try $0.take(.openFlowDown) }
            case 2: try fleet.happen(node) { try $0.take(.ovsdbDown) }
            case 3:
                try fleet.happen(node) {
                    $0.device.wipe(); try $0.connectSwitch()
                }
            case 4: try fleet.happen(node) { try $0.tick(after: 30_000_000) }
            case 5:
                try fleet.happen(node) {
                    $0.isHeld.toggle(); try $0.take(.openFlow([]))
                }
            case 6, 7:
                let subnet = subnets[Int.random(in: 0..<2, using: &generator)]
                ports.append(try fleet.run.addPort(on: subnet))
            case 8:
                guard let port = ports.randomElement(using: &generator) else { continue }
                fleet.run.perform(.delete(.port, port.metadata.id, ifMatch: nil))
            case 9:
                guard let port = ports.randomElement(using: &generator) else { continue }
                var change = PortUpdate()
                change.adminUp = Bool.random(using: &generator)
                fleet.run.perform(.updatePort(port.metadata.id, change, ifMatch: nil))
            case 10, 11, 12:
                // Any ports of all, at any number; some are claimed twice, some are gone.
                let claims = (0..<4).compactMap { index -> DatabaseDouble.Interface? in
                    guard let port = ports.randomElement(using: &generator) else { return nil }
                    return .init(name: "tap\(index)", ofport: 3 + Int64(index), interfaceID: "\(port.metadata.id)")
                }
                try fleet.plug(node, claims)
            default: _ = try fleet.deliver(to: node)
            }
        }
        for node in nodes {
            try fleet.happen(node) { try $0.release() }
            try fleet.connect(node)
        }
        try fleet.settle()
        expectInStep(fleet, seed)
        for node in nodes {
            let status = fleet.run.core.snapshot.status(of: node)
            #expect(status.phase == .connected)
            #expect(status.appliedRevision == fleet.run.network.revision)
        }
        // What went to disk is what is known, and compiles to the same flows.
        var stored: [FactKey: TopologyFact] = [:]
        for change in fleet.run.persisted { stored[change.key] = change.put }
        #expect(Set(stored.values) == Set(fleet.run.topology.facts), "seed \(seed)")
        let anew = FlowCompiler.compileAll(
            network: fleet.run.network,
            topology: TopologyGraph(facts: stored.values, revision: fleet.run.topology.revision))
        for node in nodes {
            #expect(Set(anew.flows(of: node).map { EncodedFlow($0) }) == fleet.wanted(node), "seed \(seed)")
        }
        let bound = nodes.flatMap { fleet.run.topology.bindings(on: $0) }
        #expect(!bound.isEmpty)
        for port in bound.compactMap({ fleet.run.network.port($0.port) }) {
            #expect(fleet.run.core.snapshot.status(of: port) == .active, "port \(port.key), seed \(seed)")
        }
    }
}
