import ControllerCore
import JSONText
import NetworkTypes
import TopologyGraph
import VirtualNetwork

enum PortEndpoint: ResourceEndpoint {
    static let kind = ResourceKind.port
    static let derivedMembers: Set<String> = ["iface_id", "status", "node_id", "conditions"]
    static let fixedMembers: Set<String> = ["network_id", "subnet_id", "mac_address"]
    static let filters = [
        "network_id", "subnet_id", "vpc_id", "node_id", "status", "mac_address", "device_id", "security_group_id",
    ]

    static func create(_ reader: inout BodyReader, id: ResourceID) -> Command? {
        var create = CreatePort(id: id, defaultGroup: .random())
        create.name = reader.string("name") ?? ""
        create.tags = reader.strings(byName: "tags") ?? [:]
        create.network = reader.nullableID("network_id", .network) ?? nil
        create.mac = reader.mac("mac_address")
        create.fixedIPs = reader.fixedIPs("fixed_ips")
        if let subnet = reader.id("subnet_id", .subnet) {
            if create.fixedIPs == nil, !reader.has("fixed_ips") {
                create.fixedIPs = [FixedIPRequest(subnet: subnet, address: nil)]
            } else {
                reader.fault(
                    "subnet_id", "conflicting-fields", "subnet_id and fixed_ips both say where the addresses come from",
                    "give one of them; subnet_id is short for fixed_ips with one subnet")
            }
        }
        create.allowedAddressPairs = reader.addressPairs("allowed_address_pairs") ?? []
        // Null is what answers have where nothing is filtered; here it is as good as absence.
        if reader.isGiven("security_group_ids") {
            create.securityGroups = reader.ids("security_group_ids", .securityGroup)
        }
        create.adminUp = reader.bool("admin_state_up") ?? true
        create.deviceOwner = reader.string("device_owner") ?? ""
        create.deviceID = reader.string("device_id") ?? ""
        create.requestedNode = reader.nullableID("requested_node_id", .node) ?? nil
        return .createPort(create)
    }

    static func update(_ reader: inout BodyReader, id: ResourceID, ifMatch: Revision?) -> Command {
        var update = PortUpdate()
        update.base = reader.resourceUpdate()
        update.fixedIPs = reader.fixedIPs("fixed_ips")
        update.allowedAddressPairs = reader.addressPairs("allowed_address_pairs")
        update.securityGroups = reader.ids("security_group_ids", .securityGroup)
        update.adminUp = reader.bool("admin_state_up")
        update.deviceOwner = reader.string("device_owner")
        update.deviceID = reader.string("device_id")
        update.requestedNode = reader.nullableID("requested_node_id", .node)
        return .updatePort(id, update, ifMatch: ifMatch)
    }

    static func filter(_ name: String, _ value: String) -> ResourceFilter? {
        switch name {
        case "network_id": return ResourceKind.network.parse(value).map { id in onPort { $0.network == id } }
        case "subnet_id":
            return ResourceKind.subnet.parse(value).map { id in
                onPort { $0.fixedIPs.contains { $0.subnet == id } }
            }
        case "vpc_id":
            return ResourceKind.vpc.parse(value).map { id in
                { resource, snapshot in
                    guard case .port(let port) = resource else { return false }
                    return snapshot.network.network(port.network)?.vpc == id
                }
            }
        case "node_id":
            return ResourceKind.node.parse(value).map { id in
                { resource, snapshot in
                    guard case .port(let port) = resource else { return false }
                    return node(of: port, snapshot) == id
                }
            }
        case "status":
            return PortStatus(rawValue: value).map { status in
                { resource, snapshot in
                    guard case .port(let port) = resource else { return false }
                    return snapshot.status(of: port) == status
                }
            }
        case "mac_address": return MACAddress(value).map { mac in onPort { $0.mac == mac } }
        case "security_group_id":
            return ResourceKind.securityGroup.parse(value).map { id in
                onPort { $0.securityGroups?.contains(id) == true }
            }
        case "device_id": return onPort { $0.deviceID == value }
        default: return nil
        }
    }

    private static func onPort(_ test: @escaping (Port) -> Bool) -> ResourceFilter {
        { resource, _ in
            guard case .port(let port) = resource else { return false }
            return test(port)
        }
    }

    private static func node(of port: Port, _ snapshot: ControllerSnapshot) -> ResourceID? {
        snapshot.topology.binding(of: port.key).flatMap { snapshot.network.node($0.node)?.metadata.id }
    }

    static func members(_ resource: Resource, _ view: ResourceView) -> [String: JSONValue] {
        guard case .port(let port) = resource else { return [:] }
        return [
            "network_id": .id(.network, port.network),
            "mac_address": .string(port.mac.description),
            "fixed_ips": .array(
                port.fixedIPs.map { fixed in
                    .object([
                        "subnet_id": .id(.subnet, fixed.subnet), "ip_address": .string(fixed.address.description),
                    ])
                }),
            "allowed_address_pairs": .array(
                port.allowedAddressPairs.map { pair in
                    .object([
                        "ip_address": .string(pair.prefix.description),
                        "mac_address": pair.mac.map { .string($0.description) } ?? .null,
                    ])
                }),
            "security_group_ids": port.securityGroups.map { groups in
                .array(groups.map { .id(.securityGroup, $0) })
            } ?? .null,
            "admin_state_up": .bool(port.adminUp),
            "device_owner": .string(port.deviceOwner),
            "device_id": .string(port.deviceID),
            "requested_node_id": .id(.node, port.requestedNode),
            "iface_id": .string(port.metadata.id.description),
            "status": .string(view.snapshot.status(of: port).rawValue),
            "node_id": .id(.node, node(of: port, view.snapshot)),
            "conditions": .array(
                view.snapshot.conditions(of: port.key).map { node, condition in
                    .object([
                        "type": .string(condition.type), "message": .string(condition.message),
                        "node_id": .id(.node, node),
                    ])
                }),
        ]
    }
}

extension BodyReader {
    fileprivate mutating func fixedIPs(_ name: String) -> [FixedIPRequest]? {
        objects(name, expected: "an array of {\"subnet_id\", \"ip_address\"?}") { request in
            let subnet = request.id("subnet_id", .subnet)
            if !request.has("subnet_id") { request.missing("subnet_id", "say which subnet the address is of") }
            let address = request.address("ip_address")
            return subnet.map { FixedIPRequest(subnet: $0, address: address) }
        }
    }

    fileprivate mutating func addressPairs(_ name: String) -> [AddressPair]? {
        objects(name, expected: "an array of {\"ip_address\", \"mac_address\"?}") { pair in
            let prefix = pair.addressOrPrefix("ip_address")
            if !pair.has("ip_address") { pair.missing("ip_address", "give an address or a block in CIDR form") }
            let mac = pair.value("mac_address")?.isNull == true ? nil : pair.mac("mac_address")
            return prefix.map { AddressPair(prefix: $0, mac: mac) }
        }
    }

    /// A block, or one address as the block that holds it alone.
    private mutating func addressOrPrefix(_ name: String) -> IPPrefix? {
        guard let text = string(name) else { return nil }
        if let address = IPAddress(text) { return IPPrefix(address, length: address.family.width) }
        return prefix(name, text)
    }
}
