public import NetworkTypes

/// What every resource has. Resources are values; a change is a new value with a new revision.
public struct Metadata: Hashable, Sendable {
    public let id: ResourceID
    /// The owner. Another project's resource answers "not found".
    public let project: ProjectID
    public var name: String
    public var tags: [String: String]
    public let createdAt: Timestamp
    public var updatedAt: Timestamp
    /// The transaction that last changed the resource; its ETag.
    public var revision: Revision

    public init(
        id: ResourceID, project: ProjectID, name: String, tags: [String: String], createdAt: Timestamp,
        updatedAt: Timestamp, revision: Revision
    ) {
        self.id = id
        self.project = project
        self.name = name
        self.tags = tags
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.revision = revision
    }
}

/// A tenant, named by 1 to 63 characters of `a-z0-9-`; principals and tokens refer to it.
public struct ProjectID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let name: String

    /// Nil unless `name` is 1 to 63 characters of `a-z0-9-`.
    public init?(_ name: String) {
        let allowed = name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
        guard allowed, (1...63).contains(name.utf8.count) else { return nil }
        self.name = name
    }

    private init(trusted name: String) { self.name = name }

    /// The owner of what belongs to no tenant: nodes.
    public static let operators = ProjectID(trusted: "operators")

    public static func < (left: Self, right: Self) -> Bool { left.name < right.name }
    public var description: String { name }
}

/// A private address space and routing domain of one project.
public struct VPC: Hashable, Sendable {
    public var metadata: Metadata
    public let key: VPCKey
    /// Blocks that its subnets are taken from, v4 and v6, without overlap; sorted.
    public var cidrs: [IPPrefix]
    /// The group of ports that are made without one. Nil where the VPC is older than groups and no port has needed it yet.
    public var defaultGroup: ResourceID?

    public init(metadata: Metadata, key: VPCKey, cidrs: [IPPrefix], defaultGroup: ResourceID?) {
        self.metadata = metadata
        self.key = key
        self.cidrs = cidrs
        self.defaultGroup = defaultGroup
    }
}

/// An L2 segment, carried between nodes by the tunnel. A network may stand in a VPC or alone.
public struct Network: Hashable, Sendable {
    public var metadata: Metadata
    public let key: SegmentKey
    public let vpc: ResourceID?
    /// Made by its subnet, in the tenant's words, and removed with it.
    public let isImplicit: Bool

    public init(metadata: Metadata, key: SegmentKey, vpc: ResourceID?, isImplicit: Bool) {
        self.metadata = metadata
        self.key = key
        self.vpc = vpc
        self.isImplicit = isImplicit
    }
}

/// A static route that DHCP option 121 hands to workloads (RFC 3442).
public struct HostRoute: Hashable, Sendable {
    public let destination: IPPrefix
    public let nextHop: IPAddress

    public init(destination: IPPrefix, nextHop: IPAddress) {
        self.destination = destination
        self.nextHop = nextHop
    }
}

/// How workloads of an IPv6 subnet come by their addresses.
public enum IPv6AddressMode: String, Hashable, Sendable, CaseIterable {
    /// Any address of the subnet, by DHCPv6 (RFC 8415).
    case dhcpv6
    /// The prefix, and an interface identifier of the MAC (RFC 4862, RFC 4291 appendix A), so the subnet is a /64.
    case slaac
}

/// A block of addresses on a network.
public struct Subnet: Hashable, Sendable {
    public var metadata: Metadata
    public let key: SubnetKey
    public let network: ResourceID
    public let vpc: ResourceID?
    public let cidr: IPPrefix
    /// Answers ARP on every node; nil where the network has no router.
    public let gateway: IPAddress?
    /// One MAC per subnet, allotted when the subnet is made, for its life.
    public let gatewayMAC: MACAddress
    public var dhcpEnabled: Bool
    public var dnsServers: [IPAddress]
    public var hostRoutes: [HostRoute]
    /// Of the same VPC. Nil: what is sent from here reaches the VPC's subnets only.
    public var routeTable: ResourceID?
    /// Nil for IPv4.
    public let ipv6Mode: IPv6AddressMode?

