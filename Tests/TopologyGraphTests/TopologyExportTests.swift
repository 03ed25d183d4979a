import JSONText
import NetworkTypes
import Testing
import TopologyGraph

struct TopologyExportTests {
    private let graph = TopologyGraph(facts: Fact.twoNodes, revision: 7)

    @Test func jsonHoldsVerticesAndEdges() throws {
        let export = TopologyExport.json(graph, statuses: [.virtualPort(PortKey(9)): "active"])
        #expect(export["revision"] == 7 && export["tunnels_listed"] == true)
        let vertices = try #require(export["vertices"]?.array)
        #expect(
            vertices.compactMap { $0["id"]?.string } == [
                "node/1", "node/2", "bridge/1/br-int", "bridge/2/br-int", "port/1/eth0", "port/1/tap9", "port/2/eth0",
                "port/2/tap10", "vtep/1", "vtep/2", "network/5", "vport/9", "vport/10",
            ])
        #expect(vertices[0]["name"] == "alpha" && vertices[0]["kind"] == "node")
        #expect(vertices[11]["attributes"]?["status"] == "active")
        #expect(vertices[12]["attributes"]?["status"] == nil)
        let edges = try #require(export["edges"]?.array)
        #expect(edges.count == graph.edges.count && edges.count == 14)
        let binding = try #require(edges.first { $0["kind"] == "binding" })
        #expect(binding["from"] == "vport/9" && binding["to"] == "port/1/tap9")
        #expect(binding["attributes"] == ["ofport": 5])
        #expect(try JSONValue(parsing: export.text) == export)
    }

    @Test func tenantSeesItsOwnPortsAndTheirNetworks() {
        var graph = graph
        _ = graph.put(Fact.network(6, "red"))
        _ = graph.put(Fact.port(11, in: 6))
        let export = TopologyExport.json(graph) { $0 == PortKey(9) }
        #expect(export["vertices"]?.array?.compactMap { $0["id"]?.string } == ["network/5", "vport/9"])
        #expect(export["edges"]?.array?.compactMap { $0["id"]?.string } == ["port-in-network:vport/9>network/5"])
        let none = TopologyExport.json(graph) { _ in false }
        #expect(none["vertices"] == [] && none["edges"] == [])
        for text in [
            TopologyExport.dot(graph) { $0 == PortKey(9) }, TopologyExport.graphML(graph) { $0 == PortKey(9) },
        ] {
            #expect(!text.contains("alpha") && !text.contains("red") && !text.contains("vport/10"))
        }
    }

    @Test func graphMLDeclaresAndEscapes() {
        let graph = TopologyGraph(facts: [Fact.node(1, "a<b>&\"c'\u{1}\n"), Fact.bridge(1, "br /_")], revision: 2)
        let text = TopologyExport.graphML(graph)
        #expect(text.contains("<data key=\"node-name\">a&lt;b&gt;&amp;&quot;c&apos;\u{fffd}&#10;</data>"))
        #expect(text.contains("<node id=\"bridge:1:br_20:_5f\">"))
        #expect(text.contains("source=\"node:1\" target=\"bridge:1:br_20:_5f\""))
        // Each datum has a declaration for its domain.
        for line in text.split(separator: "\n") where line.contains("<data key=") {
            let key = line.split(separator: "\"")[1]
            #expect(text.contains("<key id=\"\(key)\" for=\"\(key.prefix(4))\""))
        }
        #expect(text.contains("<key id=\"node-key\" for=\"node\" attr.name=\"key\" attr.type=\"long\"/>"))
        for (start, end) in [("<node ", "</node>"), ("<edge ", "</edge>"), ("<graph ", "</graph>")] {
            #expect(text.split(separator: start).count == text.split(separator: end).count)
        }
    }

    @Test func dotEscapes() {
        let graph = TopologyGraph(facts: [Fact.node(1, "a\"b\\c&d\ne"), Fact.bridge(1, "x\"\\")], revision: 2)
        #expect(
            TopologyExport.dot(graph) == #"""
                graph topology {
                  node [fontsize=10];
                  "node/1" [label="node\na\"b\\c&amp;d\ne", shape=box3d];
                  "bridge/1/x\"\\" [label="bridge\nx\"\\", shape=box];
                  "node/1" -- "bridge/1/x\"\\" [label="has-bridge"];
                }

                """#)
    }
}
