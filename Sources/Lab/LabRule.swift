import JSONText
import NetworkTypes

/// A rule of a security group as the API takes it.
struct LabRule: Hashable {
    enum Peer: Hashable {
        case anywhere
        /// A block in CIDR form.
        case block(String)
        /// A group's id.
        case group(String)
        /// A prefix list's id.
        case list(String)
    }

    var direction: TruthRule.Direction
    var service: TruthRule.Service
    var peer: Peer

    init(_ direction: TruthRule.Direction, _ service: TruthRule.Service, _ peer: Peer = .anywhere) {
        self.direction = direction
        self.service = service
        self.peer = peer
    }

    /// The body of the request that gives it to a group.
    func body(group: String) -> JSONValue {
        var members: [String: JSONValue] = [
            "security_group_id": .string(group), "direction": .string(direction.rawValue),
        ]
        switch service {
        case .any: members["protocol"] = "any"
        case .icmp: members["protocol"] = "icmp"
        case .icmpv6: members["protocol"] = "icmpv6"
        case .tcp(let ports): members.merge(Self.members("tcp", ports)) { $1 }
        case .udp(let ports): members.merge(Self.members("udp", ports)) { $1 }
        }
        switch peer {
        case .anywhere: break
        case .block(let block): members["remote_cidr"] = .string(block)
        case .group(let group): members["remote_group_id"] = .string(group)
        case .list(let list): members["remote_prefix_list_id"] = .string(list)
        }
        return .object(members)
    }

    /// All ports are no ports in the body; a single one needs no maximum.
    private static func members(_ name: String, _ ports: ClosedRange<UInt16>) -> [String: JSONValue] {
        var members: [String: JSONValue] = ["protocol": .string(name)]
        if ports == 0 ... .max { return members }
        members["port_min"] = .integer(Int64(ports.lowerBound))
        if ports.upperBound != ports.lowerBound { members["port_max"] = .integer(Int64(ports.upperBound)) }
        return members
    }
}