    public init(
        metadata: Metadata, key: SubnetKey, network: ResourceID, vpc: ResourceID?, cidr: IPPrefix,
        gateway: IPAddress?, gatewayMAC: MACAddress, dhcpEnabled: Bool, dnsServers: [IPAddress],
        hostRoutes: [HostRoute], routeTable: ResourceID?, ipv6Mode: IPv6AddressMode?
    ) {
        self.metadata = metadata
        self.key = key
        self.network = network
        self.vpc = vpc
        self.cidr = cidr
        self.gateway = gateway
        self.gatewayMAC = gatewayMAC
        self.dhcpEnabled = dhcpEnabled
        self.dnsServers = dnsServers
        self.hostRoutes = hostRoutes
        self.routeTable = routeTable
        self.ipv6Mode = ipv6Mode
    }
}

public struct FixedIP: Hashable, Sendable {
    public let subnet: ResourceID
    public let address: IPAddress

    public init(subnet: ResourceID, address: IPAddress) {
        self.subnet = subnet
        self.address = address
    }
}

/// A prefix that a port may also send from, and be sent to, with its own or another MAC.
public struct AddressPair: Hashable, Sendable {
    public let prefix: IPPrefix
    public let mac: MACAddress?

    public init(prefix: IPPrefix, mac: MACAddress?) {
        self.prefix = prefix
        self.mac = mac
    }
}

/// A workload's network interface.
public struct Port: Hashable, Sendable {
    public var metadata: Metadata
    public let key: PortKey
    public let network: ResourceID
    public let mac: MACAddress
    /// In the order given; at most `Limits.fixedIPsPerPort`.
    public var fixedIPs: [FixedIP]
    public var allowedAddressPairs: [AddressPair]
    /// A port that is not up is a closed port.
    public var adminUp: Bool
    public var deviceOwner: String
    public var deviceID: String
    /// Where given, the port binds on that node only.
    public var requestedNode: ResourceID?
    /// Groups of its VPC, sorted; at most `Limits.groupsPerPort`. None of them: nothing passes. Nil: the port is not
    /// filtered, since its network stands in no VPC or it is older than groups.
    public var securityGroups: [ResourceID]?

    public init(
        metadata: Metadata, key: PortKey, network: ResourceID, mac: MACAddress, fixedIPs: [FixedIP],
        allowedAddressPairs: [AddressPair], adminUp: Bool, deviceOwner: String, deviceID: String,
        requestedNode: ResourceID?, securityGroups: [ResourceID]?
    ) {
        self.metadata = metadata
        self.key = key
        self.network = network
        self.mac = mac
        self.fixedIPs = fixedIPs
        self.allowedAddressPairs = allowedAddressPairs
        self.adminUp = adminUp
        self.deviceOwner = deviceOwner
        self.deviceID = deviceID
        self.requestedNode = requestedNode
        self.securityGroups = securityGroups
    }
}

public enum NodeRole: String, Hashable, Sendable, CaseIterable, Comparable {
    case compute, gateway, fabric

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// A host with a bridge `br-int`, known by an operator. What the host says of itself is a fact and lives in the graph.
public struct Node: Hashable, Sendable {
    public var metadata: Metadata
    public let key: NodeKey
    /// `external_ids:system-id` of its Open vSwitch, where the operator approved one that was pending.
    public var systemID: String?
    public var roles: [NodeRole]
    public var labels: [String: String]
    public var zone: String
    public var region: String

    public init(
        metadata: Metadata, key: NodeKey, systemID: String?, roles: [NodeRole], labels: [String: String],
        zone: String, region: String
    ) {
        self.metadata = metadata
        self.key = key
        self.systemID = systemID
        self.roles = roles
        self.labels = labels
        self.zone = zone
        self.region = region
    }
}
