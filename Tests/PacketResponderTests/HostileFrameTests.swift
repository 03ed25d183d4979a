import NetworkTypes
import PacketCodec
import PacketResponder
import Testing

/// Frames that were cut or bent on their way. Whatever the bytes, there is an outcome; and as long as the checksums
/// stand, damage is found.
@Suite struct HostileFrameTests {
    private static let frames = [ClientFrames.udhcpc, ClientFrames.dhclient]

    @Test func everyTruncationIsMalformed() {
        for frame in Self.frames {
            for length in frame.indices {
                let outcome = DHCPResponder.answer(frame: Array(frame[..<length]), for: Subnet.binding)
                guard case .ignored(.malformed(let error)) = outcome else {
                    Issue.record("\(length) bytes gave \(outcome)")
                    continue
                }
                #expect(error.rule == .truncated)
                #expect(error.offset <= length)
            }
        }
    }

    /// A checksum finds each flipped bit of its packet, so none beneath Ethernet's header is answered.
    @Test func everyFlippedBitIsFound() {
        for frame in Self.frames {
            for bit in (14 * 8)..<(frame.count * 8) {
                var bent = frame
                bent[bit / 8] ^= 1 << UInt8(bit % 8)
                if case .reply = DHCPResponder.answer(frame: bent, for: Subnet.binding) {
                    Issue.record("bit \(bit) is flipped and the frame is answered")
                }
            }
        }
    }

    /// The same damage inside the message with the checksums made anew: any answer keeps to the port.
    @Test func bentMessagesNeverReachOthers() throws {
        var answered = 0
        for frame in Self.frames {
            let message = Array(frame[42...])
            for bit in 0..<(message.count * 8) {
                var bent = message
                bent[bit / 8] ^= 1 << UInt8(bit % 8)
                answered += try countAnswer(to: bent)
            }
            for length in message.indices { answered += try countAnswer(to: Array(message[..<length])) }
        }
        #expect(answered > 100, "flips in unread fields are answered")
    }

    /// Options of random bytes, from a generator that gives the same on every run.
    @Test func randomOptionsAreOutlived() throws {
        let head = Array(ClientFrames.udhcpc[42..<(42 + DHCPMessage.fixedSize)]) + [53, 1, 3]
        var state: UInt64 = 0x9e37_79b9_7f4a_7c15
        var answered = 0
        for _ in 0..<4000 {
            var tail: [UInt8] = []
            for _ in 0..<24 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                // Small codes and lengths come up often, or hardly any option would be whole.
                let byte = UInt8(truncatingIfNeeded: state >> 33)
                tail.append(state >> 60 < 12 ? byte % 64 : byte)
            }
            answered += try countAnswer(to: head + [50, 4, 10, 0, 0, 5] + tail)
        }
        #expect(answered > 0)
    }

    /// 1 if there is an answer; it must be to the port's own client.
    private func countAnswer(to message: [UInt8]) throws -> Int {
        let frame = try Dialogue().frame(udp: { $0.payload = message[...] })
        let outcome = DHCPResponder.answer(frame: frame, for: Subnet.binding)
        guard case .reply = outcome else { return 0 }
        let answer = try Answer(outcome)
        #expect(answer.message.clientMAC == Subnet.client)
        #expect(answer.frame.destination == Subnet.client || answer.frame.destination == .broadcast)
        #expect(answer.message.yourAddress == Subnet.address || answer.message.yourAddress == .any)
        return 1
    }
}
