import NetworkTypes
import PacketCodec
import PacketResponder
import Testing

/// Frames of IPv6, and packets that a router refuses, that were cut or bent on their way.
@Suite struct HostilePacketTests {
    /// Frames that are answered.
    private static func frames() throws -> [[UInt8]] {
        let solicitation = ICMPv6Message.routerSolicitation(
            RouterSolicitation(options: [.sourceLinkLayerAddress(RoutedPort.mac)]))
        let source = RoutedPort.local
        return [
            try RoutedPort.frame(
                IPv6Packet(
                    nextHeader: IPProtocolNumber.icmpv6, hopLimit: 255, source: source, destination: .allRouters,
                    payload: try solicitation.encode(source: source, destination: .allRouters)[...])),
            try DHCPv6Dialogue(
                kind: .renew, server: DHCPv6Dialogue.server,
                associations: [DHCPv6Dialogue.association(1, RoutedPort.address, RoutedPort.far)],
                options: [.elapsedTime(0), .optionRequest([23, 24])]
            ).frame(),
            try RoutedPort.frame(
                IPv6Packet(
                    nextHeader: IPProtocolNumber.tcp, hopLimit: 1, source: RoutedPort.address,
                    destination: RoutedPort.far, payload: [1, 2, 3, 4, 5, 6, 7, 8])),
            try RoutedPort.frame(
                IPv4Packet(
                    timeToLive: 1, protocolNumber: IPProtocolNumber.tcp, source: RoutedPort.addressV4,
                    destination: RoutedPort.farV4, payload: [1, 2, 3, 4, 5, 6, 7, 8])),
        ]
    }

    @Test func theFramesAreAnswered() throws {
        for frame in try Self.frames() { #expect(isAnswered(frame)) }
    }

    @Test func everyTruncationIsMalformed() throws {
        for frame in try Self.frames() {
            for length in frame.indices {
                guard case .ignored(.malformed(let error)) = RoutedPort.outcome(Array(frame[..<length])) else {
                    Issue.record("\(length) of \(frame.count) bytes")
                    continue
                }
                #expect(error.rule == .truncated)
            }
        }
    }

    /// With one bit wrong, with bytes of every value, and with a made-up length: there is an outcome, and an answer goes
    /// to the port alone.
    @Test func bentFramesNeverReachOthers() throws {
        var answered = 0
        for frame in try Self.frames() {
            for index in frame.indices {
                for value: UInt8 in [0, 1, 2, 0x3c, 0x7f, 0x80, 0xfe, 0xff] {
                    var bent = frame
                    bent[index] ^= value
                    if isAnswered(bent) { answered += 1 }
                    if isAnswered(Array(bent[..<(index + 1)]), totalLength: frame.count) { answered += 1 }
                }
            }
        }
        #expect(answered > 100, "bytes that say nothing may have any value")
    }

    /// DHCPv6 with options of random bytes, from a generator that gives the same on every run.
    @Test func randomOptionsAreOutlived() throws {
        var state: UInt64 = 0x9e37_79b9_7f4a_7c15
        var answered = 0
        func next(_ count: UInt64) -> UInt8 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: (state >> 33) % count)
        }
        for _ in 0..<4000 {
            var message: [UInt8] = [1 + next(11), 0, 0, 1, 0, 1, 0, 4, 0, 3, 0, 1]
            for _ in 0..<(next(6)) {
                let count = next(40)
                message += [0, next(26), 0, count] + (0..<count).map { _ in next(4) }
            }
            let ask = DHCPv6Dialogue(kind: .solicit)
            if isAnswered(try ask.frame(udp: { $0.payload = message[...] })) { answered += 1 }
        }
        #expect(answered > 100)
    }

    private func isAnswered(_ frame: [UInt8], totalLength: Int? = nil) -> Bool {
        let outcome = PacketResponder.answer(
            frame: frame, totalLength: totalLength ?? frame.count, for: RoutedPort.service())
        guard case .reply(let bytes) = outcome else { return false }
        guard let answer = try? EthernetFrame.decode(bytes[...]) else {
            Issue.record("an answer is no frame")
            return true
        }
        #expect(answer.destination == RoutedPort.mac || answer.destination == MACAddress(group: .allNodes))
        #expect(answer.source == RoutedPort.gatewayMAC || answer.source == RoutedPort.gatewayMACv4)
        return true
    }
}
