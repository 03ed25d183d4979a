import NetworkTypes
import PersistentCollections

/// Every fact goes in by `link` and out by `unlink`, each the undoing of the other.
extension TopologyGraph {
    mutating func link(_ fact: TopologyFact) {
        switch fact {
        case .node(let node): nodes.edit(node.key) { $0.node = node }
        case .tunnelEnd(let end): nodes.edit(end.node) { $0.tunnelEnd = end }
        case .bridge(let bridge): nodes.edit(bridge.node) { $0.bridges[bridge.name] = bridge }
        case .interface(let interface):
            nodes.edit(interface.node) { $0.interfaces[interface.name] = interface }
            claim(interface, true)
        case .link(let link):
            for node in [link.from.node, link.to.node] { nodes.edit(node) { $0.links.insert(link) } }
        case .network(let network): segments.edit(network.key) { $0.network = network }
        case .virtualPort(let port):
            ports.edit(port.key) { $0.port = port }
            segments.edit(port.network) { $0.ports.insert(port.key) }
            if let binding = binding(of: port.key) { count(1, of: port.network, on: binding.node) }
        case .binding(let binding):
            ports.edit(binding.port) { $0.binding = binding }
            nodes.edit(binding.node) { $0.ports.insert(binding.port) }
            if let port = virtualPort(binding.port) { count(1, of: port.network, on: binding.node) }
        }
    }

    mutating func unlink(_ fact: TopologyFact) {
        switch fact {
        case .node(let node): nodes.edit(node.key) { $0.node = nil }
        case .tunnelEnd(let end): nodes.edit(end.node) { $0.tunnelEnd = nil }
        case .bridge(let bridge): nodes.edit(bridge.node) { $0.bridges[bridge.name] = nil }
        case .interface(let interface):
            nodes.edit(interface.node) { $0.interfaces[interface.name] = nil }
            claim(interface, false)
        case .link(let link):
            for node in [link.from.node, link.to.node] { nodes.edit(node) { $0.links.remove(link) } }
        case .network(let network): segments.edit(network.key) { $0.network = nil }
        case .virtualPort(let port):
            // The count of ports by node goes first, while the records that hold it are still there.
            if let binding = binding(of: port.key) { count(-1, of: port.network, on: binding.node) }
            ports.edit(port.key) { $0.port = nil }
            segments.edit(port.network) { $0.ports.remove(port.key) }
        case .binding(let binding):
            if let port = virtualPort(binding.port) { count(-1, of: port.network, on: binding.node) }
            ports.edit(binding.port) { $0.binding = nil }
            nodes.edit(binding.node) { $0.ports.remove(binding.port) }
        }
    }

    /// Moves the count of a network's virtual ports that are bound on a node.
    private mutating func count(_ step: Int, of segment: SegmentKey, on node: NodeKey) {
        nodes.edit(node) { record in
            let count = (record.segments[segment] ?? 0) + step
            record.segments[segment] = count > 0 ? count : nil
        }
        segments.edit(segment) { record in
            let count = (record.nodes[node] ?? 0) + step
            record.nodes[node] = count > 0 ? count : nil
        }
    }

    private mutating func claim(_ interface: InterfaceFact, _ holds: Bool) {
        guard let interfaceID = interface.interfaceID else { return }
        let end = LinkEnd(node: interface.node, interface: interface.name)
        var ends = claims[interfaceID] ?? []
        ends.removeAll { $0 == end }
        if holds {
            ends.append(end)
            ends.sort()
        }
        claims[interfaceID] = ends.isEmpty ? nil : ends
    }
}
