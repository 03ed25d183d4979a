import NetworkTypes
import PacketCodec
import PacketResponder
import Testing

/// What a router tells of packets that it does not send on.
@Suite struct RefusedPacketTests {
    private static let data = [UInt8](repeating: 0x55, count: 8)

    private func packetV4(_ count: Int = 8, change: (inout IPv4Packet) -> Void = { _ in }) -> IPv4Packet {
        var packet = IPv4Packet(
            identification: 7, protocolNumber: IPProtocolNumber.tcp, source: RoutedPort.addressV4,
            destination: RoutedPort.farV4, payload: [UInt8](repeating: 0x55, count: count)[...])
        change(&packet)
        return packet
    }

    private func packetV6(_ count: Int = 8, change: (inout IPv6Packet) -> Void = { _ in }) -> IPv6Packet {
        var packet = IPv6Packet(
            nextHeader: IPProtocolNumber.tcp, source: RoutedPort.address, destination: RoutedPort.far,
            payload: [UInt8](repeating: 0x55, count: count)[...])
        change(&packet)
        return packet
    }

    private struct ErrorV4 {
        let frame: EthernetFrame
        let packet: IPv4Packet
        let error: ICMPv4Error

        init(_ outcome: PacketOutcome) throws {
            guard case .reply(let bytes) = outcome else { throw Missing(outcome: outcome) }
            frame = try EthernetFrame.decode(bytes[...])
            packet = try IPv4Packet.decode(frame.payload)
            error = try ICMPv4Error.decode(packet.payload)
        }
    }

    // MARK: IPv4

    /// Whether or not DF is set: Open vSwitch can't fragment.
    @Test(arguments: [true, false])
    func tooLongAPacketOfIPv4NeedsFragmentation(_ dontFragment: Bool) throws {
        let packet = packetV4(1431) { $0.dontFragment = dontFragment }
        let told = try ErrorV4(RoutedPort.outcome(try RoutedPort.frame(packet)))
        #expect(told.error.kind == .fragmentationNeeded(mtu: 1450))
        #expect(told.frame.destination == RoutedPort.mac)
        #expect(told.frame.source == RoutedPort.gatewayMACv4)
        #expect(told.packet.source == RoutedPort.gatewayV4)
        #expect(told.packet.destination == RoutedPort.addressV4)
        #expect(told.packet.protocolNumber == IPProtocolNumber.icmp)
        #expect(told.packet.trafficClass == 0xc0)
        #expect(told.packet.timeToLive == 64)
        #expect(told.frame.payload.count == 576)
        #expect(told.error.quote == (try packet.encode())[..<548])
    }

    @Test(arguments: [(1430, false), (1431, true)])
    func theMTUCountsIPv4sHeader(_ count: Int, _ isTooLong: Bool) throws {
        let outcome = RoutedPort.outcome(try RoutedPort.frame(packetV4(count)))
        #expect((outcome == .ignored(.faultless)) == !isTooLong)
    }

    @Test(arguments: [0, 1, 2] as [UInt8])
    func timeOfIPv4RunsOut(_ timeToLive: UInt8) throws {
        let packet = packetV4 { $0.timeToLive = timeToLive }
        let outcome = RoutedPort.outcome(try RoutedPort.frame(packet) + [0, 0, 0])
        guard timeToLive < 2 else {
            #expect(outcome == .ignored(.faultless))
            return
        }
        let told = try ErrorV4(outcome)
        #expect(told.error.kind == .timeExceeded(.inTransit))
        #expect(Array(told.error.quote) == (try packet.encode()), "padding is not quoted")
    }

    @Test func aPacketWithBothFaultsIsTooLong() throws {
        let frame = try RoutedPort.frame(packetV4(2000) { $0.timeToLive = 1 })
        #expect(try ErrorV4(RoutedPort.outcome(frame)).error.kind == .fragmentationNeeded(mtu: 1450))
    }

