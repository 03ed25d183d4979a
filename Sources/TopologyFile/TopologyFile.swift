public import NetworkTypes

/// A topology file of format version 1: nodes and links, and for a lab what the tenants have on them.
///
/// The format is described in `topologies/README.md`. A value of this type is consistent: names are unique,
/// references lead somewhere, addresses lie in their subnets.
public struct TopologyFile: Hashable, Sendable {
    /// The only version of the format so far.
    public static let formatVersion = 1
    /// A larger file is refused before it is parsed.
    public static let maximumBytes = 4 << 20
    /// The most entries that one list of the file may have.
    public static let maximumEntries = 20_000

    public var name: String
    public var underlay: Underlay
    public var nodes: [Node]
    public var links: [Link]
    /// Names of the tenants, in the order of the file.
    public var projects: [String]
    public var vpcs: [VPC]
    public var networks: [Network]
    public var subnets: [Subnet]
    public var ports: [Port]
    public var probes: [Probe]

    public func node(named name: String) -> Node? { nodes.first { $0.name == name } }

    public func port(named name: String) -> Port? { ports.first { $0.name == name } }

    /// A subnet's name is unique within its project only.
    public func subnet(named name: String, project: String) -> Subnet? {
        subnets.first { $0.name == name && $0.project == project }
    }
}

extension TopologyFile {
    /// The network between the nodes.
    public struct Underlay: Hashable, Sendable {
        /// Bytes of the largest IP packet that it carries.
        public var mtu: Int
        /// The block that the tunnel ends are in.
        public var cidr: IPPrefix
    }

    public enum Role: String, Hashable, Sendable, CaseIterable {
        /// Runs virtual machines.
        case compute
        /// Joins the overlay to the outside.
        case gateway
        /// Forwards for others only.
        case fabric
    }

    public struct Node: Hashable, Sendable {
        public var name: String
        public var roles: [Role]
        /// The address of its tunnel end, inside `Underlay.cidr`.
        public var encapIP: IPAddress
    }

    /// A cable between two nodes; without direction.
    public struct Link: Hashable, Sendable {
        public var from: String
        public var to: String
        /// Bytes; absent means the underlay's.
        public var mtu: Int?
    }

    public struct VPC: Hashable, Sendable {
        public var name: String
        public var project: String
        public var cidrs: [IPPrefix]
    }

    /// An L2 segment without a VPC.
    public struct Network: Hashable, Sendable {
        public var name: String
        public var project: String
    }

    public struct Route: Hashable, Sendable {
        public var destination: IPPrefix
        public var nextHop: IPAddress
    }

    public struct Subnet: Hashable, Sendable {
        public enum Parent: Hashable, Sendable {
            case vpc(String)
            case network(String)
            /// Stands on the network of another subnet, so that ports may have an address of both.
            case subnet(String)
        }

        /// How an IPv6 subnet's machines come by their addresses.
        public enum IPv6AddressMode: String, Hashable, Sendable, CaseIterable {
            case dhcpv6
            case slaac
        }

        public var name: String
        public var project: String
        public var parent: Parent
        public var cidr: IPPrefix
        public var isDHCPEnabled: Bool
        /// Nil for IPv4, and where the controller chooses.
        public var ipv6AddressMode: IPv6AddressMode?
        public var dnsServers: [IPAddress]
        public var hostRoutes: [Route]
    }

    /// A virtual machine's interface, and so in a lab a virtual machine.
    public struct Port: Hashable, Sendable {
        public enum Addressing: String, Hashable, Sendable, CaseIterable {
            /// The lab sets the address in the machine.
            case `static`
            /// The machine asks by DHCP, and has no address before.
            case dhcp
        }

        public var name: String
        public var project: String
        public var subnet: String
        /// A second subnet, on the same network, of the other family.
        public var ipv6Subnet: String?
        public var node: String
        /// Absent: the controller allots it.
        public var mac: MACAddress?
        /// Absent: the controller allots it.
        public var address: IPAddress?
        /// Absent: the controller allots it.
        public var ipv6Address: IPAddress?
        public var addressing: Addressing

        public init(
            name: String, project: String, subnet: String, ipv6Subnet: String? = nil, node: String,
            mac: MACAddress? = nil, address: IPAddress? = nil, ipv6Address: IPAddress? = nil,
            addressing: Addressing = .static
        ) {
            self.name = name
            self.project = project
            self.subnet = subnet
            self.ipv6Subnet = ipv6Subnet
            self.node = node
            self.mac = mac
            self.address = address
            self.ipv6Address = ipv6Address
            self.addressing = addressing
        }
    }

    /// A question about who reaches whom, with its answer.
    public struct Probe: Hashable, Sendable {
        public enum Outcome: String, Hashable, Sendable, CaseIterable {
            case reached
            case unreached
        }

        public var from: String
        public var to: String
        public var expect: Outcome
    }
}
