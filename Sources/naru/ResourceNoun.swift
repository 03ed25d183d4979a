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
    static let filters = ["network_id", "subnet_id", "vpc_id", "node_id", "status", "mac_address", "device_id"]
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
    /// The shown id of what `text` names: an id stays as it is, a name is looked up.
    func id(of noun: any ResourceNoun.Type, _ text: String) async throws -> String {
        if let id = noun.kind.parse(text) { return noun.kind.show(id) }
        let name = NorthboundClient.percentEncoded(text)
        let ids = try await items("/v1/\(noun.collection)?name=\(name)").compactMap { $0["id"]?.string }
        guard let id = ids.first else { throw LookupError.none(word: noun.word, name: text) }
        guard ids.count == 1 else { throw LookupError.several(word: noun.word, name: text, ids: ids) }
        return id
    }
}
