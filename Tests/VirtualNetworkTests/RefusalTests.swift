import NetworkTypes
import Testing
import VirtualNetwork

/// Two VPCs of red and one of blue; network 1 alone with a v4 and a v6 subnet; ports 1 and 2; node 1.
private func furnished() throws -> Dialogue {
    var talk = Dialogue()
    try talk.send(try createVPC(1, "10.0.0.0/16", "fd00::/48"))
    try talk.send(try createVPC(2, "10.0.0.0/16"))
    try talk.send(try createVPC(9, "10.9.0.0/16"), by: Dialogue.blue)
    try talk.send(try createSubnet(1, "10.0.1.0/24", vpc: 1) { $0.name = "front" })
    try talk.send(createNetwork(1))
    try talk.send(try createSubnet(2, "192.168.0.0/29", network: 1))
    try talk.send(try createSubnet(3, "fd01::/64", network: 1))
    try talk.send(createNode(1, "compute-1") { $0.systemID = "host-a" }, by: Dialogue.admin)
    try talk.send(
        createPort(1, network: 1) {
            $0.name = "web"
            $0.requestedNode = id(.node, 1)
        })
    try talk.send(try createPort(2, network: 1) { $0.mac = try mac("02:00:00:00:00:02") })
    try talk.send(createNetwork(9), by: Dialogue.blue)
    return talk
}

private typealias Case = RefusalCase

private func check(_ cases: [Case]) throws { try check(cases, in: try furnished()) }

private func fixed(_ subnet: UInt64, _ text: String?) throws -> FixedIPRequest {
    FixedIPRequest(subnet: id(.subnet, subnet), address: try text.map { try address($0) })
}

private func pair(_ text: String, _ macText: String? = nil) throws -> AddressPair {
    AddressPair(prefix: try prefix(text), mac: try macText.map { try mac($0) })
}

@Suite struct RefusalTests {
    @Test func names_tags_ids_and_revisions() throws {
        var long = CreateVPC(id: id(.vpc, 50), cidrs: [try prefix("10.0.0.0/16")], defaultGroup: defaultGroup(50))
        long.name = String(repeating: "n", count: 129)
        var bell = long
        bell.name = "ring\u{7}"
        var tagged = long
        tagged.name = ""
        tagged.tags = Dictionary(uniqueKeysWithValues: (0..<33).map { ("k\($0)", "v") })
        var longTag = tagged
        longTag.tags = ["k": String(repeating: "v", count: 257)]
        var noKey = tagged
        noKey.tags = ["": "v"]
        try check([
            Case(.createVPC(long), "text-too-long", .invalid, "name", "129 characters, and 128"),
            Case(.createVPC(bell), "text-control-character", .invalid, "name", "control"),
            Case(.createVPC(tagged), "too-many-items", .invalid, "tags", "33 tags"),
            Case(.createVPC(longTag), "text-too-long", .invalid, "tags.k", "257"),
            Case(.createVPC(noKey), "tag-key-empty", .invalid, "tags", "empty"),
            Case(try createVPC(1, "10.0.0.0/16"), "id-in-use", .conflict, "id", "vpc-"),
            Case(
                delete(.vpc, 2, ifMatch: 1), "revision-mismatch", .preconditionFailed, "If-Match",
                "at revision 2, not 1"),
            Case(delete(.vpc, 77), "not-found", .notFound, nil, "project red has no VPC vpc-"),
            Case(delete(.vpc, 9), "not-found", .notFound, nil, "project red has no VPC vpc-"),
            Case(updatePort(1) { _ in }, "not-found", .notFound, nil, "project blue has no port", by: Dialogue.blue),
        ])
    }

