import JSONText
import NetworkTypes

/// What an export shows: the visible vertices and edges with their attributes, sorted.
struct TopologyDrawing {
    struct Vertex {
        let id: VertexID
        let name: String
        let attributes: [String: JSONValue]
    }

    struct Edge {
        let edge: TopologyEdge
        let attributes: [String: JSONValue]
    }

    let revision: Int
    let listsTunnels: Bool
    let vertices: [Vertex]
    let edges: [Edge]

    init(
        _ graph: TopologyGraph, statuses: [VertexID: JSONValue] = [:], visiblePorts: ((PortKey) -> Bool)? = nil
    ) {
        revision = graph.revision
        var edges = graph.edges
        var shown: Set<VertexID>?
        if let visiblePorts {
            edges.removeAll { edge in
                guard edge.kind == .portInNetwork, case .virtualPort(let port) = edge.from else { return true }
                return !visiblePorts(port)
            }
            shown = Set(edges.map(\.to))
        }
        listsTunnels = visiblePorts != nil || graph.listsTunnels
        vertices = graph.vertices.compactMap { id in
            switch id {
            case .virtualPort(let port) where visiblePorts != nil:
                guard visiblePorts?(port) == true else { return nil }
            default: guard shown?.contains(id) ?? true else { return nil }
            }
            guard let fact = graph[id.factKey] else { return nil }
            var attributes = fact.attributes
            attributes["name"] = nil
            attributes["status"] = statuses[id]
            return Vertex(id: id, name: fact.name, attributes: attributes)
        }
        self.edges = edges.map { edge in
            var attributes: [String: JSONValue] = [:]
            if edge.kind == .binding, case .virtualPort(let port) = edge.from, let binding = graph.binding(of: port) {
                attributes["ofport"] = .integer(Int64(binding.ofport))
            }
            if edge.kind == .tunnel, case .tunnelEnd(let node) = edge.from, let end = graph.tunnelEnd(of: node) {
                attributes["tunnel_type"] = .string(end.type)
            }
            return Edge(edge: edge, attributes: attributes)
        }
    }
}

extension VertexID {
    /// The key of the fact that makes the vertex.
    public var factKey: FactKey {
        switch self {
        case .node(let node): .node(node)
        case .bridge(let node, let name): .bridge(node, name)
        case .port(let node, let name): .interface(node, name)
        case .tunnelEnd(let node): .tunnelEnd(node)
        case .network(let segment): .network(segment)
        case .virtualPort(let port): .virtualPort(port)
        }
    }
}

extension TopologyFact {
    /// What people call the vertex.
    fileprivate var name: String {
        switch self {
        case .node(let fact): fact.name
        case .tunnelEnd(let fact): fact.address.description
        case .bridge(let fact): fact.name
        case .interface(let fact): fact.name
        case .network(let fact): fact.name.isEmpty ? fact.id.description : fact.name
        case .virtualPort(let fact): fact.name.isEmpty ? fact.id.description : fact.name
        case .link, .binding: ""
        }
    }
}
