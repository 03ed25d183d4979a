import NetworkTypes
import PacketCodec
import PacketResponder
import Testing

/// A client's message, and what is read back of the answer.
struct DHCPv6Dialogue {
    static let client = DUID(linkLayer: RoutedPort.mac)
    static let server = DUID(linkLayer: RoutedPort.gatewayMAC)
    static let other = DUID(linkLayer: .zero)

    var kind: DHCPv6Message.Kind
    var client: DUID? = DHCPv6Dialogue.client
    var server: DUID?
    var associations: [DHCPv6Association] = []
    var options: [DHCPv6Option] = []

    /// An association with addresses as a client sends it.
    static func association(_ id: UInt32 = 1, _ addresses: IPv6Address...) -> DHCPv6Association {
        DHCPv6Association(
            id: id, addresses: addresses.map { DHCPv6Address($0, preferredLifetime: 0, validLifetime: 0) })
    }

    /// What the server gives: a day, T1 at half, T2 at four fifths.
    static func lease(_ id: UInt32 = 1, _ addresses: [IPv6Address] = [RoutedPort.address]) -> DHCPv6Association {
        DHCPv6Association(
            id: id, renewalTime: 43_200, rebindingTime: 69_120,
            addresses: addresses.map { DHCPv6Address($0, preferredLifetime: 86_400, validLifetime: 86_400) })
    }

    static func refusal(_ id: UInt32 = 1, _ code: UInt16) -> DHCPv6Association {
        DHCPv6Association(id: id, status: DHCPv6Status(code))
    }

    func frame(
        source: IPv6Address = RoutedPort.local, destination: IPv6Address = .allDHCPServers, port: UInt16 = 547,
        udp: (inout UDPDatagram) -> Void = { _ in }, ipv6: (inout IPv6Packet) -> Void = { _ in }
    ) throws -> [UInt8] {
        var message = DHCPv6Message(kind: kind, transactionID: 0x12_3456, options: [])
        message.options += client.map { [.clientIdentifier($0)] } ?? []
        message.options += server.map { [.serverIdentifier($0)] } ?? []
        message.options += associations.map { .association($0) } + options
        var datagram = UDPDatagram(sourcePort: 546, destinationPort: port, payload: try message.encode()[...])
        udp(&datagram)
        var packet = IPv6Packet(
            nextHeader: IPProtocolNumber.udp, hopLimit: 1, source: source, destination: destination,
            payload: try datagram.encode(source: source, destination: destination)[...])
        ipv6(&packet)
        return try RoutedPort.frame(packet, to: MACAddress(group: .allDHCPServers))
    }

    func outcome(_ ipv6: IPv6Service = RoutedPort.ipv6()) throws -> PacketOutcome {
        RoutedPort.outcome(try frame(), RoutedPort.service(ipv6))
    }

    /// Checks what is the same in every answer.
    func answer(_ ipv6: IPv6Service = RoutedPort.ipv6()) throws -> DHCPv6Message {
        let answer = try IPv6Answer(try outcome(ipv6))
        #expect(answer.frame.source == RoutedPort.gatewayMAC)
        #expect(answer.frame.destination == RoutedPort.mac)
        #expect(answer.packet.source == RoutedPort.gatewayLocal)
        #expect(answer.packet.destination == RoutedPort.local)
        #expect(answer.frame.payload.count <= 1280)
        let message = try answer.dhcp()
        #expect(message.transactionID == 0x12_3456)
        #expect(message.serverIdentifier == Self.server)
        #expect(message.clientIdentifier == client)
        return message
    }
}

@Suite struct DHCPv6DialogueTests {
    private typealias Ask = DHCPv6Dialogue
    private typealias Code = DHCPv6Status.Code

    private static let two = IPv6Address(high: 0x2001_0db8 << 32, low: 6)
    private static let settings: [DHCPv6Option] = [
        .dnsServers([RoutedPort.dns]), .domainList(["naru.test"].compactMap { DomainName($0) }),
    ]

