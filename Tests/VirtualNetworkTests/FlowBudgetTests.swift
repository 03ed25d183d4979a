import NetworkTypes
import Testing
import VirtualNetwork

@Suite struct FlowBudgetTests {
    /// VPC 1 with subnet 1, groups 1 and 2 and prefix list 1.
    private func furnished() throws -> Dialogue {
        var talk = Dialogue()
        try talk.send(try createVPC(1, "10.0.0.0/8"))
        try talk.send(try createSubnet(1, "10.0.0.0/16", vpc: 1))
        try talk.send(createGroup(1, vpc: 1))
        try talk.send(createGroup(2, vpc: 1))
        try talk.send(try createList(1, "192.168.0.0/16"))
        return talk
    }

    private func entries(_ range: Range<UInt32>) -> [IPPrefix] {
        range.compactMap { IPPrefix(.v4(IPv4Address(bits: 0xc000_0000 | $0)), length: 32) }
    }

    @Test func what_is_counted() throws {
        var talk = try furnished()
        func flows() -> Int { talk.state.sharedFlows(in: VPCKey(1)) }
        // Three groups with four rules: an open one each, and what the default group lets in from itself, whose peers
        // are found by port.
        #expect(flows() == 4)
        try talk.send(createRule(1, group: 1, .ingress, .tcp(80...80), from: list(1)))
        #expect(flows() == 5 + 3)
        // The same clauses in another group.
        try talk.send(createRule(2, group: 2, .ingress, .tcp(80...80), from: list(1)))
        #expect(flows() == 6 + 3)
        try talk.send(createPort(1, network: 1001))
        try talk.send(createPort(2, network: 1001) { $0.fixedIPs = [] })
        #expect(flows() == 6 + 3 + 7 + 3)
        let asked = FixedIPRequest(subnet: id(.subnet, 1), address: nil)
        try talk.send(updatePort(2) { $0.fixedIPs = [asked, asked] })
        #expect(flows() == 6 + 3 + 7 + 11)
        try talk.send(delete(.port, 2))
        try talk.send(updateList(1, entries(0..<10)))
        #expect(flows() == 6 + 3 + 7 + 9)
        try checkPolicies(talk.state)
    }

    /// Fills the VPC up to so many flows, as far as it goes, by a port with more addresses than a command could give it.
    private func fill(_ talk: inout Dialogue, upTo flows: Int) {
        let count = (flows - talk.state.sharedFlows(in: VPCKey(1)) - 3) / 4
        let address = FixedIP(subnet: id(.subnet, 99), address: .v4(.any))
        let port = Port(
            metadata: EventFixtures.metadata(.port), key: PortKey(99), network: id(.network, 1001), mac: .zero,
            fixedIPs: Array(repeating: address, count: count), allowedAddressPairs: [], adminUp: false, deviceOwner: "",
            deviceID: "", requestedNode: nil, securityGroups: [])
        talk.state.apply(
            Transaction(revision: talk.state.revision + 1, at: talk.now, events: [.put(.port(port))]))
    }

    @Test func beyond_it_commands_are_refused() throws {
        var talk = try furnished()
        func flows() -> Int { talk.state.sharedFlows(in: VPCKey(1)) }
        try talk.send(createRule(1, group: 1, .ingress, .any, from: list(1)))
        try talk.send(createPort(1, network: 1001))
        fill(&talk, upTo: 249_997)
        try talk.send(updateList(1, entries(0..<UInt32(1 + 249_997 - flows()))))
        #expect(flows() == 249_997)

        try talk.send(try createList(2, "192.168.0.0/24", "192.168.1.0/24"))
        let code = "flow-budget-exceeded"
        func words(_ flows: Int) -> String {
            "to \(flows) flows on each host with a port of it, and 250000 is the limit"
        }
        let asked = FixedIPRequest(subnet: id(.subnet, 1), address: nil)
        try check(
            [
                RefusalCase(createPort(50, network: 1001), code, .exhausted, nil, words(250_004)),
                RefusalCase(
                    updatePort(1) { $0.fixedIPs = [asked, asked] }, code, .exhausted, nil, words(250_001)),
                RefusalCase(
                    createRule(50, group: 1, .ingress, .tcp(1...1), from: list(2)), code, .exhausted, nil,
                    words(250_002)),
            ], in: talk)
        // What still fits can be had, and what takes nothing even when all is full.
        try talk.send(createRule(2, group: 2, .ingress, .any, from: list(1)))
        try talk.send(createRule(3, group: 1, .ingress, .icmp(type: nil, code: nil), from: group(2)))
        #expect(flows() == 250_000)
        try talk.send(updatePort(1) { $0.adminUp = false })
        try check(
            [
                RefusalCase(
                    createRule(51, group: 1, .egress, .udp(1...1), from: group(2)), code, .exhausted, nil, "250003"),
                RefusalCase(createGroup(51, vpc: 1), code, .exhausted, nil, "250001"),
            ], in: talk)
        try talk.send(updateList(1, []))
        #expect(flows() < 250_000)
        try checkPolicies(talk.state)
    }

    /// Rules that name a large group: few flows, each as long as there are rules.
    @Test func rules_that_share_clauses_have_a_limit_of_their_own() throws {
        var talk = try furnished()
        // 5,000 members with an address each, by events.
        let members = (0..<UInt32(5_000)).map { n in
            let address = FixedIP(
                subnet: id(.subnet, 1), address: .v4(IPv4Address(bits: 0x0a00_0100 + n)))
            return Event.put(
                .port(
                    Port(
                        metadata: EventFixtures.metadata(.port, number: 100 + UInt64(n)), key: PortKey(100 + n),
                        network: id(.network, 1001), mac: MACAddress(bits: 0x0200_0000_0000 | UInt64(n)),
                        fixedIPs: [address], allowedAddressPairs: [], adminUp: false, deviceOwner: "", deviceID: "",
                        requestedNode: nil, securityGroups: [id(.securityGroup, 2)])))
        }
        talk.state.apply(Transaction(revision: talk.state.revision + 1, at: talk.now, events: members))
        for port in UInt16(1)...199 {
            try talk.send(createRule(1000 + UInt64(port), group: 1, .ingress, .tcp(port...port), from: group(2)))
        }
        // Each rule stands beside 5,000 members and two services, of either family.
        #expect(talk.state.clauseShares(in: VPCKey(1)) == 199 * 5_002)
        let code = "flow-budget-exceeded"
        let words = "1000400 times beside their peers and services"
        try check(
            [
                RefusalCase(
                    createRule(50, group: 2, .ingress, .tcp(9...9), from: group(2)), code, .exhausted, nil, words)
            ],
            in: talk)
        // A rule of few members can be had.
        try talk.send(createRule(51, group: 2, .ingress, .tcp(9...9), from: group(1)))
        try checkPolicies(talk.state)
    }

    @Test func a_longer_prefix_list_is_refused_for_each_vpc_that_it_would_fill() throws {
        var talk = try furnished()
        try talk.send(try createList(2, "192.168.0.0/24"))
        try talk.send(createRule(1, group: 1, .ingress, .any, from: list(1)))
        try talk.send(createRule(2, group: 1, .egress, .any, from: list(2)))
        fill(&talk, upTo: 249_500)
        try check(
            [
                RefusalCase(
                    updateList(2, entries(0..<1000)), "flow-budget-exceeded", .exhausted, "entries",
                    "250000 is the limit")
            ], in: talk)
        try talk.send(updateList(2, entries(0..<100)))
    }
}
