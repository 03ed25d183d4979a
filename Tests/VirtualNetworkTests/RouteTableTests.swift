import NetworkTypes
import Testing
import VirtualNetwork

/// VPC 1 with a block of each family, subnets 1 and 2, and table 1 with a default route; VPC 2; network 3 alone.
private func furnished() throws -> Dialogue {
    var talk = Dialogue()
    try talk.send(try createVPC(1, "10.0.0.0/16", "fd00::/48"))
    try talk.send(try createVPC(2, "10.0.0.0/16"))
    try talk.send(try createSubnet(1, "10.0.1.0/24", vpc: 1) { $0.name = "front" })
    try talk.send(try createSubnet(2, "fd00::/64", vpc: 1))
    try talk.send(createNetwork(3))
    try talk.send(createTable(1, vpc: 1, try route("192.168.0.0/16", "10.0.1.9"), try route("0.0.0.0/0", "10.0.1.8")))
    try talk.send(createTable(2, vpc: 2))
    return talk
}

@Suite struct RouteTableTests {
    @Test func routes_are_kept_by_destination() throws {
        var talk = try furnished()
        let table = try #require(talk.state.routeTable(id(.routeTable, 1)))
        #expect(table.routes.map(\.destination.description) == ["0.0.0.0/0", "192.168.0.0/16"])
        #expect(talk.state.routeTables(in: VPCKey(1)) == [table.key])
        try talk.send(updateTable(1, try route("10.0.0.0/8", "10.0.1.9"), try route("fd00::/16", "fd00::9")))
        let routes = try #require(talk.state.routeTable(table.key)).routes
        #expect(routes.map(\.nextHop.description) == ["10.0.1.9", "fd00::9"])
        try talk.send(delete(.routeTable, 1))
        #expect(talk.state.routeTables(in: VPCKey(1)).isEmpty)
    }

    @Test func subnets_take_and_leave_tables() throws {
        var talk = try furnished()
        let table = id(.routeTable, 1)
        try talk.send(try createSubnet(4, "10.0.4.0/24", vpc: 1) { $0.routeTable = table })
        try talk.send(updateSubnet(1, routeTable: 1))
        #expect(talk.state.subnets(using: RouteTableKey(1)) == [SubnetKey(1), SubnetKey(3)])
        #expect(talk.state.subnet(id(.subnet, 4))?.routeTable == table)
        let refusal = try #require(talk.refusal(of: delete(.routeTable, 1)))
        #expect(refusal.code == "in-use")
        #expect(refusal.detail.contains("subnet-\(id(.subnet, 1)) (\"front\"), subnet-\(id(.subnet, 4))"))
        try talk.send(updateSubnet(1, routeTable: nil))
        try talk.send(delete(.subnet, 4))
        #expect(talk.state.subnets(using: RouteTableKey(1)).isEmpty)
        try talk.send(delete(.routeTable, 1))
    }

    @Test func refusals() throws {
        func table(_ destination: String, _ nextHop: String) throws -> Command {
            createTable(50, vpc: 1, try route(destination, nextHop))
        }
        let many = try (0...Limits.routesPerTable).map { try route("192.168.\($0).0/24", "10.0.1.9") }
        var wide = CreateRouteTable(id: id(.routeTable, 50), vpc: id(.vpc, 1))
        wide.routes = many
        try check(
            [
                RefusalCase(createTable(50, vpc: 77), "unknown-reference", .invalid, "vpc_id", "no VPC"),
                RefusalCase(
                    try table("10.0.0.0/16", "10.0.1.9"), "route-inside-vpc", .invalid, "routes[0].destination",
                    "10.0.0.0/16 lies in 10.0.0.0/16"),
                RefusalCase(
                    try table("10.0.9.0/24", "10.0.1.9"), "route-inside-vpc", .invalid, "routes[0].destination",
                    "10.0.9.0/24 lies in 10.0.0.0/16"),
                RefusalCase(
                    try table("192.168.0.0/16", "fd00::9"), "family-mismatch", .invalid, "routes[0].next_hop",
                    "fd00::9 is IPv6"),
                RefusalCase(
                    try table("192.168.0.0/16", "10.1.0.9"), "next-hop-outside-vpc", .invalid, "routes[0].next_hop",
                    "10.0.0.0/16, fd00::/48"),
                RefusalCase(
                    updateTable(1, try route("0.0.0.0/0", "10.0.1.9"), try route("0.0.0.0/0", "10.0.1.8")),
                    "route-repeated", .invalid, "routes[1].destination", "routes[0]"),
                RefusalCase(.createRouteTable(wide), "too-many-items", .invalid, "routes", "101 routes"),
                RefusalCase(
                    updateSubnet(1, routeTable: 2), "route-table-outside-vpc", .invalid, "route_table_id",
                    "is not in vpc-\(id(.vpc, 1))"),
                RefusalCase(
                    updateSubnet(1, routeTable: 77), "unknown-reference", .invalid, "route_table_id", "no route table"),
                RefusalCase(
                    try createSubnet(50, "10.0.0.0/24", network: 3) { $0.routeTable = id(.routeTable, 1) },
                    "route-table-outside-vpc", .invalid, "route_table_id", "stands in no VPC"),
            ], in: try furnished())
    }

