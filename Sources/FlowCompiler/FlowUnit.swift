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
    /// A network's admission from the tunnel, and the end of what nobody in it has as its address.
    case segment(SegmentKey)
    /// What a subnet's gateway does for its own subnet: answers to ARP and neighbor solicitations, admission to
    /// routing.
    case gateway(SubnetKey)
    /// The answers to ARP and neighbor solicitations for a port's addresses.
    case neighbor(PortKey)
    /// The way to a port from every node that it is not bound on.
    case remotePort(PortKey)
    /// A port on the node where it is bound.
    case localPort(PortKey)
    /// The route of a VPC to a subnet, and the echo of the subnet's gateway.
    case connectedRoute(SubnetKey)
    /// A port's MAC for what is routed to its addresses.
    case routedPort(PortKey)
    /// A port as the peer of rules that name its groups.
    case groupMember(PortKey)
    /// The rules of a port's groups, on the node where it is bound.
    case portRules(PortKey)
    /// What a rule's conjunction does once its clauses hold.
    case rule(RuleKey)
    /// The clauses of one bucket that rules of a VPC share (`RuleClause.bucket`).
    case ruleClauses(VPCKey, bucket: UInt8)
    /// The static routes of a route table.
    case routeTable(RouteTableKey)
    /// The end of what is routed nowhere in a VPC.
    case vpc(VPCKey)

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
        case .connectedRoute: 9
        case .routedPort: 10
        case .groupMember: 11
        case .portRules: 12
        case .rule: 13
        case .ruleClauses: 14
        case .routeTable: 15
        case .vpc: 16
        }
    }

    /// The dense key of what the unit is of. A VPC's key has 24 bits, so a bucket fits beside it.
    var key: UInt32 {
        switch self {
        case .pipeline: 0
        case .tunnelPort(let node), .tunnelPeer(let node): node.value
        case .segment(let segment): segment.value
        case .gateway(let subnet), .connectedRoute(let subnet): subnet.value
        case .neighbor(let port), .remotePort(let port), .localPort(let port), .routedPort(let port),
            .groupMember(let port), .portRules(let port):
            port.value
        case .rule(let rule): rule.value
        case .ruleClauses(let vpc, let bucket): vpc.value << 8 | UInt32(bucket)
        case .routeTable(let table): table.value
        case .vpc(let vpc): vpc.value
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
        case .connectedRoute: "connected-route"
        case .routedPort: "routed-port"
        case .groupMember: "group-member"
        case .portRules: "port-rules"
        case .rule: "rule"
        case .ruleClauses: "rule-clauses"
        case .routeTable: "route-table"
        case .vpc: "vpc"
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
        case 9: self = .connectedRoute(SubnetKey(number))
        case 10: self = .routedPort(PortKey(number))
        case 11: self = .groupMember(PortKey(number))
        case 12: self = .portRules(PortKey(number))
        case 13: self = .rule(RuleKey(number))
        case 14: self = .ruleClauses(VPCKey(number >> 8), bucket: UInt8(truncatingIfNeeded: number))
        case 15: self = .routeTable(RouteTableKey(number))
        case 16: self = .vpc(VPCKey(number))
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
