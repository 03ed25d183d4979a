import NetworkTypes
import PacketCodec
import Testing

private let client = MACAddress(bits: 0x0200_0000_000a)
private let gateway = MACAddress(bits: 0x0e00_0000_0007)
private let clientLocal = IPv6Address.linkLocal(of: client)
private let gatewayLocal = IPv6Address.linkLocal(of: gateway)
private let router = IPv6Address(high: 0x2001_0db8 << 32, low: 1)
private let host = IPv6Address(high: 0x2001_0db8 << 32, low: 5)
/// ff02::1:ff00:1, where a solicitation for `router` goes.
private let solicited = IPv6Address(high: 0xff02 << 48, low: 0x1_ff00_0001)
private let google = (
    IPv6Address(high: 0x2001_4860_4860_0000, low: 0x8888), IPv6Address(high: 0x2001_4860_4860_0000, low: 0x8844)
)

@Suite struct ICMPv4ErrorTests {
    /// Bytes by hand: type, code and MTU, the quote 4500, and the complement of their sum.
    @Test(arguments: [
        (ICMPv4Error(.fragmentationNeeded(mtu: 1450), quote: [0x45, 0]), "0304b251000005aa4500"),
        (ICMPv4Error(.timeExceeded(.inTransit), quote: [0x45, 0]), "0b00afff000000004500"),
        (ICMPv4Error(.destinationUnreachable(.port), quote: []), "0303fcfc00000000"),
    ])
    func bytesOfKnownErrors(error: ICMPv4Error, text: String) throws {
        #expect(hexadecimal(bytes: error.encode()) == text)
        #expect(try ICMPv4Error.decode(try #require(bytes(hexadecimal: text))[...]) == error)
    }

    @Test func everyReasonComesBack() throws {
        for reason in ICMPv4Error.UnreachableReason.allCases {
            let error = ICMPv4Error(.destinationUnreachable(reason), quote: [1])
            #expect(try ICMPv4Error.decode(error.encode()[...]) == error)
        }
    }

    @Test(arguments: [
        ("0800339a00010002616263", 0, PacketError.Rule.unsupported), ("0310fcef00000000", 1, .badValue),
        ("0b02f4fd00000000", 1, .badValue), ("0304b251000005ab4500", 2, .badChecksum),
        ("0304b251000005", 6, .truncated),
    ])
    func strangersAreRefused(text: String, offset: Int, rule: PacketError.Rule) throws {
        let message = try #require(bytes(hexadecimal: text))
        #expect(throws: PacketError(.icmp, at: offset, rule)) { try ICMPv4Error.decode(message[...]) }
    }

    @Test func errorsAreTold() {
        #expect((UInt8(0)...255).filter { ICMPv4Error.isError(type: $0) } == [3, 4, 5, 11, 12])
    }
}

@Suite struct ICMPv6MessageTests {
    struct Row: CustomTestStringConvertible {
        let name: String
        let message: ICMPv6Message
        let source: IPv6Address
        let destination: IPv6Address
        let text: String

        var testDescription: String { name }
    }