    @Test func blocks_of_vpcs_and_subnets() throws {
        try check([
            Case(
                .createVPC(CreateVPC(id: id(.vpc, 50), cidrs: [], defaultGroup: defaultGroup(50))), "cidr-required",
                .invalid, "cidrs", "no block"),
            Case(
                try createVPC(50, "10.0.0.0/16", "10.0.128.0/17"), "cidr-overlap", .invalid, "cidrs[1]",
                "10.0.128.0/17 overlaps cidrs[0], which is 10.0.0.0/16"),
            Case(
                .createVPC(
                    CreateVPC(
                        id: id(.vpc, 50), cidrs: try (0..<9).map { try prefix("10.\($0).0.0/16") },
                        defaultGroup: defaultGroup(50))),
                "too-many-items", .invalid, "cidrs", "9 blocks"),
            Case(try createVPC(50, "10.0.0.0/8", "11.0.0.0/30"), "cidr-too-small", .invalid, "cidrs[1]", "11.0.0.0/30"),
            Case(try createVPC(50, "64.0.0.0/7"), "cidr-too-large", .invalid, "cidrs[0]", "wider than /8"),
            Case(try createVPC(50, "224.1.0.0/16"), "cidr-unusable", .invalid, "cidrs[0]", "multicast"),
            Case(try createVPC(50, "fe80::/64"), "cidr-unusable", .invalid, "cidrs[0]", "link-local"),
            Case(
                try createSubnet(50, "10.0.1.128/25", vpc: 1), "cidr-overlap", .conflict, "cidr",
                "10.0.1.128/25 overlaps 10.0.1.0/24 of subnet-\(id(.subnet, 1)) (\"front\")"),
            Case(
                try createSubnet(50, "10.1.0.0/24", vpc: 1), "cidr-outside-vpc", .invalid, "cidr",
                "10.0.0.0/16, fd00::/48"),
            Case(
                try createSubnet(50, "192.168.0.0/28", network: 1), "cidr-overlap", .conflict, "cidr",
                "192.168.0.0/29"),
            Case(try createSubnet(50, "10.0.2.0/30", vpc: 1), "cidr-too-small", .invalid, "cidr", "10.0.2.0/30"),
            Case(try createSubnet(50, "fd02::/60", network: 1), "cidr-too-large", .invalid, "cidr", "/64"),
            Case(try createSubnet(50, "10.0.2.0/24"), "network-required", .invalid, "network_id", "neither"),
            Case(
                try createSubnet(50, "10.0.2.0/24", vpc: 77), "unknown-reference", .invalid, "vpc_id",
                "project red has no VPC"),
            Case(
                try createSubnet(50, "10.9.2.0/24", vpc: 9), "unknown-reference", .invalid, "vpc_id",
                "project red has no VPC"),
            Case(
                try createSubnet(50, "10.9.2.0/24", network: 9), "unknown-reference", .invalid, "network_id",
                "no network"),
            Case(
                try createSubnet(50, "10.0.2.0/24", vpc: 1, network: 1), "network-outside-vpc", .invalid, "network_id",
                "is not in vpc-"),
            Case(createNetwork(50, vpc: 9), "unknown-reference", .invalid, "vpc_id", "no VPC"),
        ])
    }

    @Test func gateways_and_options_of_subnets() throws {
        func wish(_ change: (inout CreateSubnet) throws -> Void) throws -> Command {
            try createSubnet(50, "10.0.2.0/24", vpc: 1, change)
        }
        func gateway(_ text: String) throws -> Command {
            try wish { $0.gateway = .address(try address(text)) }
        }
        var update = SubnetUpdate()
        update.dnsServers = [try address("fd00::53")]
        try check([
            Case(try gateway("10.0.3.1"), "gateway-outside-subnet", .invalid, "gateway_ip", "10.0.3.1 is not in"),
            Case(try gateway("fd00::1"), "gateway-outside-subnet", .invalid, "gateway_ip", "fd00::1"),
            Case(try gateway("10.0.2.0"), "gateway-reserved", .invalid, "gateway_ip", "the network address"),
            Case(try gateway("10.0.2.255"), "gateway-reserved", .invalid, "gateway_ip", "the broadcast address"),
            Case(try gateway("10.0.2.2"), "gateway-reserved", .invalid, "gateway_ip", "kept for DNS"),
            Case(
                try wish { $0.dnsServers = try (0..<5).map { try address("10.0.0.\($0)") } }, "too-many-items",
                .invalid, "dns_servers", "5 DNS servers"),
            Case(
                try wish { $0.dnsServers = [try address("10.0.0.5"), try address("fd00::5")] }, "family-mismatch",
                .invalid, "dns_servers[1]", "fd00::5 is IPv6, and the subnet is IPv4"),
            Case(
                try wish {
                    $0.hostRoutes = [HostRoute(destination: try prefix("fd05::/64"), nextHop: try address("10.0.2.9"))]
                }, "family-mismatch", .invalid, "host_routes[0].destination", "fd05::/64"),
            Case(
                try wish {
                    $0.hostRoutes = [HostRoute(destination: try prefix("10.5.0.0/16"), nextHop: try address("fd00::9"))]
                }, "family-mismatch", .invalid, "host_routes[0].next_hop", "fd00::9"),
            Case(
                try wish {
                    let route = HostRoute(destination: try prefix("10.5.0.0/16"), nextHop: try address("10.0.2.9"))
                    $0.hostRoutes = Array(repeating: route, count: 17)
                }, "too-many-items", .invalid, "host_routes", "17 host routes"),
            Case(
                .updateSubnet(id(.subnet, 2), update, ifMatch: nil), "family-mismatch", .invalid, "dns_servers[0]",
                "fd00::53"),
        ])
    }

