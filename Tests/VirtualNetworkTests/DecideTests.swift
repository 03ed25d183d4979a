import NetworkTypes
import Testing
import VirtualNetwork

@Suite struct DecideTests {
    @Test func a_subnet_of_a_vpc_makes_its_network_and_takes_it_along() throws {
        var talk = Dialogue()
        try talk.send(try createVPC(1, "10.0.0.0/16", "fd00::/48"))
        let made = try talk.send(try createSubnet(1, "10.0.1.0/24", vpc: 1) { $0.name = "front" })
        #expect(made.subject == id(.subnet, 1))
        #expect(made.transaction.events.count == 2)
        let network = try #require(talk.state.network(id(.network, 1001)))
        #expect(network.isImplicit)
        #expect(network.vpc == id(.vpc, 1))
        #expect(network.metadata.name == "front")
        let subnet = try #require(talk.state.subnet(id(.subnet, 1)))
        #expect(subnet.gateway == (try address("10.0.1.1")))
        #expect(subnet.gatewayMAC == (try mac("0e:00:00:00:00:01")))
        #expect(talk.state.networks(in: VPCKey(1)) == [network.key])

        // A second subnet, of the other family, keeps the network alive.
        try talk.send(try createSubnet(2, "fd00::/64", network: 1001) { $0.gateway = .none })
        try talk.send(delete(.subnet, 1))
        #expect(talk.state.network(network.key) != nil)
        // So does a port, even one without an address.
        try talk.send(createPort(1, network: 1001) { $0.fixedIPs = [] })
        #expect(talk.refusal(of: delete(.subnet, 2))?.code == "in-use")
        try talk.send(delete(.port, 1))
        let gone = try talk.send(delete(.subnet, 2))
        #expect(
            gone.transaction.events == [.remove(.subnet, id(.subnet, 2)), .remove(.network, id(.network, 1001))])
        try talk.send(delete(.vpc, 1))
        #expect(ResourceKind.allCases.allSatisfy { talk.state.count($0) == 0 })
        #expect(talk.state.projects.isEmpty)
    }

    @Test func a_port_gets_one_address_of_each_family() throws {
        var talk = Dialogue()
        try talk.send(createNetwork(1))
        try talk.send(try createSubnet(1, "10.0.0.0/29", network: 1))
        try talk.send(try createSubnet(2, "fd00::/64", network: 1))
        try talk.send(try createSubnet(3, "10.0.1.0/24", network: 1))
        for n in 1...6 { try talk.send(createPort(UInt64(n), network: 1)) }
        func addresses(_ n: UInt64) throws -> [String] {
            try #require(talk.state.port(id(.port, n))).fixedIPs.map(\.address.description)
        }
        #expect(try addresses(1) == ["10.0.0.3", "fd00::3"])
        #expect(try addresses(4) == ["10.0.0.6", "fd00::6"])
        // The first subnet is full: on to the next.
        #expect(try addresses(5) == ["10.0.1.3", "fd00::7"])
        #expect(talk.state.port(id(.port, 6))?.mac == (try mac("0a:00:00:00:00:06")))
    }

    @Test func an_update_keeps_addresses_and_gives_back_the_rest() throws {
        var talk = Dialogue()
        try talk.send(createNetwork(1))
        try talk.send(try createSubnet(1, "10.0.0.0/24", network: 1))
        let any = FixedIPRequest(subnet: id(.subnet, 1), address: nil)
        let nine = FixedIPRequest(subnet: id(.subnet, 1), address: try address("10.0.0.9"))
        try talk.send(createPort(1, network: 1) { $0.fixedIPs = [any, any] })
        try talk.send(updatePort(1) { $0.fixedIPs = [nine, any] })
        let port = try #require(talk.state.port(id(.port, 1)))
        #expect(port.fixedIPs.map(\.address.description) == ["10.0.0.9", "10.0.0.3"])
        #expect(talk.state.port(holding: try address("10.0.0.4"), of: SubnetKey(1)) == nil)
        #expect(talk.state.port(holding: try address("10.0.0.9"), of: SubnetKey(1)) == port.key)
        // 10.0.0.4 rests, so a new port gets the one after.
        try talk.send(createPort(2, network: 1))
        #expect(talk.state.port(id(.port, 2))?.fixedIPs.map(\.address.description) == ["10.0.0.5"])
        // By name it can be had at once.
        let four = FixedIPRequest(subnet: id(.subnet, 1), address: try address("10.0.0.4"))
        try talk.send(createPort(3, network: 1) { $0.fixedIPs = [four] })
        #expect(talk.state.port(id(.port, 3))?.fixedIPs.map(\.address.description) == ["10.0.0.4"])
    }

    @Test func a_released_address_rests_for_a_minute() throws {
        var talk = Dialogue()
        try talk.send(createNetwork(1))
        try talk.send(try createSubnet(1, "10.0.0.0/29", network: 1))
        for n in 1...4 { try talk.send(createPort(UInt64(n), network: 1)) }
        try talk.send(delete(.port, 2))
        talk.wait(seconds: 59)
        let refusal = try #require(talk.refusal(of: createPort(5, network: 1)))
        #expect(refusal.code == "subnet-full")
        #expect(refusal.detail.contains("has 4 addresses, 3 taken, 1 resting 60 s"))
        talk.wait(seconds: 1)
        try talk.send(createPort(5, network: 1))
        #expect(talk.state.port(id(.port, 5))?.fixedIPs.map(\.address.description) == ["10.0.0.4"])
    }

    @Test func a_default_mac_that_a_tenant_took_is_stepped_over() throws {
        var talk = Dialogue()
        try talk.send(createNetwork(1))
        try talk.send(try createPort(1, network: 1) { $0.mac = try mac("0a:00:00:00:00:02") })
        try talk.send(createPort(2, network: 1))
        #expect(talk.state.port(id(.port, 2))?.mac == (try mac("0a:01:00:00:00:02")))
    }

    @Test func a_mac_is_free_again_with_its_port_and_on_other_networks() throws {
        var talk = Dialogue()
        let own = try mac("02:00:00:00:00:09")
        try talk.send(createNetwork(1))
        try talk.send(createNetwork(2))
        try talk.send(createPort(1, network: 1) { $0.mac = own })
        #expect(talk.refusal(of: createPort(2, network: 1) { $0.mac = own })?.code == "mac-taken")
        try talk.send(createPort(2, network: 2) { $0.mac = own })
        try talk.send(delete(.port, 1))
        try talk.send(createPort(3, network: 1) { $0.mac = own })
        #expect(talk.state.port(mac: own, in: SegmentKey(1)) == talk.state.port(id(.port, 3))?.key)
    }

    @Test func keys_are_never_used_again() throws {
        var talk = Dialogue()
        try talk.send(createNetwork(1))
        try talk.send(createNetwork(2))
        try talk.send(delete(.network, 2))
        var restored = talk
        restored.state = try NetworkState(snapshot: talk.state.snapshotJSON)
        try talk.send(createNetwork(3))
        try restored.send(createNetwork(3))
        #expect(talk.state.network(id(.network, 3))?.key == SegmentKey(3))
        #expect(restored.state.network(id(.network, 3))?.key == SegmentKey(3))
    }

    @Test func updates_change_what_they_name_and_the_revision() throws {
        var talk = Dialogue()
        try talk.send(createNetwork(1))
        try talk.send(createNode(1, "a"), by: Dialogue.admin)
        try talk.send(createPort(1, network: 1) { $0.name = "web" })
        talk.wait(seconds: 5)
        let before = try #require(talk.state.port(id(.port, 1)))
        try talk.send(
            updatePort(1, ifMatch: 3) {
                $0.adminUp = false
                $0.requestedNode = .some(id(.node, 1))
            })
        let after = try #require(talk.state.port(id(.port, 1)))
        #expect(!after.adminUp)
        #expect(after.metadata.name == "web")
        #expect(after.metadata.revision == 4)
        #expect(after.metadata.createdAt == before.metadata.createdAt)
        #expect(after.metadata.updatedAt == talk.now)
        #expect(talk.state.ports(requesting: NodeKey(1)) == [after.key])
        try talk.send(updatePort(1) { $0.requestedNode = .some(nil) })
        #expect(talk.state.ports(requesting: NodeKey(1)).isEmpty)
        try talk.send(delete(.node, 1), by: Dialogue.admin)
    }

    @Test func nodes_are_found_by_their_names_of_today() throws {
        var talk = Dialogue()
        try talk.send(createNode(1, "a") { $0.roles = [.gateway, .compute, .gateway] }, by: Dialogue.admin)
        var change = NodeUpdate()
        change.base.name = "b"
        change.systemID = "host-b"
        try talk.send(.updateNode(id(.node, 1), change, ifMatch: nil), by: Dialogue.admin)
        #expect(talk.state.node(named: "a") == nil)
        #expect(talk.state.node(named: "b")?.roles == [.compute, .gateway])
        #expect(talk.state.node(systemID: "host-b")?.key == NodeKey(1))
        #expect(talk.state.projects == [.operators])
        try talk.send(createNode(2, "a"), by: Dialogue.admin)
    }

    @Test func lists_go_by_age_and_page_by_cursor() throws {
        var talk = Dialogue()
        for n in 1...7 { try talk.send(createNetwork(UInt64(8 - n)), by: n == 3 ? Dialogue.blue : Dialogue.red) }
        try talk.send(delete(.network, 3))
        func page(after: UInt64?, limit: Int) -> [ResourceID] {
            talk.state.list(.network, after: after.map { id(.network, $0) }, limit: limit) {
                $0.metadata.project == Dialogue.red.project
            }.map(\.metadata.id)
        }
        #expect(page(after: nil, limit: 3) == [7, 6, 4].map { id(.network, $0) })
        #expect(page(after: 4, limit: 3) == [2, 1].map { id(.network, $0) })
        #expect(page(after: 3, limit: 3).isEmpty)
        let beyond = talk.state.list(.network, afterKey: 5, limit: 9) { _ in true }
        #expect(beyond.map(\.metadata.id) == [2, 1].map { id(.network, $0) })
    }
}
