import JSONText
public import NetworkTypes
public import TopologyFile

/// What the API said about a subnet.
public struct LabSubnet: Hashable, Sendable {
    public var id: String
    public var networkID: String
    public var name: String
    public var project: String
    public var cidr: IPPrefix
    public var gatewayAddress: IPAddress?
    public var gatewayMAC: MACAddress?
    public var segment: UInt32?
    public var dnsServers: [IPAddress]
    public var hostRoutes: [TopologyFile.Route]

    public var family: IPFamily { cidr.family }

    public var gateway: IPv4Address? {
        guard case .v4(let address) = gatewayAddress else { return nil }
        return address
    }
}

extension ControllerAPI {
    /// Makes a subnet by the members of its body, and looks its network up for the segment.
    func createSubnet(
        _ members: [String: JSONValue], name: String, project: String, cidr: IPPrefix,
        dnsServers: [IPAddress] = [], hostRoutes: [TopologyFile.Route] = []
    ) throws(LabError) -> LabSubnet {
        var members = members
        members["name"] = .string(name)
        members["cidr"] = .string("\(cidr)")
        members["dns_servers"] = .array(dnsServers.map { .string("\($0)") })
        members["host_routes"] = .array(
            hostRoutes.map { ["destination": .string("\($0.destination)"), "next_hop": .string("\($0.nextHop)")] })
        let (id, answer) = try create("/v1/subnets", .object(members))
        let networkID = answer["network_id"]?.string ?? ""
        let network = try ask("GET", "/v1/networks/\(networkID)")
        return LabSubnet(
            id: id, networkID: networkID, name: name, project: project, cidr: cidr,
            gatewayAddress: answer["gateway_ip"]?.string.flatMap { IPAddress($0) },
            gatewayMAC: answer["gateway_mac"]?.string.flatMap { MACAddress($0) },
            segment: network["segment"]?.integer.map { UInt32(truncatingIfNeeded: $0) },
            dnsServers: dnsServers, hostRoutes: hostRoutes)
    }
}
