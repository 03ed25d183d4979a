import FlowPipeline
import NetworkTypes
import VirtualNetwork

extension SampleNetwork {
    /// One VPC of two blocks on two nodes with all that rules and routes can say: dual stack, two networks, a route by a
    /// port, groups that name each other, blocks, a prefix list and ranges of ports.
    static func policies() throws -> SampleNetwork {
        var sample = SampleNetwork()
        let nodes = [
            try sample.addNode("node-a", address: "192.0.2.1"),
            try sample.addNode("node-b", address: "192.0.2.2", ofport: 200),
        ]
        let vpc = try sample.addVPC("10.0.0.0/16", "10.7.0.0/16", "fd00:1::/48", by: red)
        let hop = try parsed("10.0.0.3")
        let routes = try sample.addRouteTable(
            [
                Route(destination: prefix("172.16.0.0/12"), nextHop: hop),
                Route(destination: prefix("0.0.0.0/0"), nextHop: try parsed("10.0.0.200")),
            ], in: vpc, by: red)
        let web = try sample.addSubnet("10.0.0.0/24", in: vpc, by: red) { $0.routeTable = routes }
        let network = sample.network.subnet(web)?.network
        let web6 = try sample.addSubnet("fd00:1:0:1::/64", in: vpc, by: red) {
            $0.network = network
            $0.dnsServers = [.v6(IPv6Address(bits: 0xfd00_0001 << 96 | 0x53))]
        }
        let data = try sample.addSubnet("10.7.1.0/24", in: vpc, by: red)
        let data6 = try sample.addSubnet("fd00:1:0:2::/64", in: vpc, by: red) { $0.ipv6Mode = .slaac }
        let groups = try sample.addGroups(in: vpc)
        for (index, node) in [nodes[0], nodes[1]].enumerated() {
            let front = try sample.addPort(on: web, by: red) {
                $0.fixedIPs?.append(FixedIPRequest(subnet: web6, address: nil))
                $0.securityGroups = [groups.front]
            }
            let back = try sample.addPort(on: data, by: red) {
                $0.securityGroups = [groups.back, groups.front].sorted()
            }
            let late = try sample.addPort(on: data6, by: red) { $0.securityGroups = index == 0 ? nil : [] }
            for port in [front, back, late] { sample.bind(port, to: node, ofport: port.value) }
        }
        sample.compile()
        return sample
    }

    private mutating func addGroups(in vpc: ResourceID) throws -> (front: ResourceID, back: ResourceID) {
        let front = try addGroup(in: vpc, by: Self.red)
        let back = try addGroup(in: vpc, by: Self.red)
        let list = try addPrefixList(
            ["198.51.100.0/24", "203.0.113.0/25", "2001:db8::/32"].map(Self.prefix), by: Self.red)
        try addRule(.ingress, .tcp(80...80), .any, to: front, by: Self.red)
        try addRule(.ingress, .tcp(443...443), .any, to: front, by: Self.red)
        try addRule(.ingress, .icmp(type: 8, code: 0), .prefixList(list), to: front, by: Self.red)
        try addRule(.ingress, .icmpv6(type: 128, code: nil), .prefixList(list), to: front, by: Self.red)
        try addRule(.ingress, .tcp(5000...5999), .group(front), to: back, by: Self.red)
        try addRule(.ingress, .udp(53...53), .group(front), to: back, by: Self.red)
        // A member's own address as a block: two flows of one match, at two levels.
        try addRule(.ingress, .any, .block(Self.prefix("10.0.0.3/32")), to: back, by: Self.red)
        try addRule(.egress, .udp(0...65535), .prefixList(list), to: back, by: Self.red)
        return (front, back)
    }

    private struct NoAddress: Error {}

    private static func parsed(_ text: String) throws -> IPAddress {
        guard let address = IPAddress(text) else { throw NoAddress() }
        return address
    }
}
