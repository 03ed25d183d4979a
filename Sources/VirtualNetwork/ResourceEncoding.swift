import JSONText
import NetworkTypes

/// Resources as members of stored events. Nothing is left out, so that a member that is missing is always a mistake.
extension Resource {
    var members: [String: JSONValue] {
        var members = metadata.members
        switch self {
        case .vpc(let vpc):
            members["key"] = .integer(Int64(vpc.key.value))
            members["cidrs"] = .texts(vpc.cidrs)
            members["default_security_group_id"] = .text(vpc.defaultGroup)
        case .network(let network):
            members["key"] = .integer(Int64(network.key.value))
            members["vpc_id"] = .text(network.vpc)
            members["implicit"] = .bool(network.isImplicit)
        case .subnet(let subnet):
            members.merge(subnet.ownMembers) { _, own in own }
        case .port(let port):
            members.merge(port.ownMembers) { _, own in own }
        case .node(let node):
            members["key"] = .integer(Int64(node.key.value))
            members["system_id"] = .text(node.systemID)
            members["roles"] = .array(node.roles.map { .string($0.rawValue) })
            members["labels"] = .object(node.labels.mapValues { .string($0) })
            members["zone"] = .string(node.zone)
            members["region"] = .string(node.region)
        case .securityGroup(let group):
            members["key"] = .integer(Int64(group.key.value))
            members["vpc_id"] = .text(group.vpc)
            members["is_default"] = .bool(group.isDefault)
        case .securityGroupRule(let rule):
            members.merge(rule.ownMembers) { _, own in own }
        case .prefixList(let list):
            members["key"] = .integer(Int64(list.key.value))
            members["entries"] = .texts(list.entries)
        case .routeTable(let table):
            members["key"] = .integer(Int64(table.key.value))
            members["vpc_id"] = .text(table.vpc)
            members["routes"] = .array(
                table.routes.map { ["destination": .text($0.destination), "next_hop": .text($0.nextHop)] })
        }
        return members
    }
}

extension Metadata {
    fileprivate var members: [String: JSONValue] {
        [
            "id": .text(id), "project_id": .string(project.name), "name": .string(name),
            "tags": .object(tags.mapValues { .string($0) }), "created_at_ns": .integer(createdAt.nanoseconds),
            "updated_at_ns": .integer(updatedAt.nanoseconds), "revision": .integer(Int64(revision)),
        ]
    }
}

extension Subnet {
    fileprivate var ownMembers: [String: JSONValue] {
        [
            "key": .integer(Int64(key.value)), "network_id": .text(network), "vpc_id": .text(vpc),
            "cidr": .text(cidr), "gateway_ip": .text(gateway), "gateway_mac": .text(gatewayMAC),
            "dhcp_enabled": .bool(dhcpEnabled), "dns_servers": .texts(dnsServers),
            "host_routes": .array(
                hostRoutes.map { ["destination": .text($0.destination), "next_hop": .text($0.nextHop)] }),
            "route_table_id": .text(routeTable), "ipv6_address_mode": ipv6Mode.map { .string($0.rawValue) } ?? .null,
        ]
    }
}

extension Port {
    fileprivate var ownMembers: [String: JSONValue] {
        [
            "key": .integer(Int64(key.value)), "network_id": .text(network), "mac_address": .text(mac),
            "fixed_ips": .array(fixedIPs.map { ["subnet_id": .text($0.subnet), "ip_address": .text($0.address)] }),
            "allowed_address_pairs": .array(
                allowedAddressPairs.map { ["ip_address": .text($0.prefix), "mac_address": .text($0.mac)] }),
            "admin_state_up": .bool(adminUp), "device_owner": .string(deviceOwner), "device_id": .string(deviceID),
            "requested_node_id": .text(requestedNode), "security_group_ids": securityGroups.map { .texts($0) } ?? .null,
        ]
    }
}

extension SecurityGroupRule {
    fileprivate var ownMembers: [String: JSONValue] {
        var members: [String: JSONValue] = [
            "key": .integer(Int64(key.value)), "security_group_id": .text(group),
            "direction": .string(direction.rawValue),
            "port_min": .null, "port_max": .null, "icmp_type": .null, "icmp_code": .null, "remote_cidr": .null,
            "remote_group_id": .null, "remote_prefix_list_id": .null,
        ]
        switch service {
        case .any: members["protocol"] = "any"
        case .tcp(let ports), .udp(let ports):
            members["protocol"] = if case .tcp = service { "tcp" } else { "udp" }
            members["port_min"] = .integer(Int64(ports.lowerBound))
            members["port_max"] = .integer(Int64(ports.upperBound))
        case .icmp(let type, let code), .icmpv6(let type, let code):
            members["protocol"] = if case .icmp = service { "icmp" } else { "icmpv6" }
            members["icmp_type"] = type.map { .integer(Int64($0)) } ?? .null
            members["icmp_code"] = code.map { .integer(Int64($0)) } ?? .null
        }
        switch peer {
        case .any: break
        case .block(let prefix): members["remote_cidr"] = .text(prefix)
        case .group(let group): members["remote_group_id"] = .text(group)
        case .prefixList(let list): members["remote_prefix_list_id"] = .text(list)
        }
        return members
    }
}

extension JSONValue {
    /// A value as its text, or null.
    static func text(_ value: (some LosslessStringConvertible)?) -> JSONValue {
        value.map { .string($0.description) } ?? .null
    }

    fileprivate static func texts(_ values: [some LosslessStringConvertible]) -> JSONValue {
        .array(values.map { .text($0) })
    }
}
