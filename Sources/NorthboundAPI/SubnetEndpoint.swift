import JSONText
import NetworkTypes
import VirtualNetwork

enum SubnetEndpoint: ResourceEndpoint {
    static let kind = ResourceKind.subnet
    static let derivedMembers: Set<String> = ["gateway_mac"]
    static let fixedMembers: Set<String> = ["vpc_id", "network_id", "cidr", "gateway_ip"]
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
        create.hostRoutes = reader.hostRoutes("host_routes") ?? []
        return cidr == nil ? nil : .createSubnet(create)
    }

    static func update(_ reader: inout BodyReader, id: ResourceID, ifMatch: Revision?) -> Command {
        var update = SubnetUpdate()
        update.base = reader.resourceUpdate()
        update.dhcpEnabled = reader.bool("dhcp_enabled")
        update.dnsServers = reader.addresses("dns_servers")
        update.hostRoutes = reader.hostRoutes("host_routes")
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
            "host_routes": .array(
                subnet.hostRoutes.map { route in
                    .object([
                        "destination": .string(route.destination.description),
                        "next_hop": .string(route.nextHop.description),
                    ])
                }),
        ]
    }
}

extension BodyReader {
    fileprivate mutating func hostRoutes(_ name: String) -> [HostRoute]? {
        objects(name, expected: "an array of {\"destination\", \"next_hop\"}") { route in
            let destination = route.prefix("destination")
            let nextHop = route.address("next_hop")
            for required in ["destination", "next_hop"] where !route.has(required) {
                route.missing(required, "a route needs a destination and a next_hop")
            }
            guard let destination, let nextHop else { return nil }
            return HostRoute(destination: destination, nextHop: nextHop)
        }
    }
}
