import NaruTesting
import NetworkTypes
import Testing
import TopologyGraph

struct TopologyGraphTests {
    /// Every answer that comes from an index is what a scan of the facts gives.
    @Test(arguments: [1, 2, 3, 4, 5])
    func indexesAgreeWithFacts(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var graph = TopologyGraph()
        var model: [FactKey: TopologyFact] = [:]
        for turn in 1...1_500 {
            let fact = Fact.random(&random)
            let before = graph.revision
            if Int.random(in: 0..<3, using: &random) == 0 {
                let change = graph.remove(fact.key)
                let wasThere = model.removeValue(forKey: fact.key) != nil
                #expect(change == (wasThere ? TopologyChange(revision: before + 1, removed: fact.key) : nil))
            } else {
                let change = graph.put(fact)
                let isNew = model.updateValue(fact, forKey: fact.key) != fact
                #expect(change == (isNew ? TopologyChange(revision: before + 1, put: fact) : nil))
            }
            if turn % 50 == 0 { expectAgreement(graph, model) }
        }
        for key in model.keys.sorted() { #expect(graph.remove(key) != nil) }
        expectAgreement(graph, [:])
        #expect(graph.vertices.isEmpty && graph.edges.isEmpty)
    }

    private func expectAgreement(_ graph: TopologyGraph, _ model: [FactKey: TopologyFact]) {
        let facts = model.values.sorted { $0.key < $1.key }
        #expect(graph.facts == facts)
        #expect(graph.factCount == facts.count)
        let ports = facts.compactMap { if case .virtualPort(let port) = $0 { port } else { nil } }
        let bindings = facts.compactMap { if case .binding(let binding) = $0 { binding } else { nil } }
        let interfaces = facts.compactMap { if case .interface(let interface) = $0 { interface } else { nil } }
        let networkOf = Dictionary(uniqueKeysWithValues: ports.map { ($0.key, $0.network) })
        for number in 0...6 as ClosedRange<UInt32> {
            let (node, segment) = (NodeKey(number), SegmentKey(number))
            #expect(graph.bindings(on: node) == bindings.filter { $0.node == node })
            #expect(graph.ports(in: segment) == ports.filter { $0.network == segment }.map(\.key))
            let nodes = Set(bindings.filter { networkOf[$0.port] == segment }.map(\.node))
            #expect(graph.nodes(in: segment) == nodes.sorted())
            let segments = Set(bindings.filter { $0.node == node }.compactMap { networkOf[$0.port] })
            #expect(graph.segments(on: node) == segments.sorted())
            #expect(graph.interfaces(on: node) == interfaces.filter { $0.node == node })
            #expect(graph.keys(of: node) == facts.map(\.key).filter { names($0, node, model) })
            #expect(graph.interfaces(claiming: "id\(number)") == interfaces.filter { $0.interfaceID == "id\(number)" })
        }
        let restored = TopologyGraph(facts: facts.reversed(), revision: 7)
        #expect(restored.facts == facts && restored.edges == graph.edges)
        let vertices = Set(graph.vertices)
        #expect(graph.edges.allSatisfy { vertices.contains($0.from) && vertices.contains($0.to) })
        for edge in graph.edges {
            #expect(graph.edges(at: edge.from).contains(edge) && graph.edges(at: edge.to).contains(edge))
        }
    }

    private func names(_ key: FactKey, _ node: NodeKey, _ model: [FactKey: TopologyFact]) -> Bool {
        switch key {
        case .node(let other), .tunnelEnd(let other), .bridge(let other, _), .interface(let other, _): other == node
        case .link(let link): link.from.node == node || link.to.node == node
        case .binding: if case .binding(let binding)? = model[key] { binding.node == node } else { false }
        case .network, .virtualPort: false
        }
    }

    @Test func equalFactSpendsNoRevision() {
        var graph = TopologyGraph()
        #expect(graph.put(Fact.node(1))?.revision == 1)
        #expect(graph.put(Fact.node(1)) == nil)
        #expect(graph.put(Fact.node(1, "renamed"))?.revision == 2)
        #expect(graph.remove(.node(NodeKey(2))) == nil)
        #expect(graph.revision == 2)
    }

    @Test func removingNodeLeavesWhatHangsOnIt() {
        var graph = TopologyGraph(facts: Fact.twoNodes, revision: 0)
        #expect(graph.remove(.node(NodeKey(1))) != nil)
        #expect(graph.binding(of: PortKey(9))?.node == NodeKey(1))
        #expect(graph.nodes(in: SegmentKey(5)) == [NodeKey(1), NodeKey(2)])
        for key in graph.keys(of: NodeKey(1)) { #expect(graph.remove(key) != nil) }
        #expect(graph.keys(of: NodeKey(1)).isEmpty)
        #expect(graph.nodes(in: SegmentKey(5)) == [NodeKey(2)])
        #expect(graph.ports(in: SegmentKey(5)) == [PortKey(9), PortKey(10)])
    }

    @Test func snapshotStaysAsItWas() {
        var graph = TopologyGraph(facts: Fact.twoNodes, revision: 3)
        let snapshot = graph
        for fact in Fact.twoNodes { _ = graph.remove(fact.key) }
        #expect(graph.facts.isEmpty)
        #expect(snapshot.facts == Fact.twoNodes.sorted { $0.key < $1.key })
        #expect(snapshot.revision == 3 && snapshot.nodes(in: SegmentKey(5)).count == 2)
    }

    @Test func historyTellsChangesWithinItsHorizon() {
        var graph = TopologyGraph(facts: [Fact.node(1)], revision: 40)
        #expect(graph.changes(since: 40) == [])
        #expect(graph.changes(since: 39) == nil)
        #expect(graph.changes(since: 41) == nil)
        let changes = [graph.put(Fact.node(2)), graph.remove(.node(NodeKey(1)))].compactMap { $0 }
        #expect(graph.changes(since: 40) == changes)
        #expect(graph.changes(since: 41) == [changes[1]])
        for turn in 0..<TopologyLimits.changesKept { _ = graph.put(Fact.node(3, "\(turn)")) }
        #expect(graph.changes(since: 41) == nil)
        let kept = graph.changes(since: 42)
        #expect(kept?.map(\.revision) == Array(43...(42 + TopologyLimits.changesKept)))
        #expect(kept?.last?.put == Fact.node(3, "\(TopologyLimits.changesKept - 1)"))
    }

    @Test func factsBeyondLimitsAreRefusedAndCounted() {
        var graph = TopologyGraph()
        for number in 0..<TopologyLimits.interfacesPerNode { _ = graph.put(Fact.interface(1, "tap\(number)")) }
        let full = graph.revision
        #expect(graph.put(Fact.interface(1, "one more")) == nil)
        #expect(graph.put(Fact.node(1, String(repeating: "n", count: TopologyLimits.nameBytes + 1))) == nil)
        #expect(graph.refusedFacts == 2 && graph.revision == full)
        #expect(graph.put(Fact.interface(1, "tap3", up: false)) != nil)
        #expect(graph.put(Fact.interface(2, "tap3")) != nil)
        for node in 1...70 as ClosedRange<UInt32> { _ = graph.put(Fact.interface(node, "claim", claiming: "same")) }
        #expect(graph.interfaces(claiming: "same").count == TopologyLimits.claimsPerInterfaceID)
    }
}
