import NetworkTypes
import VirtualNetwork

/// One event of every type, with every member set to something that tells it from the others.
enum EventFixtures {
    static func metadata(_ kind: ResourceKind) -> Metadata {
        Metadata(
            id: id(kind, 7), project: Dialogue.red.project, name: "the \"\(kind.rawValue)\" ✓",
            tags: ["tier": "front", "b": ""], createdAt: Timestamp(nanoseconds: 1_700_000_000_123_456_789),
            updatedAt: Timestamp(nanoseconds: 1_700_000_001_000_000_000), revision: 41)
    }

    static func events() throws -> [Event] {
        let vpc = VPC(
            metadata: metadata(.vpc), key: VPCKey(3), cidrs: [try prefix("10.0.0.0/16"), try prefix("fd00::/48")])
        let network = Network(metadata: metadata(.network), key: SegmentKey(5), vpc: id(.vpc, 7), isImplicit: true)
        let lone = Network(metadata: metadata(.network), key: SegmentKey(5), vpc: nil, isImplicit: false)
        let subnet = Subnet(
            metadata: metadata(.subnet), key: SubnetKey(6), network: id(.network, 7), vpc: id(.vpc, 7),
            cidr: try prefix("10.0.1.0/24"), gateway: try address("10.0.1.1"),
            gatewayMAC: try mac("0e:00:00:00:00:06"), dhcpEnabled: true, dnsServers: [try address("10.0.0.53")],
            hostRoutes: [HostRoute(destination: try prefix("10.9.0.0/16"), nextHop: try address("10.0.1.9"))])
        let port = Port(
            metadata: metadata(.port), key: PortKey(8), network: id(.network, 7), mac: try mac("0a:00:00:00:00:08"),
            fixedIPs: [
                FixedIP(subnet: id(.subnet, 7), address: try address("10.0.1.3")),
                FixedIP(subnet: id(.subnet, 8), address: try address("fd00::3")),
            ],
            allowedAddressPairs: [
                AddressPair(prefix: try prefix("10.7.0.0/24"), mac: try mac("02:00:00:00:00:01")),
                AddressPair(prefix: try prefix("fd07::9/128"), mac: nil),
            ], adminUp: false, deviceOwner: "compute:nova", deviceID: "vm-1", requestedNode: id(.node, 7))
        let node = Node(
            metadata: metadata(.node), key: NodeKey(9), systemID: "host-a", roles: [.compute, .gateway],
            labels: ["rack": "r1"], zone: "zone-1", region: "region-1")
        return [
            .put(.vpc(vpc)), .put(.network(network)), .put(.network(lone)), .put(.subnet(subnet)), .put(.port(port)),
            .put(.node(node)),
        ] + [.vpc, .network, .subnet, .port, .node].map { .remove($0, id($0, 7)) }
    }
}
