import NetworkTypes
import PacketCodec
import Testing

/// A message whose options field is given as bytes.
private func message(options: [UInt8], serverName: [UInt8] = [], bootFile: [UInt8] = []) -> [UInt8] {
    var bytes: [UInt8] = [1, 1, 6, 0, 0xde, 0xad, 0xbe, 0xef, 0, 3, 0x80, 0] + Array(repeating: 0, count: 16)
    bytes += [2, 0, 0, 0, 0, 10] + Array(repeating: 0, count: 10)
    bytes += serverName + Array(repeating: 0, count: 64 - serverName.count)
    bytes += bootFile + Array(repeating: 0, count: 128 - bootFile.count)
    return bytes + [0x63, 0x82, 0x53, 0x63] + options
}

@Suite struct DHCPMessageTests {
    @Test func fixedFieldsStandInTheirPlaces() throws {
        let decoded = try DHCPMessage.decode(message(options: [53, 1, 1, 255])[...])
        #expect(decoded.operation == .request)
        #expect(decoded.transactionID == 0xdead_beef)
        #expect(decoded.seconds == 3)
        #expect(decoded.wantsBroadcast)
        #expect(decoded.clientMAC == MACAddress(bits: 0x0200_0000_000a))
        #expect(decoded.options == [.messageType(.discover)])
    }

    @Test func everyOptionComesBack() throws {
        let prefix = try #require(IPPrefix("10.17.0.0/16"))
        let route = try #require(ClasslessRoute(destination: prefix, nextHop: IPv4Address(bits: 1)))
        let address = IPv4Address(bits: 0x0a00_0001)
        let options: [DHCPOption] = [
            .messageType(.offer), .serverIdentifier(address), .leaseTime(600), .renewalTime(300), .rebindingTime(525),
            .subnetMask(IPv4Address(bits: 0xffff_ff00)), .classlessRoutes([route]), .routers([address]),
            .dnsServers([address, .broadcast]), .hostName([0x61]), .domainName([0x62, 0xff]), .interfaceMTU(1450),
            .requestedAddress(address), .parameterRequestList([1, 3]), .maximumMessageSize(576),
            .clientIdentifier([1, 2]), .other(code: 80, value: []), .other(code: 77, value: [1]),
        ]
        let original = DHCPMessage(
            operation: .reply, hops: 1, transactionID: 9, seconds: 2, flags: 0x8000, clientAddress: address,
            yourAddress: .broadcast, nextServer: address, relayAddress: address, clientMAC: MACAddress(bits: 7),
            serverName: [0x73], bootFile: [0x66], options: options)
        let bytes = try original.encode()
        let decoded = try DHCPMessage.decode(bytes[...])
        #expect(decoded == original)
        #expect(try decoded.encode() == bytes)
    }

    @Test func classlessRoutesAreThoseOfRFC3442() throws {
        let table = [
            ("0.0.0.0/0", "00"), ("10.0.0.0/8", "080a"), ("10.0.0.0/24", "180a0000"), ("10.17.0.0/16", "100a11"),
            ("10.27.129.0/24", "180a1b81"), ("10.229.0.128/25", "190ae50080"), ("10.198.122.47/32", "200ac67a2f"),
        ]
        for (text, descriptor) in table {
            let prefix = try #require(IPPrefix(text))
            let route = try #require(ClasslessRoute(destination: prefix, nextHop: .broadcast))
            let bytes = try DHCPMessage(
                operation: .reply, transactionID: 0, clientMAC: .zero, options: [.classlessRoutes([route])]
            ).encode()
            let length = bytes[241]
            #expect(hexadecimal(bytes: bytes[242..<(242 + Int(length))]) == descriptor + "ffffffff")
            #expect(try DHCPMessage.decode(bytes[...]).options == [.classlessRoutes([route])])
        }
    }

    @Test func messagesAreNeverShorterThanBOOTP() throws {
        let small = try DHCPMessage(operation: .reply, transactionID: 0, clientMAC: .zero, options: []).encode()
        #expect(small.count == DHCPMessage.minimumSize)
    }

