import NetworkTypes
import PacketCodec
import Testing

private let near = IPv6Address(high: 0xfe80 << 48, low: 1)

@Suite struct IPv6Tests {
    private let packet = IPv6Packet(
        trafficClass: 0xb8, flowLabel: 0xabcde, nextHeader: IPProtocolNumber.udp, hopLimit: 1, source: near,
        destination: .allDHCPServers, payload: [1, 2, 3])

    @Test func bytesOfAKnownPacket() throws {
        let bytes = try packet.encode()
        #expect(
            hexadecimal(bytes: bytes) == "6b8abcde00031101" + "fe800000000000000000000000000001"
                + "ff020000000000000000000000010002" + "010203")
        #expect(try IPv6Packet.decode(bytes[...]) == packet)
        #expect(try IPv6Packet.decode((bytes + [9, 9])[...]) == packet, "padding is cut off")
    }

    @Test(arguments: [(0, 0x4b, 0, PacketError.Rule.badVersion), (5, 4, 4, .truncated), (4, 1, 4, .truncated)])
    func brokenHeadersAreNamed(index: Int, value: UInt8, offset: Int, rule: PacketError.Rule) throws {
        var bytes = try packet.encode()
        bytes[index] = value
        #expect(throws: PacketError(.ipv6, at: offset, rule)) { try IPv6Packet.decode(bytes[...]) }
    }

    @Test func everyTruncationIsFound() throws {
        let bytes = try packet.encode()
        for count in bytes.indices {
            #expect(throws: PacketError.self) { try IPv6Packet.decode(bytes[..<count]) }
        }
    }

    @Test func whatWasCutOffIsCountedAsSent() throws {
        var long = packet
        long.payload = [UInt8](repeating: 7, count: 1460)[...]
        let bytes = try long.encode()
        let (cut, length) = try IPv6Packet.decode(bytes[..<100], sentLength: bytes.count)
        #expect(length == 1500)
        #expect(cut.payload.count == 60)
        for lie in [1499, 0, -1, .min] {
            #expect(throws: PacketError(.ipv6, at: 4, .truncated)) {
                try IPv6Packet.decode(bytes[..<100], sentLength: lie)
            }
        }
        #expect(try IPv6Packet.decode(bytes[...], sentLength: .max).packet == long)
    }

    @Test func valuesThatNoFieldHoldsAreRefused() {
        var long = packet
        long.payload = [UInt8](repeating: 0, count: 65_536)[...]
        #expect(throws: PacketError(.ipv6, at: 4, .tooLong)) { try long.encode() }
        long.payload = []
        long.flowLabel = 0x10_0000
        #expect(throws: PacketError(.ipv6, at: 1, .tooLong)) { try long.encode() }
    }
}

@Suite struct IPv6UpperLayerTests {
    private func walk(_ next: UInt8, _ text: String) throws -> IPv6UpperLayer {
        let payload = try #require(bytes(hexadecimal: text))
        return try IPv6UpperLayer(
            of: IPv6Packet(nextHeader: next, source: near, destination: near, payload: payload[...]))
    }

