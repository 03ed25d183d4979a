import JSONText
import NetworkTypes
import VirtualNetwork

enum SubnetEndpoint: ResourceEndpoint {
    static let kind = ResourceKind.subnet
    static let derivedMembers: Set<String> = ["gateway_mac"]
    static let fixedMembers: Set<String> = ["vpc_id", "network_id", "cidr", "gateway_ip", "ipv6_address_mode"]
    static let filters = ["network_id", "vpc_id"]

    static func create(_ reader: inout BodyReader, id: ResourceID) -> Command? {
        let cidr = reader.prefix("cidr")
        if !reader.has("cidr") {
            reader.missing("cidr", "give the subnet's address block, such as \"10.0.1.0/24\"")
        }
        let zero = IPPrefix(.v4(IPv4Address(bits: 0)), length: 0)
        guard let block = cidr ?? zero else { return nil }
        var create = CreateSubnet(id: id, newNetworkID: .random(), cidr: block)
        create.name = reader.string("name") ?? ""
        create.tags = reader.strings(byName: "tags") ?? [:]
        create.vpc = reader.nullableID("vpc_id", .vpc) ?? nil
        create.network = reader.nullableID("network_id", .network) ?? nil
        if reader.value("gateway_ip")?.isNull == true {
            create.gateway = .none
        } else if let address = reader.address("gateway_ip") {
            create.gateway = .address(address)
        }
        create.dhcpEnabled = reader.bool("dhcp_enabled") ?? true
        create.dnsServers = reader.addresses("dns_servers") ?? []
        create.hostRoutes = reader.routes("host_routes", HostRoute.init) ?? []
        create.routeTable = reader.nullableID("route_table_id", .routeTable) ?? nil
        if reader.isGiven("ipv6_address_mode") {
            create.ipv6Mode = reader.word("ipv6_address_mode", code: "unknown-address-mode")
        }
        return cidr == nil ? nil : .createSubnet(create)
    }

    static func update(_ reader: inout BodyReader, id: ResourceID, ifMatch: Revision?) -> Command {
        var update = SubnetUpdate()
        update.base = reader.resourceUpdate()
        update.dhcpEnabled = reader.bool("dhcp_enabled")
        update.dnsServers = reader.addresses("dns_servers")
        update.hostRoutes = reader.routes("host_routes", HostRoute.init)
        update.routeTable = reader.nullableID("route_table_id", .routeTable)
        return .updateSubnet(id, update, ifMatch: ifMatch)
    }

    static func filter(_ name: String, _ value: String) -> ResourceFilter? {
        if name == "vpc_id" {
            guard let vpc = ResourceKind.vpc.parse(value) else { return nil }
            return { resource, _ in
                guard case .subnet(let subnet) = resource else { return false }
                return subnet.vpc == vpc
            }
        }
        guard let network = ResourceKind.network.parse(value) else { return nil }
        return { resource, _ in
            guard case .subnet(let subnet) = resource else { return false }
            return subnet.network == network
        }
    }

    static func members(_ resource: Resource, _ view: ResourceView) -> [String: JSONValue] {
        guard case .subnet(let subnet) = resource else { return [:] }
        return [
            "vpc_id": .id(.vpc, subnet.vpc),
            "network_id": .id(.network, subnet.network),
            "cidr": .string(subnet.cidr.description),
            "gateway_ip": subnet.gateway.map { .string($0.description) } ?? .null,
            "gateway_mac": .string(subnet.gatewayMAC.description),
            "dhcp_enabled": .bool(subnet.dhcpEnabled),
            "dns_servers": .strings(subnet.dnsServers),
            "host_routes": .array(subnet.hostRoutes.map { .route($0.destination, $0.nextHop) }),
            "route_table_id": .id(.routeTable, subnet.routeTable),
            "ipv6_address_mode": subnet.ipv6Mode.map { .string($0.rawValue) } ?? .null,
        ]
    }
}
