public import NetworkTypes
import PersistentCollections

/// Questions about one thing and its neighbours. Each answer is found by index and sorted by key or name.
extension TopologyGraph {
    public func node(_ key: NodeKey) -> NodeFact? { nodes[Int(key.value)]?.node }

    /// Every node, by key.
    public var allNodes: [NodeFact] { nodes.compactMap(\.value.node) }

    public func tunnelEnd(of node: NodeKey) -> TunnelEnd? { nodes[Int(node.value)]?.tunnelEnd }

    /// Every tunnel end, by node.
    public var tunnelEnds: [TunnelEnd] { nodes.compactMap(\.value.tunnelEnd) }

    public func bridge(named name: String, on node: NodeKey) -> BridgeFact? {
        nodes[Int(node.value)]?.bridges[name]
    }

    public func bridges(on node: NodeKey) -> [BridgeFact] { nodes[Int(node.value)]?.bridges.values ?? [] }

    public func interface(named name: String, on node: NodeKey) -> InterfaceFact? {
        nodes[Int(node.value)]?.interfaces[name]
    }

    /// The interfaces of every bridge of a node.
    public func interfaces(on node: NodeKey) -> [InterfaceFact] { nodes[Int(node.value)]?.interfaces.values ?? [] }

    /// The interfaces of all nodes with this `external_ids:iface-id`, by node and name. More than one is a conflict, or
    /// a port on the move.
    public func interfaces(claiming interfaceID: String) -> [InterfaceFact] {
        (claims[interfaceID] ?? []).compactMap { interface(named: $0.interface, on: $0.node) }
    }

    /// The links with an end on a node.
    public func links(on node: NodeKey) -> [Link] { nodes[Int(node.value)]?.links.elements ?? [] }

    public func network(_ key: SegmentKey) -> NetworkVertex? { segments[Int(key.value)]?.network }

    public func virtualPort(_ key: PortKey) -> VirtualPortVertex? { ports[Int(key.value)]?.port }

    public func binding(of port: PortKey) -> PortBinding? { ports[Int(port.value)]?.binding }

    /// The bindings on a node, by port.
    public func bindings(on node: NodeKey) -> [PortBinding] {
        (nodes[Int(node.value)]?.ports.elements ?? []).compactMap { binding(of: $0) }
    }

    /// The virtual ports in a network, bound or not.
    public func ports(in segment: SegmentKey) -> [PortKey] { segments[Int(segment.value)]?.ports.elements ?? [] }

    /// The nodes on which a virtual port of the network is bound.
    public func nodes(in segment: SegmentKey) -> [NodeKey] { segments[Int(segment.value)]?.nodes.keys ?? [] }

    /// The networks of which a virtual port is bound on the node.
    public func segments(on node: NodeKey) -> [SegmentKey] { nodes[Int(node.value)]?.segments.keys ?? [] }

    /// The keys of every fact that names the node: its own, and those of what hangs on it; sorted.
    public func keys(of node: NodeKey) -> [FactKey] {
        guard let record = nodes[Int(node.value)] else { return [] }
        var keys: [FactKey] = []
        if record.node != nil { keys.append(.node(node)) }
        if record.tunnelEnd != nil { keys.append(.tunnelEnd(node)) }
        keys += record.bridges.keys.map { .bridge(node, $0) }
        keys += record.interfaces.keys.map { .interface(node, $0) }
        keys += record.links.elements.map(FactKey.link)
        keys += record.ports.elements.map(FactKey.binding)
        return keys
    }

    /// Every fact, by rising key: what a store or an export needs.
    public var facts: [TopologyFact] {
        var facts: [TopologyFact] = []
        facts.reserveCapacity(factCount)
        for (_, record) in nodes { if let node = record.node { facts.append(.node(node)) } }
        for (_, record) in nodes { if let end = record.tunnelEnd { facts.append(.tunnelEnd(end)) } }
        for (_, record) in nodes { facts += record.bridges.values.map(TopologyFact.bridge) }
        for (_, record) in nodes { facts += record.interfaces.values.map(TopologyFact.interface) }
        for (index, record) in nodes {
            // A link between two nodes is in the records of both; it counts at its lesser end.
            for link in record.links.elements where Int(link.from.node.value) == index { facts.append(.link(link)) }
        }
        for (_, record) in segments { if let network = record.network { facts.append(.network(network)) } }
        for (_, record) in ports { if let port = record.port { facts.append(.virtualPort(port)) } }
        for (_, record) in ports { if let binding = record.binding { facts.append(.binding(binding)) } }
        return facts
    }
}
