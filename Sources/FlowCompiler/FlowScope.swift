public import NetworkTypes
public import PersistentCollections

/// Which nodes need a unit. The fragments of all scopes but `node` are the same on all nodes that have them.
public enum FlowScope: Hashable, Sendable {
    /// Every node.
    case everywhere
    /// That node alone.
    case node(NodeKey)
    /// The nodes that a port of the segment is bound on.
    case segment(SegmentKey)
    /// The nodes that packets to the segment may begin on: those with a port in it, or elsewhere in its VPC.
    case reach(SegmentKey)
    /// The nodes that a port of the VPC is bound on.
    case vpc(VPCKey)
    /// The nodes that a port with the group is bound on.
    case group(SecurityGroupKey)

    private var order: UInt64 {
        switch self {
        case .everywhere: 0
        case .node(let node): 1 << 32 | UInt64(node.value)
        case .segment(let segment): 2 << 32 | UInt64(segment.value)
        case .reach(let segment): 3 << 32 | UInt64(segment.value)
        case .vpc(let vpc): 4 << 32 | UInt64(vpc.value)
        case .group(let group): 5 << 32 | UInt64(group.value)
        }
    }
}

extension FlowScope: Comparable, ShardHashable {
    public static func < (left: Self, right: Self) -> Bool { left.order < right.order }

    public var shardHash: UInt64 { order }
}
