import JSONText
import NetworkTypes

/// Resources from the members of stored events.
extension MemberReader {
    mutating func resource(_ kind: ResourceKind) throws(EventFormatError) -> Resource {
        switch kind {
        case .vpc:
            .vpc(
                VPC(
                    metadata: try metadata(), key: VPCKey(try key("key")), cidrs: try parsedArray("cidrs"),
                    defaultGroup: try parsedOrNil("default_security_group_id")))
        case .network:
            .network(
                Network(
                    metadata: try metadata(), key: SegmentKey(try key("key")), vpc: try parsedOrNil("vpc_id"),
                    isImplicit: try bool("implicit")))
        case .subnet: .subnet(try subnet())
        case .port: .port(try port())
        case .node: .node(try node())
        case .securityGroup:
            .securityGroup(
                SecurityGroup(
                    metadata: try metadata(), key: SecurityGroupKey(try key("key")), vpc: try parsed("vpc_id"),
                    isDefault: try bool("is_default")))
        case .securityGroupRule: .securityGroupRule(try rule())
        case .prefixList:
            .prefixList(
                PrefixList(
                    metadata: try metadata(), key: PrefixListKey(try key("key")), entries: try parsedArray("entries")))
        case .routeTable:
            .routeTable(
                RouteTable(
                    metadata: try metadata(), key: RouteTableKey(try key("key")), vpc: try parsed("vpc_id"),
                    routes: try routes("routes").map { Route(destination: $0.destination, nextHop: $0.nextHop) }))
        }
    }

    mutating func metadata() throws(EventFormatError) -> Metadata {
        let projectName = try string("project_id")
        guard let project = ProjectID(projectName) else {
            throw .malformed(path: member("project_id"), expected: "1 to 63 characters of a-z0-9-")
        }
        return Metadata(
            id: try parsed("id"), project: project, name: try string("name"), tags: try texts("tags"),
            createdAt: try timestamp("created_at_ns"), updatedAt: try timestamp("updated_at_ns"),
            revision: try count("revision"))
    }

    private mutating func subnet() throws(EventFormatError) -> Subnet {
        let routes = try routes("host_routes").map { HostRoute(destination: $0.destination, nextHop: $0.nextHop) }
        return Subnet(
            metadata: try metadata(), key: SubnetKey(try key("key")), network: try parsed("network_id"),
            vpc: try parsedOrNil("vpc_id"), cidr: try parsed("cidr"), gateway: try parsedOrNil("gateway_ip"),
            gatewayMAC: try parsed("gateway_mac"), dhcpEnabled: try bool("dhcp_enabled"),
            dnsServers: try parsedArray("dns_servers"), hostRoutes: routes,
            routeTable: try parsedOrNil("route_table_id"), ipv6Mode: try wordOrNil("ipv6_address_mode"))
    }

    private mutating func routes(
        _ name: String
    ) throws(EventFormatError) -> [(destination: IPPrefix, nextHop: IPAddress)] {
        var routes: [(destination: IPPrefix, nextHop: IPAddress)] = []
        for var reader in try objects(name) {
            routes.append((try reader.parsed("destination"), try reader.parsed("next_hop")))
            try reader.finish()
        }
        return routes
    }

    private mutating func port() throws(EventFormatError) -> Port {
        var fixedIPs: [FixedIP] = []
        for var reader in try objects("fixed_ips") {
            fixedIPs.append(
                FixedIP(subnet: try reader.parsed("subnet_id"), address: try reader.parsed("ip_address")))
            try reader.finish()
        }
        var pairs: [AddressPair] = []
        for var reader in try objects("allowed_address_pairs") {
            pairs.append(
                AddressPair(prefix: try reader.parsed("ip_address"), mac: try reader.parsedOrNil("mac_address")))
            try reader.finish()
        }
        return Port(
            metadata: try metadata(), key: PortKey(try key("key")), network: try parsed("network_id"),
            mac: try parsed("mac_address"), fixedIPs: fixedIPs, allowedAddressPairs: pairs,
            adminUp: try bool("admin_state_up"), deviceOwner: try string("device_owner"),
            deviceID: try string("device_id"), requestedNode: try parsedOrNil("requested_node_id"),
            securityGroups: try isNull("security_group_ids") ? nil : parsedArray("security_group_ids"))
    }

    private mutating func node() throws(EventFormatError) -> Node {
        var roles: [NodeRole] = []
        for (index, element) in try array("roles").enumerated() {
            guard let role = element.string.flatMap({ NodeRole(rawValue: $0) }) else {
                throw .malformed(path: "\(member("roles"))[\(index)]", expected: "compute, gateway or fabric")
            }
            roles.append(role)
        }
        return Node(
            metadata: try metadata(), key: NodeKey(try key("key")), systemID: try parsedOrNil("system_id"),
            roles: roles, labels: try texts("labels"), zone: try string("zone"), region: try string("region"))
    }
}
