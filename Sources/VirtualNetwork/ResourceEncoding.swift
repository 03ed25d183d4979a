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
            "requested_node_id": .text(requestedNode),
        ]
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