    @Test func a_vpc_with_tables_stays() throws {
        var talk = Dialogue()
        try talk.send(try createVPC(1, "10.0.0.0/16"))
        try talk.send(createTable(1, vpc: 1))
        let refusal = try #require(talk.refusal(of: delete(.vpc, 1)))
        #expect(refusal.detail.contains("in use by rtb-\(id(.routeTable, 1))"))
    }

    @Test func a_vpc_has_room_for_tables() throws {
        var talk = Dialogue()
        try talk.send(try createVPC(1, "10.0.0.0/16"))
        for n in 1...UInt64(Limits.routeTablesPerVPC) { try talk.send(createTable(n, vpc: 1)) }
        try check(
            [
                RefusalCase(
                    createTable(999, vpc: 1), "quota-exceeded", .exhausted, nil, "has 200 route tables, and 200")
            ], in: talk)
    }

    // MARK: Blocks of a VPC

    @Test func blocks_come_and_go() throws {
        var talk = try furnished()
        try talk.send(try updateVPC(1, "10.2.0.0/16", "10.0.0.0/16", "fd00::/48"))
        #expect(
            talk.state.vpc(id(.vpc, 1))?.cidrs.map(\.description) == ["10.0.0.0/16", "10.2.0.0/16", "fd00::/48"])
        try talk.send(try createSubnet(5, "10.2.0.0/24", vpc: 1))
        try talk.send(delete(.subnet, 5))
        try talk.send(try updateVPC(1, "10.0.0.0/16", "fd00::/48"))
        // A block may become wider or narrower around its subnets.
        try talk.send(try updateVPC(1, "10.0.0.0/20", "fd00::/40"))
        #expect(talk.state.vpc(id(.vpc, 1))?.cidrs.map(\.description) == ["10.0.0.0/20", "fd00::/40"])
        #expect(talk.state.vpc(id(.vpc, 1))?.defaultGroup == id(.securityGroup, 1001))
    }

    @Test func blocks_that_cannot_change() throws {
        try check(
            [
                RefusalCase(
                    try updateVPC(1, "10.1.0.0/16", "fd00::/48"), "cidr-in-use", .conflict, "cidrs",
                    "10.0.1.0/24 of subnet-\(id(.subnet, 1)) (\"front\")"),
                RefusalCase(
                    try updateVPC(1, "10.0.0.0/16"), "cidr-in-use", .conflict, "cidrs", "fd00::/64 of subnet-"),
                RefusalCase(
                    try updateVPC(1, "10.0.0.0/16", "fd00::/48", "192.168.0.0/15"), "cidr-holds-route", .conflict,
                    "cidrs[2]", "192.168.0.0/15 holds 192.168.0.0/16, a route of rtb-"),
                RefusalCase(try updateVPC(1), "cidr-required", .invalid, "cidrs", "no block"),
                RefusalCase(
                    try updateVPC(1, "10.0.0.0/16", "10.0.0.0/24"), "cidr-overlap", .invalid, "cidrs[1]", "overlaps"),
                RefusalCase(
                    try updateVPC(1, "10.0.0.0/16", "127.0.0.0/24"), "cidr-unusable", .invalid, "cidrs[1]", "loopback"),
            ], in: try furnished())
    }

    @Test func a_next_hop_keeps_its_block() throws {
        var talk = try furnished()
        try talk.send(delete(.subnet, 1))
        try check(
            [
                RefusalCase(
                    try updateVPC(1, "fd00::/48"), "cidr-in-use", .conflict, "cidrs", "10.0.1.8, a next hop of rtb-")
            ], in: talk)
    }
}
