import NetworkTypes
import PersistentCollections

/// What the graph keeps under one dense key: the facts about it and the adjacency of its vertices.
protocol TopologyRecord: Sendable {
    init()
    /// Whether nothing is known any more, so that the record can go.
    var isEmpty: Bool { get }
}

extension PagedArray where Value: TopologyRecord {
    /// Changes the record of a key, made when absent and dropped when nothing is left in it.
    mutating func edit(_ key: some DenseKey, _ change: (inout Value) -> Void) {
        let index = Int(key.value)
        let remains =
            update(at: index) { record in
                change(&record)
                return !record.isEmpty
            }
        switch remains {
        case true?: break
        case false?: remove(at: index)
        case nil:
            var record = Value()
            change(&record)
            if !record.isEmpty { self[index] = record }
        }
    }
}

struct NodeRecord: TopologyRecord {
    var node: NodeFact?
    var tunnelEnd: TunnelEnd?
    var bridges = SortedTable<String, BridgeFact>()
    var interfaces = SortedTable<String, InterfaceFact>()
    /// Links with an end here; a link between two nodes is in the records of both.
    var links = SortedSet<Link>()
    /// Virtual ports bound here.
    var ports = SortedSet<PortKey>()
    /// How many virtual ports of each network are bound here.
    var segments = SortedTable<SegmentKey, Int>()

    var isEmpty: Bool {
        node == nil && tunnelEnd == nil && bridges.isEmpty && interfaces.isEmpty && links.isEmpty && ports.isEmpty
    }
}

struct SegmentRecord: TopologyRecord {
    var network: NetworkVertex?
    /// Virtual ports in the network.
    var ports = SortedSet<PortKey>()
    /// How many of them are bound on each node.
    var nodes = SortedTable<NodeKey, Int>()

    var isEmpty: Bool { network == nil && ports.isEmpty }
}

struct PortRecord: TopologyRecord {
    var port: VirtualPortVertex?
    var binding: PortBinding?

    var isEmpty: Bool { port == nil && binding == nil }
}