    /// Zero lifetimes: the client should use it no longer.
    private static func withdrawn(_ address: IPv6Address) -> DHCPv6Address {
        DHCPv6Address(address, preferredLifetime: 0, validLifetime: 0)
    }

    private static func extended(_ withdrawn: IPv6Address...) -> DHCPv6Association {
        var association = Ask.lease()
        association.addresses += withdrawn.map(Self.withdrawn)
        return association
    }

    /// Each row: the message, the kind of its answer, what the answer says besides who speaks, and what the port has.
    private static let dialogue:
        [(name: String, ask: Ask, kind: DHCPv6Message.Kind, says: [DHCPv6Option], ipv6: IPv6Service)] = [
            (
                "solicit", Ask(kind: .solicit, associations: [Ask.association()]), .advertise,
                [.association(Ask.lease())] + settings, RoutedPort.ipv6()
            ),
            (
                "solicit, another address wished",
                Ask(kind: .solicit, associations: [Ask.association(7, RoutedPort.neighbor)]), .advertise,
                [.association(Ask.lease(7))] + settings, RoutedPort.ipv6()
            ),
            (
                "solicit with rapid commit",
                Ask(kind: .solicit, associations: [Ask.association()], options: [.rapidCommit]), .reply,
                [.rapidCommit, .association(Ask.lease())] + settings, RoutedPort.ipv6()
            ),
            (
                "solicit with rapid commit where there is no address",
                Ask(kind: .solicit, associations: [Ask.association()], options: [.rapidCommit]), .advertise,
                [.association(Ask.refusal(1, Code.noAddressesAvailable))] + settings, RoutedPort.ipv6(addresses: [])
            ),
            (
                "solicit, two addresses, two associations",
                Ask(kind: .solicit, associations: [Ask.association(1), Ask.association(2)]), .advertise,
                [
                    .association(Ask.lease(1, [RoutedPort.address, two])),
                    .association(Ask.refusal(2, Code.noAddressesAvailable)),
                ] + settings, RoutedPort.ipv6(addresses: [RoutedPort.address, two])
            ),
            ("solicit for nothing", Ask(kind: .solicit), .advertise, settings, RoutedPort.ipv6()),
            (
                "request",
                Ask(kind: .request, server: Ask.server, associations: [Ask.association(1, RoutedPort.address)]), .reply,
                [.association(Ask.lease())] + settings, RoutedPort.ipv6()
            ),
            (
                "request, another address of the link",
                Ask(kind: .request, server: Ask.server, associations: [Ask.association(1, RoutedPort.neighbor)]),
                .reply,
                [.association(Ask.lease())] + settings, RoutedPort.ipv6()
            ),
            (
                "request, an address of another link",
                Ask(kind: .request, server: Ask.server, associations: [Ask.association(1, RoutedPort.far)]), .reply,
                [.association(Ask.refusal(1, Code.notOnLink))] + settings, RoutedPort.ipv6()
            ),
            (
                "request where there is no address",
                Ask(kind: .request, server: Ask.server, associations: [Ask.association()]), .reply,
                [.association(Ask.refusal(1, Code.noAddressesAvailable))] + settings, RoutedPort.ipv6(addresses: [])
            ),
            (
                "confirm", Ask(kind: .confirm, associations: [Ask.association(1, RoutedPort.address)]), .reply,
                [.status(DHCPv6Status(Code.success))], RoutedPort.ipv6()
            ),
            (
                "confirm, an address of another link",
                Ask(kind: .confirm, associations: [Ask.association(1, RoutedPort.address, RoutedPort.far)]), .reply,
                [.status(DHCPv6Status(Code.notOnLink))], RoutedPort.ipv6()
            ),
            (
                "confirm, an address of a former life",
                Ask(kind: .confirm, associations: [Ask.association(1, RoutedPort.neighbor)]), .reply,
                [.status(DHCPv6Status(Code.notOnLink))], RoutedPort.ipv6()
            ),
            (
                "renew",
                Ask(kind: .renew, server: Ask.server, associations: [Ask.association(1, RoutedPort.address)]), .reply,
                [.association(Ask.lease())] + settings, RoutedPort.ipv6()
            ),
            (
                "renew, an address that is gone",
                Ask(
                    kind: .renew, server: Ask.server,
                    associations: [Ask.association(1, RoutedPort.neighbor, RoutedPort.address)]), .reply,
                [.association(extended(RoutedPort.neighbor))] + settings, RoutedPort.ipv6()
            ),
            (
                "renew, all addresses are gone",
                Ask(kind: .renew, server: Ask.server, associations: [Ask.association(1, RoutedPort.far)]), .reply,
                [.association(DHCPv6Association(id: 1, addresses: [withdrawn(RoutedPort.far)]))] + settings,
                RoutedPort.ipv6(addresses: [])
            ),
            (
                "renew of nothing where there is no address",
                Ask(kind: .renew, server: Ask.server, associations: [Ask.association()]), .reply,
                [.association(Ask.refusal(1, Code.noBinding))] + settings, RoutedPort.ipv6(addresses: [])
            ),
            (
                "renew, a second association",
                Ask(
                    kind: .renew, server: Ask.server,
                    associations: [Ask.association(1, RoutedPort.address), Ask.association(2, RoutedPort.neighbor)]),
                .reply,
                [.association(Ask.lease()), .association(Ask.refusal(2, Code.noBinding))] + settings, RoutedPort.ipv6()
            ),
            (
                "rebind", Ask(kind: .rebind, associations: [Ask.association(1, RoutedPort.address)]), .reply,
                [.association(Ask.lease())] + settings, RoutedPort.ipv6()
            ),
            (
                "rebind, an address of another link",
                Ask(kind: .rebind, associations: [Ask.association(1, RoutedPort.far)]), .reply,
                [.association(extended(RoutedPort.far))] + settings, RoutedPort.ipv6()
            ),
            (
                "release",
                Ask(kind: .release, server: Ask.server, associations: [Ask.association(1, RoutedPort.address)]), .reply,
                [.status(DHCPv6Status(Code.success))], RoutedPort.ipv6()
            ),
            (
                "release of what is not the port's",
                Ask(kind: .release, server: Ask.server, associations: [Ask.association(1, RoutedPort.far)]), .reply,
                [.status(DHCPv6Status(Code.success)), .association(Ask.refusal(1, Code.noBinding))], RoutedPort.ipv6()
            ),
            (
                "decline",
                Ask(kind: .decline, server: Ask.server, associations: [Ask.association(1, RoutedPort.address)]), .reply,
                [.status(DHCPv6Status(Code.success))], RoutedPort.ipv6()
            ),
            (
                "information", Ask(kind: .informationRequest), .reply, settings, RoutedPort.ipv6(addresses: [])
            ),
            (
                "information without a name, from this server",
                Ask(kind: .informationRequest, client: nil, server: Ask.server), .reply, settings, RoutedPort.ipv6()
            ),
        ]

