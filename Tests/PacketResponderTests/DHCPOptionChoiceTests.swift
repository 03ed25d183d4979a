import NetworkTypes
import PacketCodec
import PacketResponder
import Testing

/// What an answer says, by what was asked and what the binding has.
@Suite struct DHCPOptionChoiceTests {
    private static let lease: [DHCPOption] = [
        .serverIdentifier(Subnet.server), .leaseTime(86_400), .renewalTime(43_200), .rebindingTime(75_600),
        .subnetMask(IPv4Address(bits: 0xffff_ff00)), .interfaceMTU(1450),
    ]

    private func options(asking codes: [UInt8]?, _ binding: DHCPBinding = Subnet.binding) throws -> [DHCPOption] {
        let asked = codes.map { [DHCPOption.parameterRequestList($0)] } ?? []
        return try Dialogue(type: .discover, options: asked).answer(binding).message.options
    }

    private func routes(_ table: [(String, UInt32)]) throws -> [ClasslessRoute] {
        try table.map { text, hop in
            let prefix = try #require(IPPrefix(text))
            return try #require(ClasslessRoute(destination: prefix, nextHop: IPv4Address(bits: hop)))
        }
    }

    @Test func realClientsAreOffered() throws {
        // udhcpc asks for 1 3 6 12 15 28 42, dhclient for 1 28 2 3 15 6 119 12 44 47 26 121 42.
        let offer = [.messageType(.offer)] + Self.lease
        let identifier = DHCPOption.clientIdentifier([1, 2, 0, 0, 0, 0, 10])
        let name = DHCPOption.hostName(Array("vm".utf8))
        let domain = DHCPOption.domainName(Array("naru.test".utf8))
        let udhcpc = try Answer(DHCPResponder.answer(frame: ClientFrames.udhcpc, for: Subnet.binding)).message
        #expect(udhcpc.transactionID == 0xbe66_1b1b)
        #expect(
            udhcpc.options == offer + [identifier, .routers([Subnet.server]), .dnsServers([Subnet.dns]), name, domain])
        let dhclient = try Answer(DHCPResponder.answer(frame: ClientFrames.dhclient, for: Subnet.binding)).message
        #expect(
            dhclient.options == offer + [
                .routers([Subnet.server]), domain, .dnsServers([Subnet.dns]), name,
            ])
    }

    @Test func orderIsTheClientsAndNothingIsSaidTwice() throws {
        let answer = try options(asking: [26, 6, 3, 6, 51, 1, 99, 26])
        let rest: [DHCPOption] = [.dnsServers([Subnet.dns]), .routers([Subnet.server])]
        #expect(answer == [.messageType(.offer)] + Self.lease + rest)
        #expect(try options(asking: []) == [.messageType(.offer)] + Self.lease)
    }

    /// Neither udhcpc nor most images ask for option 26; no room that other options take keeps it out either.
    @Test(arguments: [nil, [], [3], [121, 26], [26, 26]] as [[UInt8]?])
    func theMTUIsSaidOnceWhetherAskedForOrNot(codes: [UInt8]?) throws {
        var binding = Subnet.binding
        binding.mtu = 1342
        binding.hostRoutes = try routes((0..<40).map { ("10.9.\($0).0/24", 0x0a00_0003) })
        let said = try options(asking: codes, binding).filter { $0.code == 26 }
        #expect(said == [.interfaceMTU(1342)])
    }

    @Test func withoutAListAllIsSent() throws {
        #expect(try options(asking: nil).map(\.code) == [53, 54, 51, 58, 59, 1, 26, 3, 6, 12, 15])
    }

    @Test func informGetsNoLeaseAndARefusalSaysNoMore() throws {
        let identifier = DHCPOption.clientIdentifier([0, 1])
        let inform = try Dialogue(type: .inform, clientAddress: Subnet.address, options: [identifier]).answer()
        #expect(inform.codes == [53, 54, 1, 26, 61, 3, 6, 12, 15])
        let refusal = try Dialogue(options: [.requestedAddress(Subnet.stranger), identifier]).answer()
        #expect(refusal.codes == [53, 54, 61])
    }

    @Test func whatTheBindingLacksIsLeftOut() throws {
        let bare = DHCPBinding(
            clientMAC: Subnet.client, address: Subnet.address, prefixLength: 24, gateway: nil,
            gatewayMAC: Subnet.gatewayMAC, serverAddress: Subnet.server, mtu: 1450)
        #expect(try options(asking: [3, 6, 12, 15, 121], bare) == [.messageType(.offer)] + Self.lease)
    }

    @Test func hostRoutesBringTheDefaultRoute() throws {
        let host = try routes([("169.254.169.254/32", 0x0a00_0002)])
        let all = try routes([("0.0.0.0/0", 0x0a00_0001)])
        let own = try routes([("0.0.0.0/0", 0x0a00_0007)])
        let table: [(IPv4Address?, [ClasslessRoute], [ClasslessRoute])] = [
            (Subnet.server, host, all + host), (nil, host, host), (Subnet.server, host + own, host + own),
        ]
        for (gateway, given, sent) in table {
            var binding = Subnet.binding
            binding.gateway = gateway
            binding.hostRoutes = given
            #expect(try options(asking: [121], binding).last == .classlessRoutes(sent))
            #expect(try !options(asking: [3, 6], binding).map(\.code).contains(121))
        }
    }

    @Test(arguments: [
        (UInt32.max, UInt32.max, UInt32.max), (0xffff_fffe, 0x7fff_ffff, 0xdfff_fffe), (600, 300, 525), (1, 0, 0),
    ])
    func timersFollowTheLease(lease: UInt32, renewal: UInt32, rebinding: UInt32) throws {
        var binding = Subnet.binding
        binding.leaseSeconds = lease
        let said = try options(asking: [], binding)
        #expect(said.contains(.leaseTime(lease)))
        #expect(said.contains(.renewalTime(renewal)))
        #expect(said.contains(.rebindingTime(rebinding)))
    }

    @Test(arguments: [
        (0, UInt32(0)), (1, 0x8000_0000), (8, 0xff00_0000), (31, 0xffff_fffe), (32, .max),
    ])
    func masksFollowThePrefix(length: Int, mask: UInt32) throws {
        var binding = Subnet.binding
        binding.prefixLength = length
        #expect(try options(asking: [], binding).contains(.subnetMask(IPv4Address(bits: mask))))
    }

    /// Forty routes take 326 bytes, which 576 less the headers can't hold; the client may say that it takes more, but
    /// not more than its interface carries.
    @Test(
        arguments: [
            (nil, UInt16(1450), false), (100, 1450, false), (1450, 1450, true), (1450, 576, false), (.max, 68, false),
        ] as [(UInt16?, UInt16, Bool)])
    func optionsThatDoNotFitAreLeftOutWhole(size: UInt16?, mtu: UInt16, fits: Bool) throws {
        var binding = Subnet.binding
        binding.mtu = mtu
        binding.hostRoutes = try routes((0..<40).map { ("10.9.\($0).0/24", 0x0a00_0003) })
        var asked: [DHCPOption] = [.parameterRequestList([121, 3])]
        if let size { asked.append(.maximumMessageSize(size)) }
        let answer = try Dialogue(type: .discover, options: asked).answer(binding)
        #expect(answer.codes.contains(121) == fits)
        #expect(answer.codes.contains(3))
        #expect(answer.frame.payload.count <= max(576, Int(mtu)))
    }
}
