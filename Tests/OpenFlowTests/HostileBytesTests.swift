import OpenFlow
import Testing

/// Bytes of a hostile peer: an error or a value, never a trap; and what is read is written and read again as the same.
struct HostileBytesTests {
    static let vectors = HexVector.flows + HexVector.messages

    private func check(_ bytes: [UInt8], _ name: String) {
        guard let (xid, message) = try? OpenFlowMessage.decode(bytes) else { return }
        let again = message.encode(xid: xid)
        guard let (xid2, message2) = try? OpenFlowMessage.decode(again) else {
            Issue.record("\(name): what was written cannot be read: \(HexVector.text(bytes))")
            return
        }
        if xid2 != xid || message2 != message { Issue.record("\(name): another message: \(HexVector.text(bytes))") }
    }

    @Test func everyTruncationWithAHonestLength() {
        for vector in Self.vectors {
            for length in 8..<vector.bytes.count { check(vector.cut(to: length), vector.name) }
        }
    }

    @Test func everyTruncationWithTheOldLengthIsRefused() {
        for vector in Self.vectors {
            for length in 0..<vector.bytes.count {
                let cut = Array(vector.bytes.prefix(length))
                #expect(throws: OpenFlowError.self) { try OpenFlowMessage.decode(cut) }
            }
        }
    }

    @Test func everySingleBitFlip() {
        for vector in Self.vectors {
            for bit in 0..<(min(vector.bytes.count, 400) * 8) {
                var bytes = vector.bytes
                bytes[bit / 8] ^= 1 << (bit % 8)
                check(bytes, vector.name)
            }
        }
    }

    @Test func nestedClonesAreBounded() throws {
        func nested(_ depth: Int) -> OpenFlowMessage {
            var action = FlowAction.exit
            for _ in 0..<depth { action = .clone([action]) }
            return .flowMod(FlowMod(table: 0, instructions: [.applyActions([action])]))
        }
        let deep = nested(OpenFlowLimit.actionDepth)
        #expect(try OpenFlowMessage.decode(deep.encode(xid: 1)).message == deep)
        #expect {
            try OpenFlowMessage.decode(nested(OpenFlowLimit.actionDepth + 1).encode(xid: 1))
        } throws: { ($0 as? OpenFlowError)?.rule == .limit }
    }

    @Test func framing() {
        func next(_ bytes: [UInt8]) -> MessageFramer.Frame { MessageFramer.next(in: bytes.span.bytes) }
        #expect(next([]) == .needMore(8))
        #expect(next([4, 0, 0]) == .needMore(5))
        #expect(next([4, 0, 0, 12, 0, 0, 0, 1]) == .needMore(4))
        #expect(next([4, 20, 0, 8, 0, 0, 0, 1, 4]) == .complete(length: 8))
        let error = OpenFlowError(scope: .channel, offset: 2, field: "ofp_header.length", rule: .badLength)
        #expect(next([4, 20, 0, 7, 0, 0, 0, 1]) == .malformed(error))
    }

    @Test func anotherVersionCostsTheChannel() {
        let bytes: [UInt8] = [5, 20, 0, 8, 0, 0, 0, 1]
        #expect {
            try OpenFlowMessage.decode(bytes)
        } throws: { error in
            guard let error = error as? OpenFlowError else { return false }
            return error.scope == .channel && error.rule == .badVersion
        }
    }

    /// A flow of a dump is written again to compare it, and once more inside a bundle to remove it; at most half of a message
    /// leaves room for both. Whole messages of unknown match fields were a trap.
    @Test(arguments: [(100, true), (620, true), (650, false), (1_250, false)])
    func aDumpedFlowIsBounded(fields: Int, isTaken: Bool) throws {
        var oxms: [UInt8] = []
        for index in 0..<fields {
            // Experimenter 0x0a0b0c0d, which nobody here knows, with 44 bytes of value.
            oxms += [0xff, 0xff, UInt8(index % 64) << 1, 48, 0x0a, 0x0b, 0x0c, 0x0d] + Array(repeating: 1, count: 44)
        }
        let matchLength = 4 + oxms.count
        let padding = (8 - matchLength % 8) % 8
        let entryLength = 48 + matchLength + padding
        func word(_ value: Int) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 255)] }
        var body = word(1) + word(0) + [0, 0, 0, 0]
        body += word(entryLength) + Array(repeating: 0, count: 46)
        body += word(1) + word(matchLength) + oxms + Array(repeating: 0, count: padding)
        let message = [4, MessageType.multipartReply] + word(8 + body.count) + [0, 0, 0, 1] + body
        let decoded = try? OpenFlowMessage.decode(message)
        #expect((decoded != nil) == isTaken)
    }
}
