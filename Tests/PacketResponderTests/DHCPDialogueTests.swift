import NetworkTypes
import PacketCodec
import PacketResponder
import Testing

/// A subnet of 10.0.0.0/24 with its gateway at .1, and the port that the client frames come from at .5.
enum Subnet {
    static let client = MACAddress(bits: 0x0200_0000_000a)
    static let gatewayMAC = MACAddress(bits: 0x0200_0000_0001)
    static let server = IPv4Address(bits: 0x0a00_0001)
    static let address = IPv4Address(bits: 0x0a00_0005)
    static let stranger = IPv4Address(bits: 0x0a00_0009)
    static let dns = IPv4Address(bits: 0x0a00_0002)

    static let binding = DHCPBinding(
        clientMAC: client, address: address, prefixLength: 24, gateway: server, gatewayMAC: gatewayMAC,
        serverAddress: server, dnsServers: [dns], mtu: 1450, hostname: "vm", domain: "naru.test")
}

/// A client's frame, and what is read back of the answer.
struct Dialogue {
    var type: DHCPMessageType? = .request
    var clientAddress = IPv4Address.any
    var flags: UInt16 = 0
    var source = IPv4Address.any
    var destination = IPv4Address.broadcast
    var options: [DHCPOption] = []

    func frame(
        change: (inout DHCPMessage) -> Void = { _ in }, udp: (inout UDPDatagram) -> Void = { _ in },
        ipv4: (inout IPv4Packet) -> Void = { _ in }, ethernet: (inout EthernetFrame) -> Void = { _ in }
    ) throws -> [UInt8] {
        var message = DHCPMessage(
            operation: .request, transactionID: 0x1234_5678, flags: flags, clientAddress: clientAddress,
            clientMAC: Subnet.client, options: (type.map { [.messageType($0)] } ?? []) + options)
        change(&message)
        var datagram = UDPDatagram(
            sourcePort: UDPPort.bootpc, destinationPort: UDPPort.bootps, payload: try message.encode()[...])
        udp(&datagram)
        var packet = IPv4Packet(
            protocolNumber: IPProtocolNumber.udp, source: source, destination: destination,
            payload: try datagram.encode(source: source, destination: destination)[...])
        ipv4(&packet)
        var frame = EthernetFrame(
            destination: .broadcast, source: Subnet.client, etherType: EtherType.ipv4,
            payload: try packet.encode()[...])
        ethernet(&frame)
        return frame.encode()
    }

    func outcome(_ binding: DHCPBinding = Subnet.binding) throws -> DHCPOutcome {
        DHCPResponder.answer(frame: try frame(), for: binding)
    }

    func answer(_ binding: DHCPBinding = Subnet.binding) throws -> Answer { try Answer(try outcome(binding)) }
}

/// An answer with its layers taken off; every checksum has been verified on the way.
struct Answer {
    let frame: EthernetFrame
    let packet: IPv4Packet
    let datagram: UDPDatagram
    let message: DHCPMessage

    struct Missing: Error {
        let reason: DHCPIgnored
    }

    init(_ outcome: DHCPOutcome) throws {
        switch outcome {
        case .ignored(let reason): throw Missing(reason: reason)
        case .reply(let bytes):
            frame = try EthernetFrame.decode(bytes[...])
            packet = try IPv4Packet.decode(frame.payload)
            datagram = try UDPDatagram.decode(packet.payload, source: packet.source, destination: packet.destination)
            message = try DHCPMessage.decode(datagram.payload)
        }
    }

    var codes: [UInt8] { message.options.map(\.code) }
}

@Suite struct DHCPDialogueTests {
    /// Each row: the request, the type of its answer, and where that goes (RFC 2131 §4.1 and §4.3.2).
    static let requests: [(name: String, ask: Dialogue, type: DHCPMessageType, to: IPv4Address, mac: MACAddress)] = [
        ("discover", Dialogue(type: .discover), .offer, Subnet.address, Subnet.client),
        (
            "discover, another address wished",
            Dialogue(type: .discover, options: [.requestedAddress(Subnet.stranger)]),
            .offer, Subnet.address, Subnet.client
        ),
        ("discover, broadcast flag", Dialogue(type: .discover, flags: 0x8000), .offer, .broadcast, .broadcast),
        (
            "selecting", Dialogue(options: [.serverIdentifier(Subnet.server), .requestedAddress(Subnet.address)]),
            .acknowledge, Subnet.address, Subnet.client
        ),
        (
            "selecting, broadcast flag",
            Dialogue(
                flags: 0x8000, options: [.serverIdentifier(Subnet.server), .requestedAddress(Subnet.address)]),
            .acknowledge, .broadcast, .broadcast
        ),
        (
            "selecting, wrong address",
            Dialogue(options: [.serverIdentifier(Subnet.server), .requestedAddress(Subnet.stranger)]), .refuse,
            .broadcast, .broadcast
        ),
        (
            "init-reboot", Dialogue(options: [.requestedAddress(Subnet.address)]), .acknowledge, Subnet.address,
            Subnet.client
        ),
        (
            "init-reboot, address of a former life", Dialogue(options: [.requestedAddress(Subnet.stranger)]), .refuse,
            .broadcast, .broadcast
        ),
        (
            "renewing",
            Dialogue(clientAddress: Subnet.address, source: Subnet.address, destination: Subnet.server), .acknowledge,
            Subnet.address, Subnet.client
        ),
        (
            "renewing, wrong address",
            Dialogue(clientAddress: Subnet.stranger, source: Subnet.stranger, destination: Subnet.server), .refuse,
            .broadcast, .broadcast
        ),
        (
            "rebinding, flag is of no matter to a client with an address",
            Dialogue(clientAddress: Subnet.address, flags: 0x8000, source: Subnet.address), .acknowledge,
            Subnet.address, Subnet.client
        ),
        (
            "rebinding, wrong address", Dialogue(clientAddress: Subnet.stranger, source: Subnet.stranger), .refuse,
            .broadcast, .broadcast
        ),
        (
            "inform", Dialogue(type: .inform, clientAddress: Subnet.stranger, source: Subnet.stranger), .acknowledge,
            Subnet.stranger, Subnet.client
        ),
        (
            "inform without ciaddr", Dialogue(type: .inform, source: Subnet.stranger), .acknowledge, Subnet.stranger,
            Subnet.client
        ),
    ]

