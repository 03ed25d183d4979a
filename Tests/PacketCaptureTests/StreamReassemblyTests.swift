import NaruTesting
import NetworkTypes
import PacketCapture
import Testing

/// Dialogues: segments in, what the streams say out.
@Suite("TCP streams put together")
struct StreamReassemblyTests {
    private static let key = StreamKey(
        source: .v4(IPv4Address(bits: 1)), sourcePort: 40_000, destination: .v4(IPv4Address(bits: 2)),
        destinationPort: 6653)

    private enum Flag {
        case syn
        case fin
        case rst
    }

    /// A stream that is written as text.
    private struct Dialogue {
        var reassembly = StreamReassembly(ports: [6653])

        mutating func send(
            _ text: String, at sequence: UInt32, _ flag: Flag? = nil, missing: Int = 0, key: StreamKey = key
        ) -> [String] {
            let segment = TCPSegment(
                stream: key, sequence: sequence, isSYN: flag == .syn, isFIN: flag == .fin, isRST: flag == .rst,
                payload: Array(text.utf8)[...], missing: missing)
            return Self.told(reassembly.take(segment))
        }

        mutating func finish() -> [String] { Self.told(reassembly.finish()) }

        private static func told(_ events: [(stream: StreamKey, event: StreamReassembly.Event)]) -> [String] {
            events.map { _, event in
                switch event {
                case .start(let isMiddle): isMiddle ? "middle" : "start"
                case .data(let bytes, let startsSegment):
                    (startsSegment ? "" : "+") + String(decoding: bytes, as: UTF8.self)
                case .gap(let bytes): "gap \(bytes)"
                case .end: "end"
                }
            }
        }
    }

    @Test func inOrder() {
        var stream = Dialogue()
        #expect(stream.send("", at: 99, .syn) == ["start"])
        #expect(stream.send("abc", at: 100) == ["abc"])
        #expect(stream.send("", at: 103).isEmpty)
        #expect(stream.send("de", at: 103) == ["de"])
        #expect(stream.send("", at: 105, .fin) == ["end"])
        #expect(stream.send("de", at: 103).isEmpty)
        #expect(stream.finish().isEmpty)
    }

    @Test func reordered() {
        var stream = Dialogue()
        #expect(stream.send("", at: 99, .syn) == ["start"])
        #expect(stream.send("ghi", at: 106).isEmpty)
        #expect(stream.send("def", at: 103).isEmpty)
        #expect(stream.send("abc", at: 100) == ["abc", "def", "ghi"])
    }

    @Test func retransmittedInOtherPieces() {
        var stream = Dialogue()
        #expect(stream.send("", at: 99, .syn) == ["start"])
        #expect(stream.send("abc", at: 100) == ["abc"])
        #expect(stream.send("abc", at: 100).isEmpty)
        #expect(stream.send("bcde", at: 101) == ["+de"])
        #expect(stream.send("", at: 99, .syn).isEmpty)
        #expect(stream.send("fg", at: 105) == ["fg"])
    }

    @Test func numbersWrapAround() {
        var stream = Dialogue()
        #expect(stream.send("", at: .max - 2, .syn) == ["start"])
        #expect(stream.send("def", at: 1).isEmpty)
        #expect(stream.send("abc", at: .max - 1) == ["abc", "def"])
    }

    @Test func aGapIsToldAtTheEnd() {
        var stream = Dialogue()
        #expect(stream.send("", at: 99, .syn) == ["start"])
        #expect(stream.send("abc", at: 100) == ["abc"])
        #expect(stream.send("xyz", at: 110).isEmpty)
        #expect(stream.finish() == ["gap 7", "xyz", "end"])
    }

    @Test func aGapIsToldWhenTooMuchWaits() {
        var stream = Dialogue()
        #expect(stream.send("", at: 99, .syn) == ["start"])
        var told: [String] = []
        for number in 0...UInt32(CaptureLimit.pendingSegments) {
            #expect(told.isEmpty)
            told = stream.send("x", at: 200 + number)
        }
        #expect(told.first == "gap 100")
        #expect(told.count == CaptureLimit.pendingSegments + 2)
    }

