import JSONText
import NetworkTypes
import VirtualNetwork

enum SecurityGroupRuleEndpoint: ResourceEndpoint {
    static let kind = ResourceKind.securityGroupRule
    static let derivedMembers: Set<String> = []
    static let fixedMembers: Set<String> = [
        "security_group_id", "direction", "protocol", "port_min", "port_max", "icmp_type", "icmp_code", "remote_cidr",
        "remote_group_id", "remote_prefix_list_id",
    ]
    static let filters = ["security_group_id", "direction", "remote_group_id"]

    static func create(_ reader: inout BodyReader, id: ResourceID) -> Command? {
        let group = reader.id("security_group_id", .securityGroup)
        if !reader.has("security_group_id") {
            reader.missing("security_group_id", "say which security group the rule is for")
        }
        let direction: RuleDirection? = reader.word("direction", code: "unknown-direction")
        if !reader.has("direction") {
            reader.missing("direction", "give ingress for what comes to the ports, or egress for what leaves them")
        }
        let service = reader.service()
        let peer = reader.peer()
        let name = reader.string("name") ?? ""
        let tags = reader.strings(byName: "tags") ?? [:]
        guard let group, let direction, let service, let peer else { return nil }
        var create = CreateSecurityGroupRule(id: id, group: group, direction: direction)
        create.service = service
        create.peer = peer
        create.name = name
        create.tags = tags
        return .createSecurityGroupRule(create)
    }

    static func update(_ reader: inout BodyReader, id: ResourceID, ifMatch: Revision?) -> Command {
        .updateSecurityGroupRule(id, reader.resourceUpdate(), ifMatch: ifMatch)
    }

    static func filter(_ name: String, _ value: String) -> ResourceFilter? {
        switch name {
        case "security_group_id":
            return ResourceKind.securityGroup.parse(value).map { id in onRule { $0.group == id } }
        case "direction":
            return RuleDirection(rawValue: value).map { direction in onRule { $0.direction == direction } }
        case "remote_group_id":
            return ResourceKind.securityGroup.parse(value).map { id in onRule { $0.peer == .group(id) } }
        default: return nil
        }
    }

    private static func onRule(_ test: @escaping (SecurityGroupRule) -> Bool) -> ResourceFilter {
        { resource, _ in
            guard case .securityGroupRule(let rule) = resource else { return false }
            return test(rule)
        }
    }

    static func members(_ resource: Resource, _ view: ResourceView) -> [String: JSONValue] {
        guard case .securityGroupRule(let rule) = resource else { return [:] }
        var members: [String: JSONValue] = [
            "security_group_id": .id(.securityGroup, rule.group),
            "direction": .string(rule.direction.rawValue),
            "protocol": .string(RuleProtocol(rule.service).rawValue),
        ]
        // Members of a protocol that the rule is not of are null, so that every rule has the same ones.
        for name in ["port_min", "port_max", "icmp_type", "icmp_code", "remote_cidr", "remote_group_id"] {
            members[name] = .null
        }
        members["remote_prefix_list_id"] = .null
        switch rule.service {
        case .any: break
        case .tcp(let ports), .udp(let ports):
            if ports == RuleService.allPorts { break }
            members["port_min"] = .integer(Int64(ports.lowerBound))
            members["port_max"] = .integer(Int64(ports.upperBound))
        case .icmp(let type, let code), .icmpv6(let type, let code):
            if let type { members["icmp_type"] = .integer(Int64(type)) }
            if let code { members["icmp_code"] = .integer(Int64(code)) }
        }
        switch rule.peer {
        case .any: break
        case .block(let block): members["remote_cidr"] = .string(block.description)
        case .group(let group): members["remote_group_id"] = .id(.securityGroup, group)
        case .prefixList(let list): members["remote_prefix_list_id"] = .id(.prefixList, list)
        }
        return members
    }
}

/// The words for what a rule is about; ports and ICMP types stand beside them.
private enum RuleProtocol: String, CaseIterable {
    case any, tcp, udp, icmp, icmpv6