    @Test func longOptionsAreSplitAndJoined() throws {
        let long = [UInt8](repeating: 7, count: 600)
        let original = DHCPMessage(
            operation: .reply, transactionID: 0, clientMAC: .zero, options: [.other(code: 200, value: long)])
        let bytes = try original.encode()
        #expect(
            [bytes[240], bytes[241], bytes[497], bytes[498], bytes[754], bytes[755]] == [200, 255, 200, 255, 200, 90])
        #expect(try DHCPMessage.decode(bytes[...]) == original)
    }

    @Test func partsAreJoinedAcrossFieldsInOrder() throws {
        // Options field, then file, then sname (RFC 3396 §5).
        let bytes = message(
            options: [52, 1, 3, 12, 1, 0x61, 53, 1, 3, 255, 12, 1, 0x7a], serverName: [12, 1, 0x63, 255],
            bootFile: [0, 12, 1, 0x62, 255, 0xff])
        let decoded = try DHCPMessage.decode(bytes[...])
        #expect(decoded.options == [.hostName([0x61, 0x62, 0x63]), .messageType(.request)])
        #expect(decoded.serverName.isEmpty)
        #expect(decoded.bootFile.isEmpty)
    }

    @Test(
        arguments: [
            ([53, 1], PacketError.Rule.truncated, 242), ([53], .truncated, 241), ([12, 9, 1], .truncated, 242),
            ([53, 2, 1, 1], .badLength, 242), ([53, 1, 0], .badValue, 242), ([53, 1, 9], .badValue, 242),
            ([50, 3, 1, 2, 3], .badLength, 242), ([50, 0], .badLength, 242), ([6, 0], .badLength, 242),
            ([6, 5, 1, 2, 3, 4, 5], .badLength, 242), ([0, 57, 1, 1], .badLength, 243), ([52, 1, 4], .badValue, 242),
            ([52, 1, 0], .badValue, 242), ([52, 0], .badValue, 242), ([121, 5, 33, 1, 2, 3, 4], .badValue, 242),
            ([121, 4, 0, 1, 2, 3], .badLength, 242), ([54, 4, 1, 1, 1, 1, 54, 4, 2, 2, 2, 2], .badLength, 242),
        ] as [([UInt8], PacketError.Rule, Int)])
    func brokenOptionsAreNamed(options: [UInt8], rule: PacketError.Rule, offset: Int) {
        #expect(throws: PacketError(.dhcp, at: offset, rule)) { try DHCPMessage.decode(message(options: options)[...]) }
    }

    @Test(arguments: [
        (0, 3, PacketError.Rule.badValue), (1, 6, .unsupported), (2, 16, .unsupported), (236, 0, .badCookie),
    ])
    func brokenFieldsAreNamed(index: Int, value: UInt8, rule: PacketError.Rule) {
        var bytes = message(options: [255])
        bytes[index] = value
        #expect(throws: PacketError(.dhcp, at: index, rule)) { try DHCPMessage.decode(bytes[...]) }
    }

    @Test func overloadInsideAnOverloadedFieldIsRefused() {
        let bytes = message(options: [52, 1, 1, 255], bootFile: [52, 1, 2, 255])
        #expect(throws: PacketError(.dhcp, at: 110, .badValue)) { try DHCPMessage.decode(bytes[...]) }
    }

    @Test func offsetsCountFromTheStartOfTheFrame() {
        let bytes = [UInt8](repeating: 0, count: 42) + message(options: [53, 1, 0])
        #expect(throws: PacketError(.dhcp, at: 284, .badValue)) { try DHCPMessage.decode(bytes[42...]) }
    }

    @Test func tooLongAMessageIsRefused() {
        let option = DHCPOption.other(code: 200, value: [UInt8](repeating: 0, count: 65_300))
        let message = DHCPMessage(operation: .reply, transactionID: 0, clientMAC: .zero, options: [option])
        #expect(throws: PacketError(.dhcp, at: 240, .tooLong)) { try message.encode() }
    }
}
