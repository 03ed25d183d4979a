import NetworkTypes
import VirtualNetwork

/// Events of every type, with every member set to something that tells it from the others.
enum EventFixtures {
    static func metadata(_ kind: ResourceKind, number: UInt64 = 7) -> Metadata {
        Metadata(
            id: id(kind, number), project: Dialogue.red.project, name: "the \"\(kind.rawValue)\" ✓",
            tags: ["tier": "front", "b": ""], createdAt: Timestamp(nanoseconds: 1_700_000_000_123_456_789),
            updatedAt: Timestamp(nanoseconds: 1_700_000_001_000_000_000), revision: 41)
    }

    static let removedKinds: [ResourceKind] = [.vpc, .network, .subnet, .port, .node]

    /// What version 1 told of, as this version has it.
    static func version1() throws -> [Event] {
        try puts(defaultGroup: nil, routeTable: nil, securityGroups: nil).map { .put($0) }
            + removedKinds.map { .remove($0, id($0, 7)) }
    }

    static func version2() throws -> [Event] {
        let resources =
            try puts(
                defaultGroup: id(.securityGroup, 7), routeTable: id(.routeTable, 7),
                securityGroups: [id(.securityGroup, 7), id(.securityGroup, 8)]) + [try subnet6()] + policies()
        let kinds = removedKinds + [.securityGroup, .securityGroupRule, .prefixList, .routeTable]
        return resources.map { .put($0) } + kinds.map { .remove($0, id($0, 7)) }
    }

    private static func puts(
        defaultGroup: ResourceID?, routeTable: ResourceID?, securityGroups: [ResourceID]?
    ) throws -> [Resource] {
        let vpc = VPC(
            metadata: metadata(.vpc), key: VPCKey(3), cidrs: [try prefix("10.0.0.0/16"), try prefix("fd00::/48")],
            defaultGroup: defaultGroup)
        let network = Network(metadata: metadata(.network), key: SegmentKey(5), vpc: id(.vpc, 7), isImplicit: true)
        let lone = Network(metadata: metadata(.network), key: SegmentKey(5), vpc: nil, isImplicit: false)
        let subnet = Subnet(
            metadata: metadata(.subnet), key: SubnetKey(6), network: id(.network, 7), vpc: id(.vpc, 7),
            cidr: try prefix("10.0.1.0/24"), gateway: try address("10.0.1.1"),
            gatewayMAC: try mac("0e:00:00:00:00:06"), dhcpEnabled: true, dnsServers: [try address("10.0.0.53")],
            hostRoutes: [HostRoute(destination: try prefix("10.9.0.0/16"), nextHop: try address("10.0.1.9"))],
            routeTable: routeTable, ipv6Mode: nil)
        let port = Port(
            metadata: metadata(.port), key: PortKey(8), network: id(.network, 7), mac: try mac("0a:00:00:00:00:08"),
            fixedIPs: [
                FixedIP(subnet: id(.subnet, 7), address: try address("10.0.1.3")),
                FixedIP(subnet: id(.subnet, 8), address: try address("fd00::3")),
            ],
            allowedAddressPairs: [
                AddressPair(prefix: try prefix("10.7.0.0/24"), mac: try mac("02:00:00:00:00:01")),
                AddressPair(prefix: try prefix("fd07::9/128"), mac: nil),
            ], adminUp: false, deviceOwner: "compute:nova", deviceID: "vm-1", requestedNode: id(.node, 7),
            securityGroups: securityGroups)
        let node = Node(
            metadata: metadata(.node), key: NodeKey(9), systemID: "host-a", roles: [.compute, .gateway],
            labels: ["rack": "r1"], zone: "zone-1", region: "region-1")
        return [.vpc(vpc), .network(network), .network(lone), .subnet(subnet), .port(port), .node(node)]
    }

    private static func subnet6() throws -> Resource {
        .subnet(
            Subnet(
                metadata: metadata(.subnet), key: SubnetKey(7), network: id(.network, 7), vpc: nil,
                cidr: try prefix("fd00::/64"), gateway: nil, gatewayMAC: try mac("0e:00:00:00:00:07"),
                dhcpEnabled: false, dnsServers: [], hostRoutes: [], routeTable: nil, ipv6Mode: .slaac))
    }

    private static func policies() throws -> [Resource] {
        let group = SecurityGroup(
            metadata: metadata(.securityGroup), key: SecurityGroupKey(10), vpc: id(.vpc, 7), isDefault: true)
        let rules: [(RuleDirection, RuleService, RulePeer)] = [
            (.egress, .any, .any), (.ingress, .any, .group(id(.securityGroup, 7))),
            (.ingress, .tcp(80...443), .block(try prefix("10.9.0.0/16"))),
            (.egress, .udp(53...53), .prefixList(id(.prefixList, 7))),
            (.ingress, .icmp(type: 8, code: 0), .any), (.ingress, .icmpv6(type: nil, code: nil), .any),
        ]
        let list = PrefixList(
            metadata: metadata(.prefixList), key: PrefixListKey(12),
            entries: [try prefix("10.0.0.0/8"), try prefix("fd00::/8")])
        let table = RouteTable(
            metadata: metadata(.routeTable), key: RouteTableKey(13), vpc: id(.vpc, 7),
            routes: [
                Route(destination: try prefix("0.0.0.0/0"), nextHop: try address("10.0.1.9")),
                Route(destination: try prefix("fd09::/16"), nextHop: try address("fd00::9")),
            ])
        return [.securityGroup(group)]
            + rules.map { direction, service, peer in
                .securityGroupRule(
                    SecurityGroupRule(
                        metadata: metadata(.securityGroupRule), key: RuleKey(11), group: id(.securityGroup, 7),
                        direction: direction, service: service, peer: peer))
            } + [.prefixList(list), .routeTable(table)]
    }
}
