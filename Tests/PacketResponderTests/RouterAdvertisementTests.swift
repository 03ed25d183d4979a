import NetworkTypes
import PacketCodec
import PacketResponder
import Testing

@Suite struct RouterAdvertisementTests {
    /// A solicitation as hosts send it, to be bent.
    private func solicitation(
        from source: IPv6Address = RoutedPort.local, to destination: IPv6Address = .allRouters, hopLimit: UInt8 = 255,
        options: [NeighborDiscoveryOption] = [.sourceLinkLayerAddress(RoutedPort.mac)]
    ) throws -> [UInt8] {
        let message = ICMPv6Message.routerSolicitation(RouterSolicitation(options: options))
        return try RoutedPort.frame(
            IPv6Packet(
                nextHeader: IPProtocolNumber.icmpv6, hopLimit: hopLimit, source: source, destination: destination,
                payload: try message.encode(source: source, destination: destination)[...]),
            to: MACAddress(group: .allRouters))
    }

    private func advertisement(_ answer: IPv6Answer) throws -> RouterAdvertisement {
        #expect(answer.packet.hopLimit == 255)
        #expect(answer.packet.source == RoutedPort.gatewayLocal)
        #expect(answer.frame.source == RoutedPort.gatewayMAC)
        guard case .routerAdvertisement(let advertisement) = try answer.icmp() else {
            Issue.record("not an advertisement")
            return RouterAdvertisement(isManaged: false, hasOtherSettings: false, routerLifetime: 0, options: [])
        }
        return advertisement
    }

    private func unasked(_ service: PortService) throws -> RouterAdvertisement {
        try advertisement(try IPv6Answer(try #require(PacketResponder.advertisement(for: service))))
    }

    private func information(_ prefix: IPPrefix?, isAutonomous: Bool) throws -> NeighborDiscoveryOption {
        let prefix = try #require(prefix)
        let information = PrefixInformation(
            prefix: prefix, isOnLink: true, isAutonomous: isAutonomous, validLifetime: .max, preferredLifetime: .max)
        return .prefixInformation(try #require(information))
    }

    @Test func aSolicitationIsAnsweredToTheOneWhoAsked() throws {
        let answer = try IPv6Answer(RoutedPort.outcome(try solicitation()))
        #expect(answer.packet.destination == RoutedPort.local)
        #expect(answer.frame.destination == RoutedPort.mac)
        let said = try advertisement(answer)
        #expect(said.hopLimit == 64)
        #expect(said.isManaged && said.hasOtherSettings)
        #expect(said.routerLifetime == 9000)
        #expect(said.reachableTime == 0 && said.retransmissionTime == 0)
        #expect(
            said.options == [
                .sourceLinkLayerAddress(RoutedPort.gatewayMAC), .mtu(1450),
                try information(RoutedPort.prefix, isAutonomous: false), .dnsServers([RoutedPort.dns], lifetime: 9000),
                .searchList([try #require(DomainName("naru.test"))], lifetime: 9000),
            ])
        #expect(try unasked(RoutedPort.service()) == said)
    }

    @Test func whoHasNoAddressIsAnsweredToAll() throws {
        let answer = try IPv6Answer(RoutedPort.outcome(try solicitation(from: .any, options: [])))
        #expect(answer.packet.destination == .allNodes)
        #expect(answer.frame.destination == MACAddress("33:33:00:00:00:01"))
        _ = try advertisement(answer)
    }

    @Test func unaskedGoesToAll() throws {
        let answer = try IPv6Answer(try #require(PacketResponder.advertisement(for: RoutedPort.service())))
        #expect(answer.packet.destination == .allNodes)
        #expect(answer.frame.destination == MACAddress("33:33:00:00:00:01"))
        #expect(PacketResponder.advertisement(for: RoutedPort.service(nil)) == nil)
    }

    /// M where an address comes by DHCPv6, O where there is something else to ask for.
    @Test func flagsFollowTheService() throws {
        let managed = try #require(RoutedPort.prefix)
        let own = try #require(RoutedPort.autonomous)
        let both = [
            IPv6Service.Prefix(own, isAutonomous: true), IPv6Service.Prefix(managed, isAutonomous: false),
        ]
        let table: [(IPv6Service, managed: Bool, other: Bool, lifetime: UInt16)] = [
            (RoutedPort.ipv6(prefixes: [both[0]]), false, true, 9000),
            (RoutedPort.ipv6(prefixes: both), true, true, 9000),
            (RoutedPort.ipv6(dnsServers: [], domain: nil), true, false, 9000),
            (RoutedPort.ipv6(prefixes: [both[0]], dnsServers: [], domain: nil, isRouter: false), false, false, 0),
            (RoutedPort.ipv6(prefixes: [], dnsServers: [], isRouter: false), false, true, 0),
        ]
        for (ipv6, isManaged, hasOther, lifetime) in table {
            let said = try unasked(RoutedPort.service(ipv6))
            #expect(said.isManaged == isManaged)
            #expect(said.hasOtherSettings == hasOther)
            #expect(said.routerLifetime == lifetime)
        }
        let said = try unasked(RoutedPort.service(RoutedPort.ipv6(prefixes: both, dnsServers: [], domain: nil)))
        #expect(
            said.options.dropFirst(2) == [
                try information(own, isAutonomous: true), try information(managed, isAutonomous: false),
            ])
    }

    /// Hosts pass over an MTU below IPv6's least.
    @Test(arguments: [(1279, false), (1280, true), (65_535, true)])
    func theMTUIsSaidWhereItIsOneOfIPv6(mtu: Int, isSaid: Bool) throws {
        let said = try unasked(RoutedPort.service(mtu: mtu))
        #expect(said.options.contains(.mtu(UInt32(mtu))) == isSaid)
    }

    @Test func theLongestFitsEveryLink() throws {
        let prefixes = (0..<40).compactMap { IPPrefix(.v6(IPv6Address(high: 0xfd00 << 48 | $0, low: 0)), length: 64) }
        let servers = (0..<40).map { IPv6Address(high: 0xfd00 << 48, low: $0) }
        let domain = String(repeating: "abcdefg.", count: 31) + "abcde"
        let service = RoutedPort.service(
            RoutedPort.ipv6(
                prefixes: prefixes.map { IPv6Service.Prefix($0, isAutonomous: true) }, dnsServers: servers,
                domain: domain))
        let frame = try #require(PacketResponder.advertisement(for: service))
        #expect(frame.count <= 14 + 1280)
        let said = try advertisement(try IPv6Answer(frame))
        #expect(said.options.count == 2 + 16 + 2)
        #expect(said.options.contains(.dnsServers(Array(servers.prefix(8)), lifetime: 9000)))
    }

    @Test func badSolicitationsAreIgnored() throws {
        let group = IPv6Address.allNodes
        for frame in [
            try solicitation(hopLimit: 254), try solicitation(from: .any), try solicitation(from: group),
        ] {
            #expect(RoutedPort.outcome(frame) == .ignored(.badSolicitation))
        }
        #expect(RoutedPort.outcome(try solicitation(), RoutedPort.service(nil)) == .ignored(.noService))
    }
}