    @Test func everyMessageHasItsAnswer() throws {
        for row in Self.dialogue {
            let answer = try row.ask.answer(row.ipv6)
            #expect(answer.kind == row.kind, "\(row.name)")
            let head = 1 + (row.ask.client == nil ? 0 : 1)
            #expect(Array(answer.options.dropFirst(head)) == row.says, "\(row.name)")
        }
    }

    /// In the client's order, and once each; without a wish, all.
    @Test(
        arguments: [([24, 23], [24, 23]), ([23, 23, 99], [23]), ([], []), ([82, 56], [])] as [([UInt16], [UInt16])])
    func settingsAreThoseThatWereAskedFor(asked: [UInt16], said: [UInt16]) throws {
        let answer = try DHCPv6Dialogue(kind: .informationRequest, options: [.optionRequest(asked)]).answer()
        #expect(answer.options.dropFirst(2).map(\.code) == said)
    }

    @Test func silenceHasAReason() throws {
        let association = Ask.association(1, RoutedPort.address)
        let table: [(Ask, DHCPv6Ignored)] = [
            (Ask(kind: .solicit, client: nil), .noClientIdentifier),
            (Ask(kind: .rebind, client: nil, associations: [association]), .noClientIdentifier),
            (Ask(kind: .request, client: nil, server: Ask.server), .noClientIdentifier),
            (Ask(kind: .solicit, server: Ask.server), .unexpectedServer),
            (Ask(kind: .confirm, server: Ask.server, associations: [association]), .unexpectedServer),
            (Ask(kind: .rebind, server: Ask.other, associations: [association]), .unexpectedServer),
            (Ask(kind: .request, associations: [association]), .otherServer),
            (Ask(kind: .request, server: Ask.other, associations: [association]), .otherServer),
            (Ask(kind: .renew, server: Ask.other, associations: [association]), .otherServer),
            (Ask(kind: .release, server: Ask.other, associations: [association]), .otherServer),
            (Ask(kind: .decline, associations: [association]), .otherServer),
            (Ask(kind: .informationRequest, server: Ask.other), .otherServer),
            (Ask(kind: .informationRequest, associations: [association]), .unexpectedAssociation),
            (
                Ask(kind: .informationRequest, options: [.other(code: 25, value: [UInt8](repeating: 0, count: 12))]),
                .unexpectedAssociation
            ),
            (Ask(kind: .confirm), .noAddress), (Ask(kind: .confirm, associations: [Ask.association()]), .noAddress),
            (Ask(kind: .advertise), .fromServer), (Ask(kind: .reply), .fromServer),
            (Ask(kind: .reconfigure), .fromServer),
        ]
        for (ask, reason) in table { #expect(try ask.outcome() == .ignored(.dhcpv6(reason))) }
    }

    @Test func packetsOfOthersAreIgnored() throws {
        let ask = Ask(kind: .solicit, associations: [Ask.association()])
        let service = RoutedPort.service()
        let noUDP = IPProtocolNumber.tcp
        let table: [([UInt8], PacketOutcome)] = [
            (try ask.frame(source: .any), .ignored(.dhcpv6(.noSource))),
            (try ask.frame(source: .allNodes), .ignored(.dhcpv6(.noSource))),
            // Nobody's question, so what remains is that the hop limit of 1 has run out.
            (try ask.frame(port: 548), .ignored(.noError(about: .group))),
            (try ask.frame(ipv6: { $0.nextHeader = noUDP }), .ignored(.noError(about: .group))),
            (
                try ask.frame(udp: { $0.payload = [12, 0, 0, 1] }),
                .ignored(.malformed(PacketError(.dhcpv6, at: 62, .unsupported)))
            ),
        ]
        for (frame, outcome) in table { #expect(RoutedPort.outcome(frame, service) == outcome) }
        #expect(RoutedPort.outcome(try ask.frame(), RoutedPort.service(nil)) == .ignored(.noService))
        // To a server of the tenant's own, through the router.
        let far = try ask.frame(source: RoutedPort.address, destination: RoutedPort.far, ipv6: { $0.hopLimit = 9 })
        #expect(RoutedPort.outcome(far) == .ignored(.faultless))
    }

    /// Nothing that a client says, and nothing that a port has, makes an answer longer than a packet.
    @Test func theLongestFitsEveryLink() throws {
        let addresses = (1...40).map { IPv6Address(high: 0x2001_0db8 << 32, low: $0) }
        let foreign = (1...40).map { IPv6Address(high: 0xfd00 << 48, low: $0) }
        var association = Ask.association()
        association.addresses = foreign.map(Self.withdrawn)
        let ask = Ask(
            kind: .renew, client: DUID([UInt8](repeating: 7, count: 130)), server: Ask.server,
            associations: [association] + (2...30).map { Ask.association($0) })
        let ipv6 = RoutedPort.ipv6(
            addresses: addresses, dnsServers: addresses, domain: String(repeating: "abcdefg.", count: 31))
        let answer = try ask.answer(ipv6)
        #expect(answer.associations.count == 4)
        #expect(answer.associations.first?.addresses.count == 32)
        #expect(answer.options.map(\.code) == [2, 1, 3, 3, 3, 3])
    }
}
