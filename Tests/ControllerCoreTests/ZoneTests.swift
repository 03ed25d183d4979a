import ControllerCore
import NetworkTypes
import Testing
import TopologyGraph
import VirtualNetwork

/// Which conntrack zone a bound port has on its node.
@Suite struct ZoneTests {
    private var run = CoreRun()
    private let node: NodeKey
    private let other: NodeKey
    private var ports: [Port] = []

    init() throws {
        node = try run.addNode("node-a")
        other = try run.addNode("node-b")
        let subnet = try run.addSubnet()
        for _ in 0..<4 { ports.append(try run.addPort(on: subnet)) }
    }

    /// The ports with these numbers are on the node, and no others.
    private mutating func plug(_ numbers: Int..., on node: NodeKey) {
        let input = run.observation(
            of: node, numbers.map { ("tap\($0)", UInt32($0) + 1, ports[$0].metadata.id.description) })
        run.step(input)
    }

    private func zones() -> [UInt16?] { ports.map { run.topology.binding(of: $0.key)?.zone } }

    @Test mutating func eachPortOfANodeHasItsOwn() {
        plug(0, 1, 2, on: node)
        #expect(zones() == [1, 2, 3, nil])
        // Another report changes nothing.
        plug(0, 1, 2, on: node)
        #expect(zones() == [1, 2, 3, nil])
    }

    @Test mutating func whatWasGivenBackIsUsedLast() {
        plug(0, 1, on: node)
        plug(0, on: node)
        plug(0, 2, on: node)
        #expect(zones() == [1, nil, 3, nil])
        plug(0, on: node)
        plug(0, 1, 3, on: node)
        #expect(zones() == [1, 4, nil, 5])
    }

    @Test mutating func anotherNodeCountsForItself() {
        plug(0, 1, on: node)
        plug(2, on: other)
        #expect(zones() == [1, 2, 1, nil])
        plug(0, on: node)
        plug(2, 1, on: other)
        #expect(zones() == [1, 2, 1, nil])
    }

    @Test mutating func aRestartKeepsThem() {
        plug(0, 1, 2, on: node)
        let before = zones()
        run = CoreRun(network: run.network, topology: run.topology)
        #expect(zones() == before)
        plug(0, 1, 2, 3, on: node)
        #expect(zones() == [1, 2, 3, 4])
    }
}
