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
    case updateVPC(ResourceID, ResourceUpdate, ifMatch: Revision?)
    case createNetwork(CreateNetwork)
    case updateNetwork(ResourceID, ResourceUpdate, ifMatch: Revision?)
    case createSubnet(CreateSubnet)
    case updateSubnet(ResourceID, SubnetUpdate, ifMatch: Revision?)
    case createPort(CreatePort)
    case updatePort(ResourceID, PortUpdate, ifMatch: Revision?)
    case createNode(CreateNode)
    case updateNode(ResourceID, NodeUpdate, ifMatch: Revision?)
    case delete(ResourceKind, ResourceID, ifMatch: Revision?)
}

public struct CreateVPC: Hashable, Sendable {
    public var id: ResourceID
    public var name = ""
    public var tags: [String: String] = [:]
    public var cidrs: [IPPrefix]

    public init(id: ResourceID, cidrs: [IPPrefix]) {
        self.id = id
        self.cidrs = cidrs
    }
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

    public init(id: ResourceID) { self.id = id }
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

/// Why a command was refused, in words for the person who sent it (RFC 9457 carries them).
public struct Refusal: Error, Hashable, Sendable {
    /// The classes that HTTP tells apart.
    public enum Class: Hashable, Sendable {
        case invalid, forbidden, notFound, conflict, preconditionFailed, exhausted, unavailable
    }

    /// Stable, `lower-case-with-hyphens`: programs switch on it.
    public let code: String
    public let classification: Class
    /// The member of the request body that is at fault, as the user wrote it: `fixed_ips[0].address`.
    public let field: String?
    /// What is wrong, with the values.
    public let detail: String
    /// What to do about it.
    public let remedy: String

    public init(_ classification: Class, code: String, field: String?, detail: String, remedy: String) {
        self.classification = classification
        self.code = code
        self.field = field
        self.detail = detail
        self.remedy = remedy
    }
}
