public import NetworkTypes
public import PersistentCollections

/// What is compiled, and compiled again, as a whole. A flow's cookie names its unit.
public enum FlowUnit: Hashable, Sendable {
    /// What every bridge has: the misses of the tables, and drops that concern nobody's port.
    case pipeline
    /// A node's own tunnel port: in and out.
    case tunnelPort(NodeKey)
    /// A node that may send tunnel packets to the others.
    case tunnelPeer(NodeKey)
    /// A network's admission from the tunnel.
    case segment(SegmentKey)
    /// The answers to ARP for a subnet's gateway.
    case gateway(SubnetKey)
    /// The answers to ARP for a port's addresses.
    case neighbor(PortKey)
    /// The way to a port from every node that it is not bound on.
    case remotePort(PortKey)
    /// A port on the node where it is bound.
    case localPort(PortKey)

    /// 1 to 255; the top byte of the cookie. The numbers are kept for ever.
    var kind: UInt8 {
        switch self {
        case .pipeline: 1
        case .tunnelPort: 2
        case .tunnelPeer: 3
        case .segment: 4
        case .gateway: 5
        case .neighbor: 6
        case .remotePort: 7
        case .localPort: 8
        }
    }

    var key: UInt32 {
        switch self {
        case .pipeline: 0
        case .tunnelPort(let node), .tunnelPeer(let node): node.value
        case .segment(let segment): segment.value
        case .gateway(let subnet): subnet.value
        case .neighbor(let port), .remotePort(let port), .localPort(let port): port.value
        }
    }

    /// The word for the kind that dumps and metrics show: `local-port`.
    public var kindName: String {
        switch self {
        case .pipeline: "pipeline"
        case .tunnelPort: "tunnel-port"
        case .tunnelPeer: "tunnel-peer"
        case .segment: "segment"
        case .gateway: "gateway"
        case .neighbor: "neighbor"
        case .remotePort: "remote-port"
        case .localPort: "local-port"
        }
    }

    /// The kind in the top byte and the dense key in the low 32 bits; never 0, never all ones.
    public var cookie: UInt64 { UInt64(kind) << 56 | UInt64(key) }

    /// The unit that a cookie names; nil for a cookie that no unit has.
    public init?(cookie: UInt64) {
        let number = UInt32(truncatingIfNeeded: cookie)
        switch cookie >> 56 {
        case 1: self = .pipeline
        case 2: self = .tunnelPort(NodeKey(number))
        case 3: self = .tunnelPeer(NodeKey(number))
        case 4: self = .segment(SegmentKey(number))
        case 5: self = .gateway(SubnetKey(number))
        case 6: self = .neighbor(PortKey(number))
        case 7: self = .remotePort(PortKey(number))
        case 8: self = .localPort(PortKey(number))
        default: return nil
        }
        guard self.cookie == cookie else { return nil }
    }
}

extension FlowUnit: Comparable, ShardHashable {
    /// By kind, then by key.
    public static func < (left: Self, right: Self) -> Bool { left.cookie < right.cookie }

    public var shardHash: UInt64 { cookie }
}
