import NetworkTypes
import PacketCodec
import Testing

private let address = IPv6Address(high: 0x2001_0db8 << 32, low: 5)
private let server = IPv6Address(high: 0x2001_0db8 << 32, low: 0x53)
private let gateway = MACAddress(bits: 0x0e00_0000_0007)

@Suite struct DHCPv6MessageTests {
    private func decode(_ text: String) throws -> DHCPv6Message {
        try DHCPv6Message.decode(try #require(bytes(hexadecimal: text))[...])
    }

    /// Bytes put together apart from the codec, option by option.
    @Test func bytesOfAKnownMessage() throws {
        let identifier = try #require(bytes(hexadecimal: "000100011a2b3c4d02000000000a"))
        let client = try #require(DUID(identifier))
        let lease = DHCPv6Address(
            address, preferredLifetime: 300, validLifetime: 600, status: DHCPv6Status(DHCPv6Status.Code.success))
        let association = DHCPv6Association(
            id: 7, renewalTime: 150, rebindingTime: 240, addresses: [lease],
            status: DHCPv6Status(DHCPv6Status.Code.noAddressesAvailable, message: "none"))
        let names = [try #require(DomainName("naru.test")), try #require(DomainName("a"))]
        let message = DHCPv6Message(
            kind: .reply, transactionID: 0x12_3456,
            options: [
                .clientIdentifier(client), .serverIdentifier(DUID(linkLayer: gateway)), .association(association),
                .optionRequest([23, 24]), .elapsedTime(100), .status(DHCPv6Status(0, message: "ok")), .rapidCommit,
                .dnsServers([server]), .domainList(names), .other(code: 16, value: [0, 0, 1, 0x37]),
            ])
        let encoded = try message.encode()
        #expect(
            hexadecimal(bytes: encoded) == "07123456" + "0001000e" + "000100011a2b3c4d02000000000a"
                + "0002000a" + "00030001" + "0e0000000007" + "00030038" + "0000000700000096000000f0"
                + "0005001e" + "20010db8000000000000000000000005" + "0000012c00000258" + "000d00020000"
                + "000d00060002" + "6e6f6e65" + "0006000400170018" + "000800020064" + "000d000400006f6b" + "000e0000"
                + "00170010" + "20010db8000000000000000000000053" + "0018000e" + "046e617275047465737400" + "016100"
                + "0010000400000137")
        let decoded = try DHCPv6Message.decode(encoded[...])
        #expect(decoded == message)
        #expect(decoded.clientIdentifier == client)
        #expect(decoded.serverIdentifier?.description == "000300010e0000000007")
        #expect(decoded.associations == [association])
        #expect(decoded.optionRequest == [23, 24])
        #expect(decoded.status?.code == 0)
        #expect(decoded.wantsRapidCommit)
    }

    @Test func everyKindComesBack() throws {
        for kind in DHCPv6Message.Kind.allCases {
            let message = DHCPv6Message(kind: kind, transactionID: 0xff_ffff, options: [])
            #expect(try DHCPv6Message.decode(try message.encode()[...]) == message)
        }
    }

    @Test func strangersInAssociationsArePassedOver() throws {
        // IA_NA with an unknown option, two states, and an address with an unknown option.
        let message = try decode(
            "01000001" + "0003003e" + "000000010000000000000000" + "00630001aa" + "000d00020002" + "000d00020003"
                + "0005001d" + "20010db8000000000000000000000005" + "0000000000000000" + "00630001aa")
        let association = DHCPv6Association(
            id: 1, addresses: [DHCPv6Address(address, preferredLifetime: 0, validLifetime: 0)],
            status: DHCPv6Status(2))
        #expect(message.associations == [association])
    }

    @Test(arguments: [
        ("", 0, PacketError.Rule.truncated), ("010000", 1, .truncated), ("00000001", 0, .unsupported),
        // Relay messages, and what is newer than RFC 8415.
        ("0c000001", 0, .unsupported), ("0d000001", 0, .unsupported), ("0e000001", 0, .unsupported),
        ("01000001" + "0001", 6, .truncated), ("01000001" + "00010000", 8, .badLength),
        ("01000001" + "00010003" + "0001", 8, .truncated), ("01000001" + "00010002" + "0001", 8, .badLength),
        ("01000001" + "000e0001" + "00", 8, .badLength), ("01000001" + "00080001" + "00", 8, .badLength),
        ("01000001" + "00080003" + "000000", 8, .badLength), ("01000001" + "00060003" + "001700", 8, .badLength),
        ("01000001" + "000d0001" + "00", 8, .badLength), ("01000001" + "00170000", 8, .badLength),
        ("01000001" + "00170001" + "00", 8, .badLength), ("01000001" + "00180000", 8, .badLength),
        ("01000001" + "00180002" + "0261", 8, .badLength), ("01000001" + "00180003" + "0161c0", 10, .badValue),
        // An IA_NA without its times; one whose address is cut; one whose address is longer than the IA_NA.
        ("01000001" + "00030004" + "00000001", 8, .badLength),
        ("01000001" + "00030012" + "000000010000000000000000" + "000500020000", 24, .badLength),
        ("01000001" + "00030010" + "000000010000000000000000" + "00050018", 8, .badLength),
    ])
    func brokenMessagesAreNamed(text: String, offset: Int, rule: PacketError.Rule) {
        #expect(throws: PacketError(.dhcpv6, at: offset, rule)) { try decode(text) }
    }

    @Test func identifiersHaveTheirSizes() {
        #expect(DUID([0, 3]) == nil)
        #expect(DUID([0, 3, 1]) != nil)
        #expect(DUID([UInt8](repeating: 1, count: 130)) != nil)
        #expect(DUID([UInt8](repeating: 1, count: 131)) == nil)
    }

    @Test func valuesThatNoFieldHoldsAreRefused() {
        let long = DHCPv6Message(
            kind: .reply, transactionID: 1,
            options: [.other(code: 99, value: [UInt8](repeating: 0, count: 65_536))])
        #expect(throws: PacketError(.dhcpv6, at: 4, .tooLong)) { try long.encode() }
        let wide = DHCPv6Message(kind: .reply, transactionID: 1 << 24, options: [])
        #expect(throws: PacketError(.dhcpv6, at: 1, .tooLong)) { try wide.encode() }
    }
}
