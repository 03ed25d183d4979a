import JSONText
import NetworkTypes

/// Resources from the members of stored events.
extension MemberReader {
    mutating func resource(_ kind: ResourceKind) throws(EventFormatError) -> Resource {
        switch kind {
        case .vpc:
            .vpc(
                VPC(metadata: try metadata(), key: VPCKey(try key("key")), cidrs: try parsedArray("cidrs")))
        case .network:
            .network(
                Network(
                    metadata: try metadata(), key: SegmentKey(try key("key")), vpc: try parsedOrNil("vpc_id"),
                    isImplicit: try bool("implicit")))
        case .subnet: .subnet(try subnet())
        case .port: .port(try port())
        case .node: .node(try node())
        }
    }

    private mutating func metadata() throws(EventFormatError) -> Metadata {
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
        var routes: [HostRoute] = []
        for var reader in try objects("host_routes") {
            routes.append(
                HostRoute(destination: try reader.parsed("destination"), nextHop: try reader.parsed("next_hop")))
            try reader.finish()
        }
        return Subnet(
            metadata: try metadata(), key: SubnetKey(try key("key")), network: try parsed("network_id"),
            vpc: try parsedOrNil("vpc_id"), cidr: try parsed("cidr"), gateway: try parsedOrNil("gateway_ip"),
            gatewayMAC: try parsed("gateway_mac"), dhcpEnabled: try bool("dhcp_enabled"),
            dnsServers: try parsedArray("dns_servers"), hostRoutes: routes)
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
            deviceID: try string("device_id"), requestedNode: try parsedOrNil("requested_node_id"))
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