    /// What waits holds its own bytes, not the packet that they came in.
    @Test func whatWaitsIsCopied() {
        var reassembly = StreamReassembly(ports: [6653])
        let packet = [UInt8](repeating: 7, count: 1000)
        _ = reassembly.take(TCPSegment(stream: Self.key, sequence: 99, isSYN: true, payload: [][...]))
        _ = reassembly.take(TCPSegment(stream: Self.key, sequence: 101, payload: packet[999...]))
        let events = reassembly.take(TCPSegment(stream: Self.key, sequence: 100, payload: packet[998..<999]))
        let data = events.compactMap { _, event -> ArraySlice<UInt8>? in
            if case .data(let bytes, _) = event { bytes } else { nil }
        }
        #expect(data.map { Array($0) } == [[7], [7]])
        #expect(data.map(\.startIndex) == [998, 0])
    }

    @Test func whatTheCaptureCutIsAGap() {
        var stream = Dialogue()
        #expect(stream.send("", at: 99, .syn) == ["start"])
        #expect(stream.send("abc", at: 100, missing: 5) == ["abc", "gap 5"])
        #expect(stream.send("ijk", at: 108) == ["ijk"])
    }

    @Test func theMiddleOfAStream() {
        var stream = Dialogue()
        #expect(stream.send("", at: 5000).isEmpty)
        #expect(stream.send("abc", at: 5000) == ["middle", "abc"])
        #expect(stream.send("far", at: 2_000_000_000) == ["middle", "far"])
    }

    @Test func aResetAndANewConnection() {
        var stream = Dialogue()
        #expect(stream.send("", at: 99, .syn) == ["start"])
        #expect(stream.send("late", at: 110).isEmpty)
        #expect(stream.send("", at: 100, .rst) == ["gap 10", "late", "end"])
        #expect(stream.send("late", at: 110).isEmpty)
        #expect(stream.send("", at: 7, .syn) == ["start"])
        #expect(stream.send("new", at: 8) == ["new"])
    }

    @Test func otherPortsAreNotFollowed() {
        var stream = Dialogue()
        var key = Self.key
        key.destinationPort = 80
        #expect(stream.send("abc", at: 1, key: key).isEmpty)
        #expect(stream.finish().isEmpty)
    }

    @Test func streamsAreBounded() {
        var stream = Dialogue()
        var ends = 0
        for number in 0..<(CaptureLimit.streams + 10) {
            var key = Self.key
            key.source = .v4(IPv4Address(bits: UInt32(number)))
            ends += stream.send("a", at: 1, key: key).count { $0 == "end" }
        }
        #expect(ends == 10)
        #expect(stream.finish().count == CaptureLimit.streams)
    }

    @Test func anyOrderGivesTheSameBytes() {
        let text = Array("the quick brown fox jumps over the lazy dog".utf8)
        var random = SeededGenerator(seed: 7)
        for _ in 0..<500 {
            var segments: [TCPSegment] = []
            var offset = 0
            while offset < text.count {
                let end = min(text.count, offset + Int.random(in: 1...9, using: &random))
                let start = max(0, offset - Int.random(in: 0...4, using: &random))
                segments.append(
                    TCPSegment(
                        stream: Self.key, sequence: UInt32(truncatingIfNeeded: start - 10), payload: text[start..<end]))
                offset = end
            }
            segments.shuffle(using: &random)
            var reassembly = StreamReassembly(ports: [6653])
            _ = reassembly.take(
                TCPSegment(
                    stream: Self.key, sequence: UInt32(truncatingIfNeeded: -11), isSYN: true, payload: [][...]))
            var out: [UInt8] = []
            for segment in segments + segments {
                for (_, event) in reassembly.take(segment) {
                    if case .data(let bytes, _) = event { out += bytes }
                }
            }
            #expect(out == text)
        }
    }
}