    /// Bytes put together apart from the codec, field by field, by a script with its own checksum.
    static func rows() throws -> [Row] {
        let prefix = try #require(IPPrefix("2001:db8:1::/64"))
        let information = try #require(
            PrefixInformation(
                prefix: prefix, isOnLink: true, isAutonomous: true, validLifetime: NeighborDiscoveryOption.forever,
                preferredLifetime: NeighborDiscoveryOption.forever))
        let advertisement = RouterAdvertisement(
            isManaged: true, hasOtherSettings: true, routerLifetime: 9000,
            options: [
                .sourceLinkLayerAddress(gateway), .mtu(1450), .prefixInformation(information),
                .dnsServers([google.0, google.1], lifetime: 9000),
                .searchList([try #require(DomainName("naru.test"))], lifetime: 9000),
            ])
        return [
            Row(
                name: "too big", message: .packetTooBig(mtu: 1450, quote: [0x60, 0]), source: router, destination: host,
                text: "02003c99000005aa6000"),
            Row(
                name: "time exceeded", message: .timeExceeded(.inTransit, quote: [0x60, 0]), source: router,
                destination: host, text: "03004143000000006000"),
            Row(
                name: "echo request",
                message: .echo(
                    ICMPv6Echo(kind: .request, identifier: 1, sequence: 2, payload: [0x61, 0x62, 0x63])),
                source: router, destination: host, text: "80005fdc00010002616263"),
            Row(
                name: "echo reply",
                message: .echo(ICMPv6Echo(kind: .reply, identifier: 1, sequence: 2, payload: [0x61, 0x62, 0x63])),
                source: router, destination: host, text: "81005edc00010002616263"),
            Row(
                name: "router solicitation",
                message: .routerSolicitation(RouterSolicitation(options: [.sourceLinkLayerAddress(client)])),
                source: clientLocal, destination: .allRouters, text: "85007b1a00000000010102000000000a"),
            Row(
                name: "router advertisement", message: .routerAdvertisement(advertisement), source: gatewayLocal,
                destination: .allNodes,
                text: "8600ce3740c0232800000000000000000101" + "0e0000000007" + "05010000000005aa"
                    + "030440c0ffffffffffffffff00000000" + "20010db8000100000000000000000000"
                    + "1905000000002328" + "20014860486000000000000000008888" + "20014860486000000000000000008844"
                    + "1f03000000002328" + "046e617275047465737400" + "0000000000"),
            Row(
                name: "neighbour solicitation",
                message: .neighborSolicitation(
                    NeighborSolicitation(target: router, options: [.sourceLinkLayerAddress(client)])),
                source: clientLocal, destination: solicited,
                text: "87004c4f0000000020010db8000000000000000000000001" + "010102000000000a"),
            Row(
                name: "neighbour advertisement",
                message: .neighborAdvertisement(
                    NeighborAdvertisement(
                        isRouter: true, isSolicited: true, overrides: true, target: router,
                        options: [.targetLinkLayerAddress(gateway)])),
                source: gatewayLocal, destination: clientLocal,
                text: "880052cfe000000020010db8000000000000000000000001" + "02010e0000000007"),
        ]
    }

    @Test func bytesOfKnownMessages() throws {
        for row in try Self.rows() {
            let bytes = try row.message.encode(source: row.source, destination: row.destination)
            #expect(hexadecimal(bytes: bytes) == row.text, "\(row.name)")
            #expect(
                try ICMPv6Message.decode(bytes[...], source: row.source, destination: row.destination) == row.message,
                "\(row.name)")
        }
    }

    /// The checksum covers the addresses too.
    @Test func everyFlippedBitIsFound() throws {
        for row in try Self.rows() {
            let bytes = try row.message.encode(source: row.source, destination: row.destination)
            for bit in 0..<(bytes.count * 8) {
                var bent = bytes
                bent[bit / 8] ^= 1 << UInt8(bit % 8)
                #expect(throws: PacketError.self) {
                    try ICMPv6Message.decode(bent[...], source: row.source, destination: row.destination)
                }
            }
            #expect(throws: PacketError(.icmpv6, at: 2, .badChecksum)) {
                try ICMPv6Message.decode(bytes[...], source: row.source, destination: google.0)
            }
            for count in bytes.indices {
                #expect(throws: PacketError.self) {
                    try ICMPv6Message.decode(bytes[..<count], source: row.source, destination: row.destination)
                }
            }
        }
    }

    @Test func errorsAreTold() {
        #expect(ICMPv6Message.isError(type: 1) && ICMPv6Message.isError(type: 127))
        #expect(!ICMPv6Message.isError(type: 128) && !ICMPv6Message.isError(type: 255))
    }
}

/// Messages with right checksums and wrong contents.
@Suite struct BrokenICMPv6Tests {
    /// Sums the message as a message of `any` to `any`, whose pseudo-header has the length and the protocol only.
    private func decode(_ text: String) throws -> ICMPv6Message {
        var message = try #require(bytes(hexadecimal: text))
        var sum = UInt32(message.count) + 58
        for index in message.indices where index != 2 && index != 3 {
            sum += index % 2 == 0 ? UInt32(message[index]) << 8 : UInt32(message[index])
        }
        while sum > 0xffff { sum = (sum & 0xffff) + sum >> 16 }
        if message.count >= 4 {
            message[2] = ~UInt8(sum >> 8)
            message[3] = ~UInt8(sum & 0xff)
        }
        return try ICMPv6Message.decode(message[...], source: .any, destination: .any)
    }

