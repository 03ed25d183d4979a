import NetworkTypes
import PersistentCollections

/// The facts seen as vertices and edges.
extension TopologyGraph {
    /// Every vertex, sorted.
    public var vertices: [VertexID] {
        var vertices: [VertexID] = []
        for (_, record) in nodes {
            if let node = record.node { vertices.append(.node(node.key)) }
            if let end = record.tunnelEnd { vertices.append(.tunnelEnd(end.node)) }
            vertices += record.bridges.values.map { .bridge($0.node, $0.name) }
            vertices += record.interfaces.values.map { .port($0.node, $0.name) }
        }
        vertices += segments.compactMap(\.value.network).map { .network($0.key) }
        vertices += ports.compactMap(\.value.port).map { .virtualPort($0.key) }
        return vertices.sorted()
    }

    public func contains(_ vertex: VertexID) -> Bool {
        switch vertex {
        case .node(let node): self.node(node) != nil
        case .bridge(let node, let name): bridge(named: name, on: node) != nil
        case .port(let node, let name): interface(named: name, on: node) != nil
        case .tunnelEnd(let node): tunnelEnd(of: node) != nil
        case .network(let segment): network(segment) != nil
        case .virtualPort(let port): virtualPort(port) != nil
        }
    }

    /// Whether the tunnels between each two ends are few enough to list; otherwise exports leave them out.
    public var listsTunnels: Bool { tunnelEnds.count <= TopologyLimits.tunnelEndsListed }

    /// Every edge, sorted; without the tunnels unless `listsTunnels`.
    public var edges: [TopologyEdge] {
        let tunnels = listsTunnels
        return vertices.flatMap { vertex in
            edges(at: vertex, withTunnels: tunnels).filter { $0.from == vertex }
        }.sorted()
    }

    /// The edges at a vertex, sorted; none when there is no such vertex.
    public func edges(at vertex: VertexID) -> [TopologyEdge] { edges(at: vertex, withTunnels: true).sorted() }

    /// A shortest path between two vertices over edges of the given kinds, walked either way, by breadth-first search.
    /// Empty when both are the same vertex; nil when there is no path or no such vertex. Of several shortest paths it
    /// is always the same one, since edges are tried in their order.
    public func path(
        from start: VertexID, to goal: VertexID, over kinds: Set<TopologyEdge.Kind> = Set(TopologyEdge.Kind.allCases)
    ) -> [TopologyEdge]? {
        guard contains(start), contains(goal) else { return nil }
        var arrivals: [VertexID: TopologyEdge] = [:]
        var meshes: Set<TunnelMesh> = []
        var queue = [start]
        var next = 0
        while next < queue.count, queue[next] != goal {
            let vertex = queue[next]
            next += 1
            // From the first tunnel end the whole mesh is reached; the others of it would only list it again.
            let entersMesh = mesh(at: vertex).map { meshes.insert($0).inserted } ?? false
            for edge in edges(at: vertex, withTunnels: entersMesh).sorted() where kinds.contains(edge.kind) {
                let far = edge.from == vertex ? edge.to : edge.from
                guard far != start, arrivals[far] == nil else { continue }
                arrivals[far] = edge
                queue.append(far)
            }
        }
        guard start == goal || arrivals[goal] != nil else { return nil }
        var path: [TopologyEdge] = []
        var vertex = goal
        while let edge = arrivals[vertex] {
            path.append(edge)
            vertex = edge.from == vertex ? edge.to : edge.from
        }
        return path.reversed()
    }

    private struct TunnelMesh: Hashable {
        let type: String
        let family: IPFamily
    }

    private func mesh(at vertex: VertexID) -> TunnelMesh? {
        guard case .tunnelEnd(let node) = vertex, let end = tunnelEnd(of: node) else { return nil }
        return TunnelMesh(type: end.type, family: end.address.family)
    }

    private func edges(at vertex: VertexID, withTunnels tunnels: Bool) -> [TopologyEdge] {
        guard contains(vertex) else { return [] }
        let edges =
            switch vertex {
            case .node(let node): edges(node: node)
            case .bridge(let node, let name): edges(bridge: name, on: node)
            case .port(let node, let name): edges(port: name, on: node)
            case .tunnelEnd(let node): edges(tunnelEnd: node, withTunnels: tunnels)
            case .network(let segment):
                ports(in: segment).map {
                    TopologyEdge(kind: .portInNetwork, from: .virtualPort($0), to: .network(segment))
                }
            case .virtualPort(let port): edges(virtualPort: port)
            }
        return edges.filter { contains($0.from == vertex ? $0.to : $0.from) }
    }

    private func edges(node: NodeKey) -> [TopologyEdge] {
        bridges(on: node).map { TopologyEdge(kind: .hasBridge, from: .node(node), to: .bridge(node, $0.name)) }
            + [TopologyEdge(kind: .hasTunnelEnd, from: .node(node), to: .tunnelEnd(node))]
    }

    private func edges(bridge: String, on node: NodeKey) -> [TopologyEdge] {
        [TopologyEdge(kind: .hasBridge, from: .node(node), to: .bridge(node, bridge))]
            + interfaces(on: node).filter { $0.bridge == bridge }.map {
                TopologyEdge(kind: .hasPort, from: .bridge(node, bridge), to: .port(node, $0.name))
            }
    }

    private func edges(port name: String, on node: NodeKey) -> [TopologyEdge] {
        let here = VertexID.port(node, name)
        var edges: [TopologyEdge] = []
        if let interface = interface(named: name, on: node) {
            edges.append(TopologyEdge(kind: .hasPort, from: .bridge(node, interface.bridge), to: here))
        }
        let end = LinkEnd(node: node, interface: name)
        for link in links(on: node) where (link.from == end || link.to == end) && link.from != link.to {
            edges.append(
                TopologyEdge(
                    kind: .link, from: .port(link.from.node, link.from.interface),
                    to: .port(link.to.node, link.to.interface)))
        }
        for binding in bindings(on: node) where binding.interface == name {
            edges.append(TopologyEdge(kind: .binding, from: .virtualPort(binding.port), to: here))
        }
        return edges
    }

    private func edges(tunnelEnd node: NodeKey, withTunnels: Bool) -> [TopologyEdge] {
        var edges = [TopologyEdge(kind: .hasTunnelEnd, from: .node(node), to: .tunnelEnd(node))]
        guard withTunnels, let here = mesh(at: .tunnelEnd(node)) else { return edges }
        for end in tunnelEnds where end.node != node && end.type == here.type && end.address.family == here.family {
            edges.append(
                TopologyEdge(
                    kind: .tunnel, from: .tunnelEnd(min(node, end.node)), to: .tunnelEnd(max(node, end.node))))
        }
        return edges
    }

    private func edges(virtualPort port: PortKey) -> [TopologyEdge] {
        var edges: [TopologyEdge] = []
        if let vertex = virtualPort(port) {
            edges.append(TopologyEdge(kind: .portInNetwork, from: .virtualPort(port), to: .network(vertex.network)))
        }
        if let binding = binding(of: port) {
            edges.append(
                TopologyEdge(
                    kind: .binding, from: .virtualPort(port), to: .port(binding.node, binding.interface)))
        }
        return edges
    }
}