    @Test func addresses_of_ports() throws {
        func wish(_ fixedIPs: FixedIPRequest...) -> Command {
            createPort(50, network: 1) { $0.fixedIPs = fixedIPs }
        }
        let field = "fixed_ips[0].ip_address"
        try check([
            Case(createPort(50), "network-required", .invalid, "network_id", "neither"),
            Case(createPort(50, network: 9), "unknown-reference", .invalid, "network_id", "no network"),
            Case(wish(try fixed(77, nil)), "unknown-reference", .invalid, "fixed_ips[0].subnet_id", "no subnet"),
            Case(wish(try fixed(1, nil)), "subnet-on-other-network", .invalid, "fixed_ips[0].subnet_id", "\"front\""),
            Case(wish(try fixed(2, "192.168.0.9")), "address-outside-subnet", .invalid, field, "192.168.0.9"),
            Case(wish(try fixed(2, "fd01::9")), "address-outside-subnet", .invalid, field, "fd01::9"),
            Case(wish(try fixed(2, "192.168.0.0")), "address-reserved", .invalid, field, "the network address"),
            Case(wish(try fixed(2, "192.168.0.1")), "address-reserved", .invalid, field, "the gateway"),
            Case(wish(try fixed(2, "192.168.0.2")), "address-reserved", .invalid, field, "kept for DNS"),
            Case(wish(try fixed(2, "192.168.0.7")), "address-reserved", .invalid, field, "the broadcast address"),
            Case(wish(try fixed(3, "fd01::")), "address-reserved", .invalid, field, "anycast"),
            Case(
                wish(try fixed(2, "192.168.0.3")), "address-taken", .conflict, field,
                "192.168.0.3 belongs to port-\(id(.port, 1)) (\"web\")"),
            Case(
                wish(try fixed(2, "192.168.0.6"), try fixed(2, "192.168.0.6")), "address-repeated", .invalid,
                "fixed_ips[1].ip_address", "twice"),
            Case(
                wish(try fixed(2, nil), try fixed(2, nil), try fixed(2, nil)), "subnet-full", .exhausted,
                "fixed_ips[2].subnet_id", "has 4 addresses, 2 taken"),
            Case(
                createPort(50, network: 1) {
                    $0.fixedIPs = Array(repeating: FixedIPRequest(subnet: id(.subnet, 3), address: nil), count: 17)
                },
                "too-many-items", .invalid, "fixed_ips", "17 addresses"),
        ])
    }

    @Test func macs_pairs_and_devices_of_ports() throws {
        func wish(_ change: (inout CreatePort) throws -> Void) throws -> Command {
            try createPort(50, network: 1, change)
        }
        let pairs = "allowed_address_pairs"
        try check([
            Case(try wish { $0.mac = try mac("03:00:00:00:00:01") }, "mac-group", .invalid, "mac_address", "group"),
            Case(try wish { $0.mac = .zero }, "mac-zero", .invalid, "mac_address", "00:00:00:00:00:00"),
            Case(try wish { $0.mac = try mac("0e:00:00:00:00:01") }, "mac-reserved", .invalid, "mac_address", "0e:00"),
            Case(try wish { $0.mac = try mac("02:00:00:00:00:02") }, "mac-taken", .conflict, "mac_address", "port-"),
            Case(
                try wish { $0.allowedAddressPairs = try (1...17).map { try pair("10.7.0.\($0)/32") } },
                "too-many-items", .invalid, pairs, "17 address pairs"),
            Case(
                try wish { $0.allowedAddressPairs = [try pair("10.7.0.0/16"), try pair("192.168.0.0/24")] },
                "address-pair-covers-gateway", .invalid, "\(pairs)[1].ip_address", "the gateway 192.168.0.1"),
            Case(
                try wish { $0.allowedAddressPairs = [try pair("fe80::1/128")] },
                "address-pair-link-local", .invalid, "\(pairs)[0].ip_address", "fe80::1/128 holds link-local"),
            Case(
                try wish { $0.allowedAddressPairs = [try pair("10.7.0.9/32"), try pair("10.7.0.9/32")] },
                "address-pair-repeated", .invalid, "\(pairs)[1]", "\(pairs)[0]"),
            Case(
                try wish { $0.allowedAddressPairs = [try pair("10.7.0.9/32", "ff:ff:ff:ff:ff:ff")] }, "mac-group",
                .invalid, "\(pairs)[0].mac_address", "group"),
            Case(
                try updatePort(1) { $0.allowedAddressPairs = [try pair("::/0")] }, "address-pair-covers-gateway",
                .invalid, "\(pairs)[0].ip_address", "fd01::1"),
            Case(
                try wish { $0.deviceID = String(repeating: "d", count: 256) }, "text-too-long", .invalid, "device_id",
                "256"),
            Case(
                try wish { $0.requestedNode = id(.node, 7) }, "unknown-reference", .invalid, "requested_node_id",
                "no node"),
            Case(
                updatePort(1) { $0.requestedNode = .some(id(.node, 7)) }, "unknown-reference", .invalid,
                "requested_node_id", "no node"),
        ])
    }