    init(_ service: RuleService) {
        switch service {
        case .any: self = .any
        case .tcp: self = .tcp
        case .udp: self = .udp
        case .icmp: self = .icmp
        case .icmpv6: self = .icmpv6
        }
    }
}

extension RuleService {
    fileprivate static let allPorts: ClosedRange<UInt16> = 0...UInt16.max
}

extension BodyReader {
    /// Protocol with ports, or with type and code. Nil only where a fault is noted.
    fileprivate mutating func service() -> RuleService? {
        let found = faults.count
        let layer: RuleProtocol? = isGiven("protocol") ? word("protocol", code: "unknown-protocol") : .any
        let ports = ports()
        let icmp = icmp()
        guard let layer else { return nil }
        switch layer {
        case .any, .icmp, .icmpv6: refuse(["port_min", "port_max"], beside: layer, goesWith: "tcp or udp")
        case .tcp, .udp: break
        }
        switch layer {
        case .any, .tcp, .udp: refuse(["icmp_type", "icmp_code"], beside: layer, goesWith: "icmp or icmpv6")
        case .icmp, .icmpv6: break
        }
        guard faults.count == found else { return nil }
        switch layer {
        case .any: return .any
        case .tcp: return .tcp(ports)
        case .udp: return .udp(ports)
        case .icmp: return .icmp(type: icmp.type, code: icmp.code)
        case .icmpv6: return .icmpv6(type: icmp.type, code: icmp.code)
        }
    }

    private mutating func refuse(_ names: [String], beside layer: RuleProtocol, goesWith words: String) {
        for name in names where isGiven(name) {
            fault(
                name, "wrong-protocol", "\(name) goes with \(words), and protocol is \(layer.rawValue)",
                "set protocol to \(words), or leave \(name) out")
        }
    }

    /// All ports where a fault is noted.
    private mutating func ports() -> ClosedRange<UInt16> {
        let bounds = Int64(UInt16.min)...Int64(UInt16.max)
        let least = integer("port_min", in: bounds)
        let greatest = integer("port_max", in: bounds)
        guard isGiven("port_min") else {
            if isGiven("port_max") { missing("port_min", "give it beside port_max, or neither for all ports") }
            return RuleService.allPorts
        }
        guard let least = least.map({ UInt16($0) }) else { return RuleService.allPorts }
        let last = greatest.map { UInt16($0) } ?? least
        guard last >= least else {
            fault(
                "port_max", "reversed-range", "port_max \(last) is below port_min \(least)",
                "give a port_max from \(least) on, or leave it out for port \(least) alone")
            return RuleService.allPorts
        }
        return least...last
    }

    private mutating func icmp() -> (type: UInt8?, code: UInt8?) {
        let bounds = Int64(UInt8.min)...Int64(UInt8.max)
        let type = integer("icmp_type", in: bounds)
        let code = integer("icmp_code", in: bounds)
        if isGiven("icmp_code"), !isGiven("icmp_type") {
            missing("icmp_type", "a code has a meaning within a type only: give it, or leave icmp_code out")
        }
        return (type.map { UInt8($0) }, code.map { UInt8($0) })
    }

    /// Nil only where a fault is noted.
    fileprivate mutating func peer() -> RulePeer? {
        let names = ["remote_cidr", "remote_group_id", "remote_prefix_list_id"]
        var given: [String] = []
        for name in names where isGiven(name) { given.append(name) }
        for name in given.dropFirst() {
            fault(
                name, "conflicting-fields", "\(given[0]) and \(name) both say whom the rule is about",
                "give one of them; a rule for each peer allows both")
        }
        guard let name = given.first else { return .any }
        switch name {
        case "remote_cidr": return prefix(name).map { .block($0) }
        case "remote_group_id": return id(name, .securityGroup).map { .group($0) }
        default: return id(name, .prefixList).map { .prefixList($0) }
        }
    }
}
