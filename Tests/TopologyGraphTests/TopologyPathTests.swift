import NetworkTypes
import Testing
import TopologyGraph

struct TopologyPathTests {
    private let graph = TopologyGraph(facts: Fact.twoNodes, revision: 1)

    private func path(
        _ from: String, _ to: String, _ kinds: Set<TopologyEdge.Kind> = Set(TopologyEdge.Kind.allCases)
    ) throws -> [String]? {
        let start = try #require(VertexID(from))
        let goal = try #require(VertexID(to))
        return graph.path(from: start, to: goal, over: kinds)?.map(\.id)
    }

    @Test func logicalPathGoesThroughNetwork() throws {
        #expect(
            try path("vport/9", "vport/10") == [
                "port-in-network:vport/9>network/5", "port-in-network:vport/10>network/5",
            ])
    }

    @Test func overlayPathGoesThroughTunnel() throws {
        let kinds: Set<TopologyEdge.Kind> = [.binding, .hasPort, .hasBridge, .hasTunnelEnd, .tunnel]
        #expect(
            try path("vport/9", "vport/10", kinds) == [
                "binding:vport/9>port/1/tap9", "has-port:bridge/1/br-int>port/1/tap9",
                "has-bridge:node/1>bridge/1/br-int", "has-vtep:node/1>vtep/1", "tunnel:vtep/1>vtep/2",
                "has-vtep:node/2>vtep/2", "has-bridge:node/2>bridge/2/br-int",
                "has-port:bridge/2/br-int>port/2/tap10", "binding:vport/10>port/2/tap10",
            ])
    }

    @Test func cableJoinsBridges() throws {
        #expect(
            try path("bridge/2/br-int", "bridge/1/br-int", [.hasPort, .link]) == [
                "has-port:bridge/2/br-int>port/2/eth0", "link:port/1/eth0>port/2/eth0",
                "has-port:bridge/1/br-int>port/1/eth0",
            ])
    }

    @Test func endsOfPaths() throws {
        #expect(try path("node/1", "node/1") == [])
        #expect(try path("node/1", "node/3") == nil)
        #expect(try path("node/3", "node/3") == nil)
        #expect(try path("node/1", "network/5", [.hasBridge]) == nil)
    }

    @Test func edgeNeedsBothEnds() {
        var graph = graph
        _ = graph.remove(.interface(NodeKey(1), "tap9"))
        #expect(!graph.edges.contains { $0.kind == .binding && $0.from == .virtualPort(PortKey(9)) })
        #expect(graph.binding(of: PortKey(9)) != nil)
    }

    /// Two thousand tunnel ends are a mesh of two million tunnels, which a path must not list for each end.
    @Test func pathsCrossLargeMesh() {
        var facts: [TopologyFact] = [Fact.node(3_000), Fact.tunnelEnd(3_000, type: "vxlan")]
        for node in 1...2_000 as ClosedRange<UInt32> { facts += [Fact.node(node), Fact.tunnelEnd(node)] }
        let graph = TopologyGraph(facts: facts, revision: 1)
        #expect(graph.path(from: .node(NodeKey(1)), to: .node(NodeKey(2_000)))?.count == 3)
        #expect(graph.path(from: .node(NodeKey(1)), to: .node(NodeKey(3_000))) == nil)
        #expect(!graph.listsTunnels && !graph.edges.contains { $0.kind == .tunnel })
    }

    @Test(arguments: ["node/1", "bridge/1/br-int", "port/1/a/b", "port/1/", "vtep/1", "network/5", "vport/9"])
    func vertexTextIsReadBack(text: String) {
        #expect(VertexID(text)?.description == text)
    }

    @Test(arguments: ["", "node", "node/", "node/01", "node/-1", "node/1/x", "bridge/1", "host/1", "vport/4294967296"])
    func otherTextIsNoVertex(text: String) {
        #expect(VertexID(text) == nil)
    }
}
