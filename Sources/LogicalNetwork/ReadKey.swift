public import NetworkTypes
public import PersistentCollections

/// One thing that a compilation may read and that may change: a resource, a fact, or the membership of a set. An
/// absence is read by the same key as the presence.
public enum ReadKey: Hashable, Sendable {
    // The intent.
    case port(PortKey)
    /// Whether a port is there, in which network and which groups, and which node it requests: what the lists of a node
    /// depend on, so that they are not made again when something else of a port changes.
    case portPlace(PortKey)
    case network(SegmentKey)
    case subnet(SubnetKey)
    case vpc(VPCKey)
    case node(NodeKey)
    case securityGroup(SecurityGroupKey)
    case rule(RuleKey)
    case routeTable(RouteTableKey)

    // Which members a set has, whatever the members are.
    case portsInNetwork(SegmentKey)
    case subnetsInNetwork(SegmentKey)
    case networksInVPC(VPCKey)
    case routeTablesInVPC(VPCKey)
    case rulesOfGroup(SecurityGroupKey)
    /// The rules whose peer is the group.
    case rulesFromGroup(SecurityGroupKey)
    /// The buckets of a VPC that have a clause.
    case clauseBuckets(VPCKey)
    /// The clauses of one bucket, and the rules that share them.
    case clauses(VPCKey, UInt8)
    /// Which port of a VPC holds an address.
    case address(VPCKey, IPAddress)
    case nodes

    // The facts.
    case binding(PortKey)
    case bindingsOnNode(NodeKey)
    case tunnelEnd(NodeKey)
    /// Which nodes have a tunnel end.
    case tunnelEnds
    /// The smallest MTU of all underlays.
    case underlayMTU

    private var order: UInt64 {
        switch self {
        case .port(let key): Self.order(1, key)
        case .network(let key): Self.order(2, key)
        case .subnet(let key): Self.order(3, key)
        case .vpc(let key): Self.order(4, key)
        case .node(let key): Self.order(5, key)
        case .portsInNetwork(let key): Self.order(6, key)
        case .subnetsInNetwork(let key): Self.order(7, key)
        case .networksInVPC(let key): Self.order(8, key)
        case .nodes: 9 << 32
        case .binding(let key): Self.order(10, key)
        case .bindingsOnNode(let key): Self.order(11, key)
        case .tunnelEnd(let key): Self.order(12, key)
        case .tunnelEnds: 13 << 32
        case .underlayMTU: 14 << 32
        case .portPlace(let key): Self.order(15, key)
        case .securityGroup(let key): Self.order(16, key)
        case .rule(let key): Self.order(17, key)
        case .routeTable(let key): Self.order(18, key)
        case .routeTablesInVPC(let key): Self.order(19, key)
        case .rulesOfGroup(let key): Self.order(20, key)
        case .rulesFromGroup(let key): Self.order(21, key)
        case .clauseBuckets(let key): Self.order(22, key)
        case .address(let key, let address): Self.order(address.family == .v4 ? 23 : 25, key)
        // A VPC's key has 24 bits.
        case .clauses(let key, let bucket): 24 << 32 | UInt64(key.value) << 8 | UInt64(bucket)
        }
    }

    /// What tells keys of one order apart.
    private var address: UInt128 {
        guard case .address(_, let address) = self else { return 0 }
        return address.bits
    }

    private static func order(_ kind: UInt64, _ key: some DenseKey) -> UInt64 { kind << 32 | UInt64(key.value) }

    /// Whether a read of the key is shared by a great part of all compilations.
    public var isBroad: Bool { self == .underlayMTU || self == .nodes || self == .tunnelEnds }
}

extension ReadKey: Comparable, ShardHashable {
    public static func < (left: Self, right: Self) -> Bool {
        left.order != right.order ? left.order < right.order : left.address < right.address
    }

    public var shardHash: UInt64 { order ^ UInt64(truncatingIfNeeded: address ^ address >> 64) }
}