    /// The switch may hand over the start of a packet only.
    @Test func aPacketThatWasCutIsJudgedByItsWholeLength() throws {
        let frame = try RoutedPort.frame(packetV4(1800))
        let cut = Array(frame[..<128])
        let outcome = PacketResponder.answer(frame: cut, totalLength: frame.count, for: RoutedPort.service())
        let told = try ErrorV4(outcome)
        #expect(told.error.kind == .fragmentationNeeded(mtu: 1450))
        #expect(told.error.quote.count == 114)
        // A length that the switch does not bear out is a lie.
        #expect(
            PacketResponder.answer(frame: cut, totalLength: 128, for: RoutedPort.service())
                == .ignored(.malformed(PacketError(.ipv4, at: 16, .truncated))))
    }

    @Test func noErrorIsAboutTheseOfIPv4() throws {
        func ended(_ change: (inout IPv4Packet) -> Void) throws -> [UInt8] {
            try RoutedPort.frame(
                packetV4 {
                    $0.timeToLive = 1
                    change(&$0)
                })
        }
        func icmp(_ type: UInt8) throws -> [UInt8] {
            try ended {
                $0.protocolNumber = IPProtocolNumber.icmp
                $0.payload = ([type] + Self.data)[...]
            }
        }
        func from(_ text: String) throws -> [UInt8] {
            let source = try #require(IPv4Address(text))
            return try ended { $0.source = source }
        }
        var table: [([UInt8], UnanswerablePacket)] = [
            (try ended { $0.fragmentOffset = 1 }, .laterFragment), (try ended { $0.destination = .broadcast }, .group),
            (try ended { $0.destination = IPv4Address(bits: 0xe000_0005) }, .group),
            (try RoutedPort.frame(packetV4 { $0.timeToLive = 1 }, to: .broadcast), .group),
            (
                try ended {
                    $0.protocolNumber = IPProtocolNumber.icmp
                    $0.payload = []
                }, .error
            ),
        ]
        for type: UInt8 in [3, 4, 5, 11, 12] { table.append((try icmp(type), .error)) }
        for source in ["0.0.0.0", "0.1.2.3", "127.0.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"] {
            table.append((try from(source), .noSingleSource))
        }
        for (frame, reason) in table { #expect(RoutedPort.outcome(frame) == .ignored(.noError(about: reason))) }
        // An echo request has an answer, which is how traceroute works; so has a first fragment.
        #expect(try ErrorV4(RoutedPort.outcome(try icmp(8))).error.kind == .timeExceeded(.inTransit))
        #expect(try ErrorV4(RoutedPort.outcome(try ended { $0.moreFragments = true })).error.quote.count == 28)
    }

    // MARK: IPv6

    @Test func tooLongAPacketOfIPv6IsTooBig() throws {
        let packet = packetV6(1411)
        let told = try IPv6Answer(RoutedPort.outcome(try RoutedPort.frame(packet)))
        guard case .packetTooBig(let mtu, let quote) = try told.icmp() else {
            Issue.record("another message")
            return
        }
        #expect(mtu == 1450)
        #expect(told.frame.destination == RoutedPort.mac)
        #expect(told.frame.source == RoutedPort.gatewayMAC)
        #expect(told.packet.source == RoutedPort.gateway)
        #expect(told.packet.destination == RoutedPort.address)
        #expect(told.frame.payload.count == 1280)
        #expect(quote == (try packet.encode())[..<1232])
        #expect(RoutedPort.outcome(try RoutedPort.frame(packetV6(1410))) == .ignored(.faultless))
    }

    @Test(arguments: [0, 1, 2] as [UInt8])
    func timeOfIPv6RunsOut(_ hopLimit: UInt8) throws {
        let packet = packetV6 { $0.hopLimit = hopLimit }
        let outcome = RoutedPort.outcome(try RoutedPort.frame(packet) + [0, 0, 0])
        guard hopLimit < 2 else {
            #expect(outcome == .ignored(.faultless))
            return
        }
        #expect(try IPv6Answer(outcome).icmp() == .timeExceeded(.inTransit, quote: try packet.encode()[...]))
    }

    @Test func aCutPacketOfIPv6IsJudgedByItsWholeLength() throws {
        let frame = try RoutedPort.frame(packetV6(1800))
        let outcome = PacketResponder.answer(
            frame: Array(frame[..<128]), totalLength: frame.count, for: RoutedPort.service())
        guard case .packetTooBig(1450, let quote) = try IPv6Answer(outcome).icmp() else {
            Issue.record("another message")
            return
        }
        #expect(quote.count == 114)
    }

    @Test func noErrorIsAboutTheseOfIPv6() throws {
        func ended(_ next: UInt8? = nil, _ text: String = "", change: (inout IPv6Packet) -> Void = { _ in }) throws
            -> [UInt8]
        {
            let payload = try #require(bytes(hexadecimal: text))
            return try RoutedPort.frame(
                packetV6 {
                    $0.hopLimit = 1
                    $0.nextHeader = next ?? $0.nextHeader
                    if next != nil { $0.payload = payload[...] }
                    change(&$0)
                })
        }
        var table: [([UInt8], UnanswerablePacket)] = [
            (try ended(44, "06000009deadbeef55"), .laterFragment), (try ended(58, ""), .error),
            (try ended(0, "3a00010400000000" + "0100000000000000"), .error),
            (try ended(change: { $0.destination = .allRouters }), .group),
            (try RoutedPort.frame(packetV6 { $0.hopLimit = 1 }, to: MACAddress(group: .allRouters)), .group),
        ]
        for type: UInt8 in [1, 2, 3, 4, 100, 127, 137] {
            table.append((try ended(58, hexadecimal(type, digits: 2) + "00000000000000"), .error))
        }
        for source in ["::", "::1", "ff02::1", "ff0e::1:2"] {
            let source = try #require(IPv6Address(source))
            table.append((try ended(change: { $0.source = source }), .noSingleSource))
        }
        for (frame, reason) in table { #expect(RoutedPort.outcome(frame) == .ignored(.noError(about: reason))) }
        // An echo request has an answer, behind extension headers too; so has a first fragment.
        for frame in [
            try ended(58, "8000000000010001"), try ended(0, "3a00010400000000" + "8000000000010001"),
            try ended(44, "06000001deadbeef55"),
        ] {
            guard case .timeExceeded = try IPv6Answer(RoutedPort.outcome(frame)).icmp() else {
                Issue.record("another message")
                continue
            }
        }
    }

    // MARK: both

    @Test func withoutAGatewayOfTheFamilyThereIsNoAnswer() throws {
        let service = RoutedPort.service()
        let four = RoutedPort.service(gateways: service.gateways.filter { $0.address.family == .v4 })
        let six = RoutedPort.service(gateways: service.gateways.filter { $0.address.family == .v6 })
        let frameV4 = try RoutedPort.frame(packetV4 { $0.timeToLive = 1 })
        let frameV6 = try RoutedPort.frame(packetV6 { $0.hopLimit = 1 })
        #expect(RoutedPort.outcome(frameV4, six) == .ignored(.noGateway))
        #expect(RoutedPort.outcome(frameV6, four) == .ignored(.noGateway))
        #expect(RoutedPort.outcome(frameV4, RoutedPort.service(gateways: [])) == .ignored(.noGateway))
        _ = try ErrorV4(RoutedPort.outcome(frameV4, four))
        _ = try IPv6Answer(RoutedPort.outcome(frameV6, six))
    }

    @Test func othersAreNamed() throws {
        let packet = packetV4 { $0.timeToLive = 1 }
        let payload = try packet.encode()[...]
        func frame(_ type: UInt16, _ tags: [VLANTag] = []) -> [UInt8] {
            EthernetFrame(
                destination: RoutedPort.gatewayMAC, source: RoutedPort.mac, tags: tags, etherType: type,
                payload: payload
            ).encode()
        }
        #expect(RoutedPort.outcome(frame(EtherType.arp)) == .ignored(.notIP))
        #expect(RoutedPort.outcome(frame(EtherType.ipv4, [VLANTag(control: 1)])) == .ignored(.tagged))
        #expect(
            RoutedPort.outcome(frame(EtherType.ipv6))
                == .ignored(.malformed(PacketError(.ipv6, at: 14, .badVersion))))
        for lie in [Int.min, -1, 0, .max] {
            #expect(
                PacketResponder.answer(frame: [1, 2], totalLength: lie, for: RoutedPort.service())
                    == .ignored(.malformed(PacketError(.ethernet, at: 0, .truncated))))
        }
    }

    /// DHCP goes first, whatever its TTL; a datagram to another server's port 67 is a packet like any other.
    @Test func questionsComeFirst() throws {
        let service = RoutedPort.service()
        guard case .reply(let offer) = DHCPResponder.answer(frame: ClientFrames.udhcpc, for: Subnet.binding) else {
            Issue.record("not answered")
            return
        }
        #expect(RoutedPort.outcome(ClientFrames.udhcpc, service) == .reply(offer))
        let last = try Dialogue(type: .discover).frame(ipv4: { $0.timeToLive = 1 })
        guard case .reply = RoutedPort.outcome(last, service) else {
            Issue.record("not answered")
            return
        }
        #expect(RoutedPort.outcome(last, RoutedPort.service(dhcp: nil)) == .ignored(.noService))
        let release = try Dialogue(type: .release).frame()
        #expect(RoutedPort.outcome(release, service) == .ignored(.dhcp(.released)))
        let other = try Dialogue(type: .discover, source: RoutedPort.addressV4, destination: RoutedPort.farV4)
            .frame(ipv4: { $0.timeToLive = 1 }, ethernet: { $0.destination = RoutedPort.gatewayMACv4 })
        #expect(try ErrorV4(RoutedPort.outcome(other, service)).error.kind == .timeExceeded(.inTransit))
    }
}