    @Test func nodes() throws {
        var rename = NodeUpdate()
        rename.base.name = "Compute"
        try check([
            Case(createNode(2, "compute-2"), "admin-required", .forbidden, nil, "token of project red"),
            Case(delete(.node, 1), "admin-required", .forbidden, nil, "operators"),
            Case(createNode(2, "compute_2"), "node-name-malformed", .invalid, "name", "compute_2", by: Dialogue.admin),
            Case(createNode(2, ""), "node-name-malformed", .invalid, "name", "", by: Dialogue.admin),
            Case(
                createNode(2, String(repeating: "a", count: 64)), "node-name-malformed", .invalid, "name", "aaa",
                by: Dialogue.admin),
            Case(createNode(2, "compute-1"), "node-name-taken", .conflict, "name", "node-", by: Dialogue.admin),
            Case(
                createNode(2, "b") { $0.systemID = "host-a" }, "system-id-taken", .conflict, "system_id", "compute-1",
                by: Dialogue.admin),
            Case(
                createNode(2, "b") { $0.systemID = "" }, "system-id-empty", .invalid, "system_id", "",
                by: Dialogue.admin),
            Case(
                createNode(2, "b") { $0.roles = [] }, "roles-required", .invalid, "roles", "no role", by: Dialogue.admin
            ),
            Case(
                createNode(2, "b") { $0.labels = ["": ""] }, "tag-key-empty", .invalid, "labels", "empty",
                by: Dialogue.admin),
            Case(
                .updateNode(id(.node, 1), rename, ifMatch: nil), "node-name-malformed", .invalid, "name", "Compute",
                by: Dialogue.admin),
            Case(delete(.node, 77), "not-found", .notFound, nil, "no node", by: Dialogue.admin),
        ])
    }

    @Test func deletion_while_in_use() throws {
        try check([
            Case(delete(.vpc, 1), "in-use", .conflict, nil, "in use by subnet-\(id(.subnet, 1)) (\"front\")"),
            Case(delete(.network, 1), "in-use", .conflict, nil, "subnet-"),
            Case(delete(.subnet, 2), "in-use", .conflict, nil, "(\"web\"), port-\(id(.port, 2))"),
            Case(delete(.node, 1), "in-use", .conflict, nil, "(\"web\")", by: Dialogue.admin),
        ])
    }

    @Test func users_beyond_the_fifth_are_counted() throws {
        var talk = Dialogue()
        try talk.send(createNetwork(1))
        for n in 1...7 { try talk.send(createPort(UInt64(n), network: 1)) }
        let refusal = try #require(talk.refusal(of: delete(.network, 1)))
        #expect(refusal.detail.hasSuffix("port-\(id(.port, 5)) and 2 more"))
    }

    @Test func quota() throws {
        var talk = Dialogue()
        for n in 1...Limits.vpcsPerProject { try talk.send(try createVPC(UInt64(n), "10.0.0.0/16")) }
        let refusal = try #require(talk.refusal(of: try createVPC(500, "10.0.0.0/16")))
        #expect(refusal.code == "quota-exceeded")
        #expect(refusal.classification == .exhausted)
        #expect(refusal.detail == "project red has 100 VPCs, and 100 is the limit")
        #expect(talk.refusal(of: try createVPC(500, "10.0.0.0/16"), by: Dialogue.blue) == nil)
        try talk.send(delete(.vpc, 1))
        #expect(talk.refusal(of: try createVPC(500, "10.0.0.0/16")) == nil)
    }

    @Test func a_gateway_that_a_port_already_speaks_for() throws {
        var talk = Dialogue()
        try talk.send(createNetwork(1))
        try talk.send(try createPort(1, network: 1) { $0.allowedAddressPairs = [try pair("10.0.0.0/30")] })
        let refusal = try #require(talk.refusal(of: try createSubnet(1, "10.0.0.0/24", network: 1)))
        #expect(refusal.code == "gateway-in-address-pair")
        #expect(talk.refusal(of: try createSubnet(1, "10.0.0.0/24", network: 1) { $0.gateway = .none }) == nil)
    }
}