    @Test func everyRequestHasItsAnswer() throws {
        for row in Self.requests {
            let answer = try row.ask.answer()
            let leases = row.type != .refuse && row.ask.type != .inform
            #expect(answer.message.messageType == row.type, "\(row.name)")
            #expect(answer.packet.destination == row.to, "\(row.name)")
            #expect(answer.frame.destination == row.mac, "\(row.name)")
            #expect(answer.frame.source == Subnet.gatewayMAC)
            #expect(answer.packet.source == Subnet.server)
            #expect(answer.datagram.sourcePort == 67)
            #expect(answer.datagram.destinationPort == 68)
            #expect(answer.datagram.payload.count >= 300)
            #expect(answer.message.operation == .reply)
            #expect(answer.message.transactionID == 0x1234_5678)
            #expect(answer.message.flags == row.ask.flags)
            #expect(answer.message.clientMAC == Subnet.client)
            #expect(answer.message.yourAddress == (leases ? Subnet.address : .any), "\(row.name)")
            #expect(answer.message.clientAddress == (row.type == .acknowledge ? row.ask.clientAddress : .any))
            #expect(answer.message.serverIdentifier == Subnet.server)
        }
    }

    @Test func silenceHasAReason() throws {
        let toOther = IPv4Address(bits: 0x0a00_00fe)
        let table: [(Dialogue, DHCPIgnored)] = [
            (Dialogue(options: [.serverIdentifier(toOther), .requestedAddress(Subnet.address)]), .otherServer),
            (
                Dialogue(clientAddress: Subnet.address, source: Subnet.address, destination: toOther), .otherServer
            ),
            (Dialogue(), .noAddress),
            (Dialogue(options: [.serverIdentifier(Subnet.server)]), .noAddress),
            (Dialogue(type: .inform), .noAddress),
            (Dialogue(type: .decline, options: [.requestedAddress(Subnet.address)]), .declined),
            (
                Dialogue(
                    type: .release, clientAddress: Subnet.address, source: Subnet.address, destination: Subnet.server),
                .released
            ),
            (Dialogue(type: .offer), .unexpectedType(.offer)),
            (Dialogue(type: .acknowledge), .unexpectedType(.acknowledge)),
            (Dialogue(type: .refuse), .unexpectedType(.refuse)),
            (Dialogue(type: nil), .noMessageType),
        ]
        for (ask, reason) in table { #expect(try ask.outcome() == .ignored(reason)) }
    }

    @Test func framesOfOthersAreIgnored() throws {
        let ask = Dialogue(type: .discover)
        let table: [([UInt8], DHCPIgnored)] = [
            (try ask.frame(change: { $0.clientMAC = MACAddress(bits: 5) }), .otherClient),
            (try ask.frame(change: { $0.relayAddress = Subnet.stranger }), .relayed),
            (try ask.frame(change: { $0.operation = .reply }), .fromServer),
            (try ask.frame(udp: { $0.destinationPort = 69 }), .otherPort),
            (try ask.frame(ipv4: { $0.moreFragments = true }), .fragment),
            (try ask.frame(ipv4: { $0.fragmentOffset = 1 }), .fragment),
            (try ask.frame(ipv4: { $0.protocolNumber = IPProtocolNumber.tcp }), .notUDP),
            (try ask.frame(ethernet: { $0.etherType = EtherType.ipv6 }), .notIPv4),
            (try ask.frame(ethernet: { $0.tags = [VLANTag(control: 9)] }), .tagged),
        ]
        for (frame, reason) in table {
            #expect(DHCPResponder.answer(frame: frame, for: Subnet.binding) == .ignored(reason))
        }
    }
}
