public import NetworkTypes

/// Who asks: a project and what it may do there.
public struct Principal: Hashable, Sendable {
    public enum Role: String, Hashable, Sendable { case member, admin }

    public let project: ProjectID
    public let role: Role

    public init(project: ProjectID, role: Role) {
        self.project = project
        self.role = role
    }
}

/// A wish, already decoded and well-formed; `NetworkState.decide` says whether it can be had. Ids come from outside, since
/// the core has no random source. A nil in an update leaves the value as it is.
public enum Command: Hashable, Sendable {
    case createVPC(CreateVPC)
    case updateVPC(ResourceID, VPCUpdate, ifMatch: Revision?)
    case createNetwork(CreateNetwork)
    case updateNetwork(ResourceID, ResourceUpdate, ifMatch: Revision?)
    case createSubnet(CreateSubnet)
    case updateSubnet(ResourceID, SubnetUpdate, ifMatch: Revision?)
    case createPort(CreatePort)
    case updatePort(ResourceID, PortUpdate, ifMatch: Revision?)
    case createNode(CreateNode)
    case updateNode(ResourceID, NodeUpdate, ifMatch: Revision?)
    case createSecurityGroup(CreateSecurityGroup)
    case updateSecurityGroup(ResourceID, ResourceUpdate, ifMatch: Revision?)
    case createSecurityGroupRule(CreateSecurityGroupRule)
    case updateSecurityGroupRule(ResourceID, ResourceUpdate, ifMatch: Revision?)
    case createPrefixList(CreatePrefixList)
    case updatePrefixList(ResourceID, PrefixListUpdate, ifMatch: Revision?)
    case createRouteTable(CreateRouteTable)
    case updateRouteTable(ResourceID, RouteTableUpdate, ifMatch: Revision?)
    case delete(ResourceKind, ResourceID, ifMatch: Revision?)
}

public struct CreateVPC: Hashable, Sendable {
    public var id: ResourceID
    public var name = ""
    public var tags: [String: String] = [:]
    public var cidrs: [IPPrefix]
    public var defaultGroup: DefaultGroupIDs

    public init(id: ResourceID, cidrs: [IPPrefix], defaultGroup: DefaultGroupIDs) {
        self.id = id
        self.cidrs = cidrs
        self.defaultGroup = defaultGroup
    }
}

public struct VPCUpdate: Hashable, Sendable {
    public var base = ResourceUpdate()
    public var cidrs: [IPPrefix]?

    public init() {}
}

/// Name and tags; what can be changed of any resource.
public struct ResourceUpdate: Hashable, Sendable {
    public var name: String?
    public var tags: [String: String]?

    public init() {}
}

public struct CreateNetwork: Hashable, Sendable {
    public var id: ResourceID
    public var name = ""
    public var tags: [String: String] = [:]
    public var vpc: ResourceID?

    public init(id: ResourceID) { self.id = id }
}

/// `network` and `vpc`: at least one. With a VPC alone the subnet makes its own network.
public struct CreateSubnet: Hashable, Sendable {
    public enum Gateway: Hashable, Sendable {
        /// The first address.
        case automatic
        case none
        case address(IPAddress)
    }

    public var id: ResourceID
    /// The id of the implicit network, if one has to be made.
    public var newNetworkID: ResourceID
    public var name = ""
    public var tags: [String: String] = [:]
    public var vpc: ResourceID?
    public var network: ResourceID?
    public var cidr: IPPrefix
    public var gateway = Gateway.automatic
    public var dhcpEnabled = true
    public var dnsServers: [IPAddress] = []
    public var hostRoutes: [HostRoute] = []
    public var routeTable: ResourceID?
    /// Nil for IPv4; nil for IPv6 is `dhcpv6`.
    public var ipv6Mode: IPv6AddressMode?

    public init(id: ResourceID, newNetworkID: ResourceID, cidr: IPPrefix) {
        self.id = id
        self.newNetworkID = newNetworkID
        self.cidr = cidr
    }
}

public struct SubnetUpdate: Hashable, Sendable {
    public var base = ResourceUpdate()
    public var dhcpEnabled: Bool?
    public var dnsServers: [IPAddress]?
    public var hostRoutes: [HostRoute]?
    /// `.some(nil)` leaves the subnet without one.
    public var routeTable: ResourceID??

    public init() {}
}

/// An address wanted of a subnet: a given one, or the lowest free.
public struct FixedIPRequest: Hashable, Sendable {
    public var subnet: ResourceID
    public var address: IPAddress?

    public init(subnet: ResourceID, address: IPAddress?) {
        self.subnet = subnet
        self.address = address
    }
}

/// `network` or a subnet in `fixedIPs`: at least one. Nil `fixedIPs` takes one address of each family that the network has.
public struct CreatePort: Hashable, Sendable {
    public var id: ResourceID
    public var name = ""
    public var tags: [String: String] = [:]
    public var network: ResourceID?
    public var mac: MACAddress?
    public var fixedIPs: [FixedIPRequest]?
    public var allowedAddressPairs: [AddressPair] = []
    public var adminUp = true
    public var deviceOwner = ""
    public var deviceID = ""
    public var requestedNode: ResourceID?
    /// Nil takes the default group of the VPC, if the network stands in one.
    public var securityGroups: [ResourceID]?
    /// In case the VPC is older than groups and the port needs its default group.
    public var defaultGroup: DefaultGroupIDs

    public init(id: ResourceID, defaultGroup: DefaultGroupIDs) {
        self.id = id
        self.defaultGroup = defaultGroup
    }
}

public struct PortUpdate: Hashable, Sendable {
    public var base = ResourceUpdate()
    public var fixedIPs: [FixedIPRequest]?
    public var allowedAddressPairs: [AddressPair]?
    public var adminUp: Bool?
    public var deviceOwner: String?
    public var deviceID: String?
    /// `.some(nil)` releases the port from its node.
    public var requestedNode: ResourceID??
    public var securityGroups: [ResourceID]?

    public init() {}
}

public struct CreateNode: Hashable, Sendable {
    public var id: ResourceID
    public var name: String
    public var tags: [String: String] = [:]
    public var systemID: String?
    public var roles: [NodeRole] = [.compute]
    public var labels: [String: String] = [:]
    public var zone = ""
    public var region = ""

    public init(id: ResourceID, name: String) {
        self.id = id
        self.name = name
    }
}

public struct NodeUpdate: Hashable, Sendable {
    public var base = ResourceUpdate()
    public var systemID: String?
    public var roles: [NodeRole]?
    public var labels: [String: String]?

    public init() {}
}
