import JSONText
import NetworkTypes
import NorthboundClient

/// A kind of resource on the command line.
protocol ResourceNoun: Sendable {
    static var kind: ResourceKind { get }
    /// `networks`
    static var collection: String { get }
    /// The word in a sentence.
    static var word: String { get }
    static var columns: [Table.Column] { get }
    /// Filters of a list, besides the name.
    static var filters: [String] { get }
}

enum VPCNoun: ResourceNoun {
    static let kind = ResourceKind.vpc
    static let collection = "vpcs"
    static let word = "VPC"
    static let filters: [String] = []
    static var columns: [Table.Column] {
        [.init("ID", "id"), .init("NAME", "name"), .init("CIDRS", "cidrs"), .init("PROJECT", "project_id"), .applied]
    }
}

enum NetworkNoun: ResourceNoun {
    static let kind = ResourceKind.network
    static let collection = "networks"
    static let word = "network"
    static let filters = ["vpc_id"]
    static var columns: [Table.Column] {
        [
            .init("ID", "id"), .init("NAME", "name"), .init("SEGMENT", "segment"), .init("VPC", "vpc_id"),
            .init("PROJECT", "project_id"), .applied,
        ]
    }
}

enum SubnetNoun: ResourceNoun {
    static let kind = ResourceKind.subnet
    static let collection = "subnets"
    static let word = "subnet"
    static let filters = ["network_id", "vpc_id"]
    static var columns: [Table.Column] {
        [
            .init("ID", "id"), .init("NAME", "name"), .init("CIDR", "cidr"), .init("GATEWAY", "gateway_ip"),
            .init("NETWORK", "network_id"), .init("PROJECT", "project_id"), .applied,
        ]
    }
}

enum PortNoun: ResourceNoun {
    static let kind = ResourceKind.port
    static let collection = "ports"
    static let word = "port"
    static let filters = [
        "network_id", "subnet_id", "vpc_id", "node_id", "status", "mac_address", "device_id", "security_group_id",
    ]
    static var columns: [Table.Column] {
        [
            .init("ID", "id"), .init("NAME", "name"), .init("STATUS", "status"), .init("MAC", "mac_address"),
            .init("ADDRESSES") { port in
                let addresses = (port["fixed_ips"]?.array ?? []).compactMap { $0["ip_address"] }
                return Table.text(.array(addresses))
            },
            .init("NODE", "node_id"), .applied,
        ]
    }
}

enum SecurityGroupNoun: ResourceNoun {
    static let kind = ResourceKind.securityGroup
    static let collection = "security-groups"
    static let word = "security group"
    static let filters = ["vpc_id"]
    static var columns: [Table.Column] {
        [
            .init("ID", "id"), .init("NAME", "name"), .init("VPC", "vpc_id"), .init("DEFAULT", "is_default"),
            .init("PROJECT", "project_id"), .applied,
        ]
    }
}

enum RuleNoun: ResourceNoun {
    static let kind = ResourceKind.securityGroupRule
    static let collection = "security-group-rules"
    static let word = "rule"
    static let filters = ["security_group_id", "direction", "remote_group_id"]
    static var columns: [Table.Column] {
        [
            .init("ID", "id"), .init("DIRECTION", "direction"), .init("PROTOCOL", "protocol"),
            .init("PORTS") { rule in
                let range = ["port_min", "port_max"].compactMap { rule[$0]?.integer }
                let icmp = ["icmp_type", "icmp_code"].compactMap { rule[$0]?.integer }
                if let first = range.first, let last = range.last {
                    return first == last ? "\(first)" : "\(first)-\(last)"
                }
                return icmp.isEmpty ? "-" : "type " + icmp.map(String.init).joined(separator: "/")
            },
            .init("REMOTE") { rule in
                ["remote_cidr", "remote_group_id", "remote_prefix_list_id"].compactMap { rule[$0]?.string }.first
                    ?? "anywhere"
            },
            .init("GROUP", "security_group_id"), .applied,
        ]
    }
}

enum PrefixListNoun: ResourceNoun {
    static let kind = ResourceKind.prefixList
    static let collection = "prefix-lists"
    static let word = "prefix list"
    static let filters: [String] = []
    static var columns: [Table.Column] {
        [
            .init("ID", "id"), .init("NAME", "name"),
            .init("ENTRIES") { list in "\(list["entries"]?.array?.count ?? 0)" },
            .init("PROJECT", "project_id"), .applied,
        ]
    }
}

enum RouteTableNoun: ResourceNoun {
    static let kind = ResourceKind.routeTable
    static let collection = "route-tables"
    static let word = "route table"
    static let filters = ["vpc_id"]
    static var columns: [Table.Column] {
        [
            .init("ID", "id"), .init("NAME", "name"), .init("VPC", "vpc_id"),
            .init("ROUTES") { table in "\(table["routes"]?.array?.count ?? 0)" },
            .init("PROJECT", "project_id"), .applied,
        ]
    }
}

enum NodeNoun: ResourceNoun {
    static let kind = ResourceKind.node
    static let collection = "nodes"
    static let word = "node"
    static let filters = ["state", "system_id", "zone", "region"]
    static var columns: [Table.Column] {
        [
            .init("ID", "id"), .init("NAME", "name"), .init("STATE", "state"), .init("ENCAP IP", "encap_ip"),
            .init("OVS", "ovs_version"), .init("APPLIED", "applied_revision"), .init("SYSTEM ID", "system_id"),
        ]
    }
}

extension Table.Column {
    /// `yes`, or how many nodes are behind.
    static var applied: Table.Column {
        Table.Column("APPLIED") { resource in
            guard let count = resource["applied"]?["behind_count"]?.integer else { return "-" }
            return count == 0 ? "yes" : "\(count) behind"
        }
    }
}

/// A name that leads to no single resource.
enum LookupError: Error, CustomStringConvertible {
    case none(word: String, name: String)
    case several(word: String, name: String, ids: [String])
    case malformed(String)

    var description: String {
        switch self {
        case .none(let word, let name): "there is no \(word) named \(name)"
        case .several(let word, let name, let ids):
            "several \(word)s are named \(name); use an id: \(ids.joined(separator: ", "))"
        case .malformed(let text): text
        }
    }
}

extension Session {
    /// The shown id of what `text` names: an id stays as it is, a name is looked up, in one VPC where that is given.
    func id(of noun: any ResourceNoun.Type, _ text: String, vpc: String? = nil) async throws -> String {
        if let id = noun.kind.parse(text) { return noun.kind.show(id) }
        let ids = try await ids(of: noun, named: text, vpc: vpc)
        guard let id = ids.first else { throw LookupError.none(word: noun.word, name: text) }
        guard ids.count == 1 else { throw LookupError.several(word: noun.word, name: text, ids: ids) }
        return id
    }

    /// The ids of all that have the name.
    func ids(of noun: any ResourceNoun.Type, named name: String, vpc: String? = nil) async throws -> [String] {
        let place = vpc.map { "&vpc_id=\(NorthboundClient.percentEncoded($0))" } ?? ""
        return try await items("/v1/\(noun.collection)?name=\(NorthboundClient.percentEncoded(name))\(place)")
            .compactMap { $0["id"]?.string }
    }
}