    @Test(arguments: [
        ("", 0, PacketError.Rule.truncated), ("850000", 2, .truncated), ("04000000" + "00000000", 0, .unsupported),
        ("8500000000", 4, .truncated), ("85010000" + "00000000", 1, .badValue), ("03020000" + "00000000", 1, .badValue),
        // An option without length, options longer than what is there, and of another size than their kind's.
        ("85000000" + "00000000" + "0100020000000001", 9, .badLength),
        ("85000000" + "00000000" + "0102020000000001", 10, .truncated), ("85000000" + "00000000" + "01", 9, .truncated),
        ("85000000" + "00000000" + "0102020000000001" + "0000000000000000", 9, .badLength),
        ("85000000" + "00000000" + "0502000000000500" + "0000000000000000", 9, .badLength),
        ("85000000" + "00000000" + "0301000000000000", 9, .badLength),
        // DNS servers: none, and one and a half.
        ("85000000" + "00000000" + "1901000000000001", 9, .badLength),
        (
            "85000000" + "00000000" + "1904000000000001" + "000000000000000000000000000000000000000000000000", 9,
            .badLength
        ),
        // A search list of nothing but padding, with a pointer, and with a label over the end.
        ("85000000" + "00000000" + "1f02000000000001" + "0000000000000000", 16, .badValue),
        ("85000000" + "00000000" + "1f02000000000001" + "0161c00000000000", 18, .badValue),
        ("85000000" + "00000000" + "1f02000000000001" + "0861616161616161", 9, .badLength),
        // A prefix of 129 bits.
        (
            "85000000" + "00000000" + "030481c000000000" + "0000000000000000" + "00000000000000000000000000000000", 10,
            .badValue
        ),
        // A group as the target.
        ("87000000" + "00000000" + "ff020000000000000000000000000001", 8, .badValue),
        ("88000000" + "00000000" + "ff020000000000000000000000000001", 8, .badValue),
    ])
    func isNamed(text: String, offset: Int, rule: PacketError.Rule) {
        #expect(throws: PacketError(.icmpv6, at: offset, rule)) { try decode(text) }
    }

    @Test func whatIsNotForUsIsPassedOver() throws {
        // Reserved fields, flags of RFC 4191 and RFC 5175, bits behind the prefix, an unknown option.
        let text =
            "86000000" + "00ff0000" + "0000000000000000" + "0304403f" + "00000000" + "00000000" + "deadbeef"
            + "20010db8000100000000000000000001" + "f001616263646566"
        guard case .routerAdvertisement(let advertisement) = try decode(text) else {
            Issue.record("another message")
            return
        }
        #expect(advertisement.isManaged && advertisement.hasOtherSettings)
        let prefix = try #require(IPPrefix("2001:db8:1::/64"))
        let information = try #require(
            PrefixInformation(
                prefix: prefix, isOnLink: false, isAutonomous: false, validLifetime: 0, preferredLifetime: 0))
        #expect(
            advertisement.options == [
                .prefixInformation(information), .other(type: 0xf0, value: Array("abcdef".utf8)),
            ])
    }

    @Test func lengthsThatNoFieldHoldsAreRefused() throws {
        let many = [IPv6Address](repeating: router, count: 127)
        #expect(try NeighborDiscoveryOption.dnsServers(many, lifetime: 1).encodedSize() == 8 + 127 * 16)
        #expect(throws: PacketError(.icmpv6, at: 1, .tooLong)) {
            try NeighborDiscoveryOption.dnsServers(many + [router], lifetime: 1).encodedSize()
        }
        #expect(try NeighborDiscoveryOption.dnsServers([], lifetime: 1).encodedSize() == 0)
        #expect(try NeighborDiscoveryOption.searchList([], lifetime: 1).encodedSize() == 0)
        #expect(try NeighborDiscoveryOption.other(type: 9, value: [1]).encodedSize() == 8)
        #expect(try NeighborDiscoveryOption.other(type: 9, value: []).encodedSize() == 8)
    }
}

@Suite struct DomainNameTests {
    @Test(arguments: ["naru.test", "a", "naru.test.", String(repeating: "a", count: 63) + ".b"])
    func dottedNamesAreRead(text: String) throws {
        let name = try #require(DomainName(text))
        #expect(name.description == (text.last == "." ? String(text.dropLast()) : text))
    }

    @Test(arguments: [
        "", ".", "..", "a..b", ".a", String(repeating: "a", count: 64),
        String(repeating: "abcdefg.", count: 32),
    ])
    func othersAreRefused(text: String) { #expect(DomainName(text) == nil) }

    @Test func theLongestHas255Bytes() {
        // 31 labels of 8 bytes with their lengths, one of 6, and the end.
        let long = String(repeating: "abcdefg.", count: 31)
        #expect(DomainName(long + "abcde") != nil)
        #expect(DomainName(long + "abcdef") == nil)
    }
}
