public import NetworkTypes
public import PersistentCollections

/// Which nodes need a unit. The fragments of `everywhere` and of a segment are the same on all nodes that have them.
public enum FlowScope: Hashable, Sendable {
    /// Every node.
    case everywhere
    /// That node alone.
    case node(NodeKey)
    /// The nodes that a port of the segment is bound on.
    case segment(SegmentKey)

    private var order: UInt64 {
        switch self {
        case .everywhere: 0
        case .node(let node): 1 << 32 | UInt64(node.value)
        case .segment(let segment): 2 << 32 | UInt64(segment.value)
        }
    }
}

extension FlowScope: Comparable, ShardHashable {
    public static func < (left: Self, right: Self) -> Bool { left.order < right.order }

    public var shardHash: UInt64 { order }
}
