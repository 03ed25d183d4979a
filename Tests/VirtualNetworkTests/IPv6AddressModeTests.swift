import NetworkTypes
import Testing
import VirtualNetwork

@Suite struct IPv6AddressModeTests {
    /// Network 1 with an IPv4 subnet 1 and a SLAAC subnet 2.
    private func furnished() throws -> Dialogue {
        var talk = Dialogue()
        try talk.send(createNetwork(1))
        try talk.send(try createSubnet(1, "10.0.0.0/24", network: 1))
        try talk.send(try createSubnet(2, "fd00::/64", network: 1) { $0.ipv6Mode = .slaac })
        return talk
    }

    private func addresses(_ n: UInt64, _ talk: Dialogue) throws -> [String] {
        try #require(talk.state.port(id(.port, n))).fixedIPs.map(\.address.description)
    }

    @Test func the_mode_of_a_subnet() throws {
        var talk = try furnished()
        try talk.send(try createSubnet(3, "fd01::/64", network: 1))
        try talk.send(try createSubnet(4, "fd02::/120", network: 1) { $0.ipv6Mode = .dhcpv6 })
        #expect([1, 2, 3, 4].map { talk.state.subnet(id(.subnet, $0))?.ipv6Mode } == [nil, .slaac, .dhcpv6, .dhcpv6])
        try check(
            [
                RefusalCase(
                    try createSubnet(50, "10.0.1.0/24", network: 1) { $0.ipv6Mode = .dhcpv6 }, "family-mismatch",
                    .invalid, "ipv6_address_mode", "dhcpv6 is of IPv6"),
                RefusalCase(
                    try createSubnet(50, "fd03::/65", network: 1) { $0.ipv6Mode = .slaac }, "slaac-prefix-length",
                    .invalid, "ipv6_address_mode", "fd03::/65 is no /64"),
            ], in: talk)
    }

    @Test func a_port_has_the_address_of_its_mac() throws {
        var talk = try furnished()
        try talk.send(try createPort(1, network: 1) { $0.mac = try mac("02:00:5e:10:00:01") })
        try talk.send(createPort(2, network: 1))
        #expect(try addresses(1, talk) == ["10.0.0.3", "fd00::5eff:fe10:1"])
        #expect(try addresses(2, talk) == ["10.0.0.4", "fd00::800:ff:fe00:2"])
        #expect(talk.state.port(holding: try address("fd00::5eff:fe10:1"), of: SubnetKey(2)) == PortKey(1))
        // It may ask for it, and has it again at once after giving it back.
        let own = FixedIPRequest(subnet: id(.subnet, 2), address: try address("fd00::5eff:fe10:1"))
        try talk.send(updatePort(1) { $0.fixedIPs = [] })
        #expect(talk.state.port(holding: try address("fd00::5eff:fe10:1"), of: SubnetKey(2)) == nil)
        try talk.send(updatePort(1) { $0.fixedIPs = [own] })
        try talk.send(updatePort(1) { $0.fixedIPs = [FixedIPRequest(subnet: id(.subnet, 2), address: nil)] })
        #expect(try addresses(1, talk) == ["fd00::5eff:fe10:1"])
    }

    @Test func other_addresses_are_refused() throws {
        let any = FixedIPRequest(subnet: id(.subnet, 2), address: nil)
        let nine = FixedIPRequest(subnet: id(.subnet, 2), address: try address("fd00::9"))
        try check(
            [
                RefusalCase(
                    createPort(50, network: 1) { $0.fixedIPs = [nine] }, "address-not-of-mac", .invalid,
                    "fixed_ips[0].ip_address", "that of 0a:00:00:00:00:01 is fd00::800:ff:fe00:1"),
                RefusalCase(
                    createPort(50, network: 1) { $0.fixedIPs = [any, any] }, "address-repeated", .invalid,
                    "fixed_ips[1].ip_address", "twice"),
            ], in: try furnished())
    }

    /// A gateway may have been given the address that a port's MAC would make.
    @Test func a_gateway_is_never_a_ports_address() throws {
        var talk = Dialogue()
        try talk.send(createNetwork(1))
        let gateway = try address("fd00::800:ff:fe00:1")
        try talk.send(
            try createSubnet(1, "fd00::/64", network: 1) {
                $0.ipv6Mode = .slaac
                $0.gateway = .address(gateway)
            })
        let asked = FixedIPRequest(subnet: id(.subnet, 1), address: nil)
        try check(
            [
                RefusalCase(
                    createPort(1, network: 1) { $0.fixedIPs = [asked] }, "address-reserved", .invalid,
                    "fixed_ips[0].ip_address", "is the gateway of fd00::/64")
            ], in: talk)
        let refusal = try #require(talk.refusal(of: createPort(1, network: 1)))
        #expect(refusal.code == "subnet-full")
    }
}
