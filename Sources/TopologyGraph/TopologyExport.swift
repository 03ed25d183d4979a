public import JSONText
public import NetworkTypes

/// The graph in the forms that others read. Vertices and edges come sorted, so equal graphs give equal bytes.
///
/// `visiblePorts` narrows an export to what a tenant may see: the virtual ports that it holds for, and their networks.
/// Hosts, bridges, interfaces and tunnel ends are the operator's, and appear only without it.
public enum TopologyExport {
    /// `{revision, vertices: [{id, kind, name, attributes}], edges: [{id, kind, from, to, attributes}]}`. A vertex's
    /// status, where given, is its attribute `status`. `tunnels_listed` is false where the tunnels are left out as too
    /// many (`TopologyLimits.tunnelEndsListed`).
    public static func json(
        _ graph: TopologyGraph, statuses: [VertexID: JSONValue] = [:], visiblePorts: ((PortKey) -> Bool)? = nil
    ) -> JSONValue {
        let drawing = TopologyDrawing(graph, statuses: statuses, visiblePorts: visiblePorts)
        let vertices = drawing.vertices.map { vertex -> JSONValue in
            [
                "id": .string(vertex.id.description), "kind": .string(vertex.id.kind), "name": .string(vertex.name),
                "attributes": .object(vertex.attributes),
            ]
        }
        let edges = drawing.edges.map { item -> JSONValue in
            [
                "id": .string(item.edge.id), "kind": .string(item.edge.kind.rawValue),
                "from": .string(item.edge.from.description), "to": .string(item.edge.to.description),
                "attributes": .object(item.attributes),
            ]
        }
        return [
            "revision": .integer(Int64(graph.revision)), "tunnels_listed": .bool(drawing.listsTunnels),
            "vertices": .array(vertices), "edges": .array(edges),
        ]
    }

    /// GraphML (graphml.graphdrawing.org, schema 1.0). Ids are name tokens, so a vertex has its own id as data too.
    public static func graphML(_ graph: TopologyGraph, visiblePorts: ((PortKey) -> Bool)? = nil) -> String {
        GraphMLWriter(TopologyDrawing(graph, visiblePorts: visiblePorts)).text
    }

    /// A graph in the DOT language of Graphviz.
    public static func dot(_ graph: TopologyGraph, visiblePorts: ((PortKey) -> Bool)? = nil) -> String {
        DOTWriter(TopologyDrawing(graph, visiblePorts: visiblePorts)).text
    }
}