    /// Each row: the first header, the payload, and what is found: protocol, fragment offset, more fragments, payload.
    @Test(
        arguments: [
            (17, "aabb", 17, 0, false, "aabb"), (59, "", 59, 0, false, ""), (50, "00", 50, 0, false, "00"),
            // Hop-by-hop options of 8 bytes, then destination options of 16, then routing.
            (0, "1100" + "010400000000" + "aa", 17, 0, false, "aa"),
            (60, "2b01" + "0000000000000000000000000000" + "3a00" + "000000000000" + "aa", 58, 0, false, "aa"),
            // Authentication counts by four bytes: 24 in all.
            (51, "3a04" + "00000000000000000000000000000000000000000000" + "aa", 58, 0, false, "aa"),
            // The first fragment, an atomic one (RFC 6946), and a later one, whose next header is not walked.
            (44, "11000001deadbeef" + "aa", 17, 0, true, "aa"), (44, "11000000deadbeef" + "aa", 17, 0, false, "aa"),
            (44, "3c0005a8deadbeef" + "aa", 60, 0xb5, false, "aa"), (44, "2c000009deadbeef" + "aa", 44, 1, true, "aa"),
            // The first fragment goes on with destination options.
            (44, "3c000001deadbeef" + "3a00000000000000" + "aa", 58, 0, true, "aa"),
        ] as [(UInt8, String, UInt8, UInt16, Bool, String)])
    func isFound(_ row: (next: UInt8, text: String, found: UInt8, offset: UInt16, more: Bool, payload: String)) throws {
        let upper = try walk(row.next, row.text)
        #expect(upper.protocolNumber == row.found)
        #expect(upper.fragmentOffset == row.offset)
        #expect(upper.moreFragments == row.more)
        #expect(upper.isFragment == (row.more || row.offset != 0))
        #expect(hexadecimal(bytes: upper.payload) == row.payload)
    }

    @Test(
        arguments: [
            (0, "", 0, PacketError.Rule.truncated), (0, "11", 1, .truncated), (0, "1100", 0, .truncated),
            (0, "1101" + "000000000000", 0, .truncated), (44, "11000001", 0, .truncated),
            (0, "11ff" + "000000000000", 0, .truncated), (0, "0000" + "000000000000", 8, .truncated),
        ] as [(UInt8, String, Int, PacketError.Rule)])
    func brokenChainsAreNamed(next: UInt8, text: String, offset: Int, rule: PacketError.Rule) {
        #expect(throws: PacketError(.ipv6, at: offset, rule)) { try walk(next, text) }
    }

    @Test func theWalkEnds() throws {
        let header = "3c00000000000000"
        let last = "1100000000000000"
        let limit = IPv6UpperLayer.extensionHeaderLimit
        #expect(try walk(60, String(repeating: header, count: limit - 1) + last).protocolNumber == 17)
        #expect(throws: PacketError(.ipv6, at: 8 * limit, .unsupported)) {
            try walk(60, String(repeating: header, count: limit) + last)
        }
    }
}

@Suite struct UDPOverIPv6Tests {
    private let datagram = UDPDatagram(
        sourcePort: UDPPort.dhcpv6Client, destinationPort: UDPPort.dhcpv6Server, payload: [1, 2, 3])

    @Test func checksumIsMadeAndVerified() throws {
        let bytes = try datagram.encode(source: near, destination: .allDHCPServers)
        #expect(hexadecimal(bytes: bytes) == "02220223000bfa09010203")
        #expect(try UDPDatagram.decode(bytes[...], source: near, destination: .allDHCPServers) == datagram)
        #expect(throws: PacketError(.udp, at: 6, .badChecksum)) {
            try UDPDatagram.decode(bytes[...], source: near, destination: near)
        }
    }

    @Test func noChecksumIsRefused() throws {
        var bytes = try datagram.encode(source: near, destination: .allDHCPServers)
        bytes[6] = 0
        bytes[7] = 0
        #expect(throws: PacketError(.udp, at: 6, .badChecksum)) {
            try UDPDatagram.decode(bytes[...], source: near, destination: .allDHCPServers)
        }
    }

    /// The word that brings the sum to zero goes out as ones here too.
    @Test func aSumOfZeroIsSentAsOnes() throws {
        let plain = UDPDatagram(sourcePort: 0, destinationPort: 0, payload: [0, 0])
        let sum = try plain.encode(source: near, destination: near)[6...7]
        let zero = try UDPDatagram(sourcePort: 0, destinationPort: 0, payload: sum).encode(
            source: near, destination: near)
        #expect(zero[6...7] == [0xff, 0xff])
        #expect(try UDPDatagram.decode(zero[...], source: near, destination: near).payload == sum)
    }
}
