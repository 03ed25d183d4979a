import JSONText
import NetworkTypes

/// Steps that bring what an older program wrote to today's format: one for each version, which does what came with the
/// next and no more.
enum FormatLift {
    /// Version 2 brought security groups, route tables and IPv6 address modes. A port of version 1 is not filtered, its
    /// VPC has no default group, a subnet has no route table, and a workload of an IPv6 subnet got any address of it.
    static func fromVersion1(_ kind: ResourceKind, _ reader: inout MemberReader) throws(EventFormatError) {
        switch kind {
        case .vpc: try reader.supply("default_security_group_id", .null)
        case .subnet:
            let isIPv6 = reader.peek("cidr")?.utf8.contains(UInt8(ascii: ":")) == true
            try reader.supply("route_table_id", .null)
            try reader.supply("ipv6_address_mode", isIPv6 ? "dhcpv6" : .null)
        case .port: try reader.supply("security_group_ids", .null)
        case .network, .node, .securityGroup, .securityGroupRule, .prefixList, .routeTable: break
        }
    }
}

extension ResourceKind {
    /// The version of the format that brought the kind.
    var firstVersion: Int {
        switch self {
        case .vpc, .network, .subnet, .port, .node: 1
        case .securityGroup, .securityGroupRule, .prefixList, .routeTable: 2
        }
    }
}
