public import NetworkTypes

/// A set of ports of one VPC and what they may send and receive. What no rule of any of its groups allows, a port may
/// not; replies to what is allowed pass by themselves.
public struct SecurityGroup: Hashable, Sendable {
    public var metadata: Metadata
    public let key: SecurityGroupKey
    public let vpc: ResourceID
    /// Made with its VPC, and removed with it.
    public let isDefault: Bool

    public init(metadata: Metadata, key: SecurityGroupKey, vpc: ResourceID, isDefault: Bool) {
        self.metadata = metadata
        self.key = key
        self.vpc = vpc
        self.isDefault = isDefault
    }
}

/// One thing that a group allows. Only its name and tags change.
public struct SecurityGroupRule: Hashable, Sendable {
    public var metadata: Metadata
    public let key: RuleKey
    public let group: ResourceID
    public let direction: RuleDirection
    public let service: RuleService
    public let peer: RulePeer

    public init(
        metadata: Metadata, key: RuleKey, group: ResourceID, direction: RuleDirection, service: RuleService,
        peer: RulePeer
    ) {
        self.metadata = metadata
        self.key = key
        self.group = group
        self.direction = direction
        self.service = service
        self.peer = peer
    }

    /// Whether it allows the same as another, of whatever group.
    func allowsTheSame(as other: SecurityGroupRule) -> Bool {
        direction == other.direction && service == other.service && peer == other.peer
    }
}

/// As the port with the group sees it: what it receives, or what it sends.
public enum RuleDirection: String, Hashable, Sendable, CaseIterable, Comparable {
    case ingress, egress

    public static func < (left: Self, right: Self) -> Bool { left == .ingress && right == .egress }
}

/// What is carried. Ports are those of the destination; the whole range `0...65535` is the protocol as such.
public enum RuleService: Hashable, Sendable {
    /// Every protocol of either family.
    case any
    case tcp(ClosedRange<UInt16>)
    case udp(ClosedRange<UInt16>)
    /// ICMP of IPv4 (RFC 792); nil is every type, or every code. A code stands with a type only.
    case icmp(type: UInt8?, code: UInt8?)
    /// ICMP of IPv6 (RFC 4443).
    case icmpv6(type: UInt8?, code: UInt8?)
}

/// The other end: whom a port receives from, or sends to.
public enum RulePeer: Hashable, Sendable {
    /// Every address of either family.
    case any
    case block(IPPrefix)
    /// The ports of a group of the same VPC.
    case group(ResourceID)
    /// The blocks of a prefix list of the same project.
    case prefixList(ResourceID)
}
