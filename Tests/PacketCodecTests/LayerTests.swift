import NetworkTypes
import PacketCodec
import Testing

private let client = MACAddress(bits: 0x0200_0000_000a)
private let gateway = MACAddress(bits: 0x0200_0000_0001)
private let left = IPv4Address(bits: 0x0a00_0005)
private let right = IPv4Address(bits: 0x0a00_0006)

@Suite struct EthernetTests {
    @Test func tagsAreSeenAndKept() throws {
        let bytes: [UInt8] = [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 10, 0x88, 0xa8, 0, 7, 0x81, 0, 0x60, 5, 8, 0, 0xaa]
        let frame = try EthernetFrame.decode(bytes[...])
        #expect(frame.destination == gateway)
        #expect(frame.source == client)
        #expect(frame.tags.map(\.vlan) == [7, 5])
        #expect(frame.etherType == EtherType.ipv4)
        #expect(frame.payload == [0xaa])
        #expect(frame.encode() == bytes)
    }

    @Test func lengthsAreNotTypes() {
        let bytes: [UInt8] = [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 10, 0, 3, 1, 2, 3]
        #expect(throws: PacketError(.ethernet, at: 12, .unsupported)) { try EthernetFrame.decode(bytes[...]) }
    }
}

@Suite struct ARPTests {
    private let packet = ARPPacket(
        operation: .request, senderMAC: client, senderAddress: left, targetMAC: .zero, targetAddress: right)

    @Test func bytesAreThoseOfTheSpecification() throws {
        let bytes = packet.encode()
        #expect(hexadecimal(bytes: bytes) == "0001080006040001" + "02000000000a0a000005" + "0000000000000a000006")
        #expect(try ARPPacket.decode(bytes[...]) == packet)
        #expect(try ARPPacket.decode((bytes + [0, 0, 0])[...]) == packet, "padding is passed over")
    }

    @Test(arguments: [
        (1, 6, 0, PacketError.Rule.unsupported), (3, 1, 2, .unsupported), (4, 8, 4, .unsupported), (7, 3, 6, .badValue),
    ])
    func strangersAreRefused(index: Int, value: UInt8, offset: Int, rule: PacketError.Rule) {
        var bytes = packet.encode()
        bytes[index] = value
        #expect(throws: PacketError(.arp, at: offset, rule)) { try ARPPacket.decode(bytes[...]) }
    }
}

@Suite struct IPv4Tests {
    private let packet = IPv4Packet(
        identification: 7, dontFragment: true, protocolNumber: IPProtocolNumber.udp, source: left, destination: right,
        payload: [1, 2, 3])

    @Test func headerOfAKnownPacket() throws {
        // Header of the DHCPDISCOVER in ClientFrames.udhcpc.
        let header = try #require(bytes(hexadecimal: "4500001c000000004011" + "7ad2" + "00000000ffffffff"))
        let packet = try IPv4Packet.decode((header + [0, 68, 0, 67, 0, 8, 0, 0])[...])
        #expect(packet.destination == .broadcast)
        #expect(packet.payload.count == 8)
        #expect(try packet.encode() == header + [0, 68, 0, 67, 0, 8, 0, 0])
    }

    @Test func paddingIsCutAndOptionsArePassedOver() throws {
        var bytes = try packet.encode()
        #expect(try IPv4Packet.decode((bytes + [9, 9])[...]) == packet)
        // Four no-operation options, which add to the length of the header, the total length and the checksum.
        bytes[0] = 0x46
        bytes[3] += 4
        bytes.insert(contentsOf: [1, 1, 1, 1], at: 20)
        let sum = UInt32(bytes[10]) << 8 | UInt32(bytes[11])
        let less = sum - 0x0100 - 4 - 0x0202
        bytes[10] = UInt8(less >> 8)
        bytes[11] = UInt8(less & 0xff)
        #expect(try IPv4Packet.decode(bytes[...]) == packet)
    }

    @Test(arguments: [
        (true, UInt16(0), true), (false, 185, true), (true, 185, true), (false, 0, false),
    ])
    func fragmentsAreRecognised(more: Bool, offset: UInt16, isFragment: Bool) throws {
        var part = packet
        part.moreFragments = more
        part.fragmentOffset = offset
        let decoded = try IPv4Packet.decode(try part.encode()[...])
        #expect(decoded == part)
        #expect(decoded.isFragment == isFragment)
    }

    @Test(arguments: [
        (0, 0x65, 0, PacketError.Rule.badVersion), (0, 0x44, 0, .badLength), (0, 0x4f, 0, .truncated),
        (3, 19, 2, .badLength), (3, 24, 2, .truncated), (8, 63, 10, .badChecksum), (16, 11, 10, .badChecksum),
    ])
    func brokenHeadersAreNamed(index: Int, value: UInt8, offset: Int, rule: PacketError.Rule) throws {
        var bytes = try packet.encode()
        bytes[index] = value
        #expect(throws: PacketError(.ipv4, at: offset, rule)) { try IPv4Packet.decode(bytes[...]) }
    }

    @Test func whatWasCutOffIsCountedAsSent() throws {
        var long = packet
        long.payload = [UInt8](repeating: 7, count: 1480)[...]
        let bytes = try long.encode()
        let (cut, length) = try IPv4Packet.decode(bytes[..<100], sentLength: bytes.count)
        #expect(length == 1500)
        #expect(cut.payload.count == 80)
        for lie in [1499, 0, -1, .min] {
            #expect(throws: PacketError(.ipv4, at: 2, .truncated)) {
                try IPv4Packet.decode(bytes[..<100], sentLength: lie)
            }
        }
        #expect(try IPv4Packet.decode(bytes[...], sentLength: .max).packet == long)
    }

    @Test func tooLongAPayloadIsRefused() {
        var long = packet
        long.payload = [UInt8](repeating: 0, count: 65_516)[...]
        #expect(throws: PacketError(.ipv4, at: 2, .tooLong)) { try long.encode() }
    }
}

@Suite struct UDPTests {
    private let datagram = UDPDatagram(sourcePort: 68, destinationPort: 67, payload: [1, 2, 3])

    @Test func checksumIsMadeAndVerified() throws {
        var bytes = try datagram.encode(source: left, destination: right)
        #expect(try UDPDatagram.decode(bytes[...], source: left, destination: right) == datagram)
        #expect(throws: PacketError(.udp, at: 6, .badChecksum)) {
            try UDPDatagram.decode(bytes[...], source: left, destination: IPv4Address(bits: 1))
        }
        bytes[6] = 0
        bytes[7] = 0
        bytes[10] = 99
        #expect(try UDPDatagram.decode(bytes[...], source: left, destination: right).payload == [1, 2, 99])
    }

    /// The word that brings the sum to zero, which must not go out as "no checksum".
    @Test func aSumOfZeroIsSentAsOnes() throws {
        let plain = UDPDatagram(sourcePort: 0, destinationPort: 0, payload: [0, 0])
        let sum = try plain.encode(source: IPv4Address.any, destination: .any)[6...7]
        let zero = try UDPDatagram(sourcePort: 0, destinationPort: 0, payload: sum).encode(
            source: IPv4Address.any, destination: .any)
        #expect(zero[6...7] == [0xff, 0xff])
        #expect(try UDPDatagram.decode(zero[...], source: IPv4Address.any, destination: .any).payload == sum)
    }

    @Test(arguments: [(7 as UInt8, PacketError.Rule.badLength), (12, .truncated)])
    func lengthsAreChecked(length: UInt8, rule: PacketError.Rule) throws {
        var bytes = try datagram.encode(source: left, destination: right)
        bytes[5] = length
        #expect(throws: PacketError(.udp, at: 4, rule)) {
            try UDPDatagram.decode(bytes[...], source: left, destination: right)
        }
    }
}

@Suite struct ICMPv4EchoTests {
    @Test func bytesOfAKnownRequest() throws {
        let echo = ICMPv4Echo(kind: .request, identifier: 1, sequence: 2, payload: [0x61, 0x62, 0x63])
        let bytes = echo.encode()
        // 0800 + 0001 + 0002 + 6162 + 6300 = cc65, and its complement.
        #expect(hexadecimal(bytes: bytes) == "0800339a00010002616263")
        #expect(try ICMPv4Echo.decode(bytes[...]) == echo)
    }

    @Test func othersAreRefused() {
        #expect(throws: PacketError(.icmp, at: 0, .unsupported)) {
            try ICMPv4Echo.decode([3, 1, 0xfc, 0xfe, 0, 0, 0, 0])
        }
        #expect(throws: PacketError(.icmp, at: 2, .badChecksum)) { try ICMPv4Echo.decode([8, 0, 0, 0, 0, 0, 0, 0]) }
    }
}
