import NaruTesting
import NetworkTypes
import OpenFlow
import OpenFlowText
import PacketCapture
import Testing

/// Captures of a control channel, written here byte by byte.
@Suite("OpenFlow out of captures")
struct ControlCaptureTests {
    private static func echo(_ xid: UInt32, _ data: [UInt8] = []) -> [UInt8] {
        OpenFlowMessage.echoRequest(data).encode(xid: xid)
    }

    private struct Conversation {
        var file: CaptureFile
        private var time: UInt64 = 1_700_000_000_000_000_001

        init(_ format: CaptureFile.Format = .littleNanoseconds) { file = CaptureFile(format) }

        mutating func send(
            _ payload: [UInt8], at sequence: UInt32, flags: UInt8 = 0x10, toController: Bool = true, cut: Int = 0
        ) {
            let frame = TestSegment.frame(
                TestSegment.packet(payload, sequence: sequence, flags: flags, toController: toController))
            file.append(Array(frame.dropLast(cut)), nanoseconds: time, originalLength: frame.count)
            time += 1_000_000_000
        }
    }

    private func told(_ bytes: [UInt8], piece: Int = 1 << 16) throws -> [String] {
        var capture = ControlCapture()
        var output: [ControlCapture.Output] = []
        for start in stride(from: 0, to: bytes.count, by: piece) {
            capture.append(bytes[start..<min(start + piece, bytes.count)])
            while let outputs = try capture.next() { output += outputs }
        }
        return (output + capture.finish()).map { item in
            switch item {
            case .notice(let text): return "notice " + text
            case .message(let seen):
                switch seen.content {
                case .message(let message): return "\(message.message.kind) \(message.xid)"
                case .refused(let refused): return "refused \(refused.error.field)"
                }
            }
        }
    }

    @Test(arguments: CaptureFile.Format.allCases, [1, 7, 4096])
    func messagesOfBothDirections(_ format: CaptureFile.Format, piece: Int) throws {
        var conversation = Conversation(format)
        conversation.send([], at: 9, flags: TestSegment.syn)
        conversation.send([], at: 99, flags: TestSegment.syn, toController: false)
        conversation.send(Self.echo(1) + Self.echo(2, [1, 2, 3]).prefix(9), at: 10)
        conversation.send(Self.echo(3), at: 100, toController: false)
        conversation.send(Self.echo(2, [1, 2, 3]).dropFirst(9) + Self.echo(4), at: 27)
        #expect(try told(conversation.file.bytes, piece: piece) == ["echo 1", "echo 3", "echo 2", "echo 4"])
    }

    @Test func whenFromWhereAndToWhere() throws {
        var conversation = Conversation()
        conversation.send([], at: 9, flags: TestSegment.syn)
        conversation.send(Self.echo(1), at: 10)
        var capture = ControlCapture()
        capture.append(conversation.file.bytes)
        var lines: [String] = []
        while let outputs = try capture.next() {
            for case .message(let seen) in outputs { lines.append(String(decoding: seen.json, as: UTF8.self)) }
        }
        #expect(
            lines == [
                #"{"time":"2023-11-14T22:13:21.000000001Z","from":"192.0.2.1:40000","to":"192.0.2.2:6653","#
                    + #""xid":1,"type":"echo_request","data":""}"#
            ])
        let line = try #require(lines.first)
        #expect(try MessageText(json: Array(line.utf8)).encode() == Self.echo(1))
    }

    @Test func aGapIsToldAndMessagesAreFoundBehindIt() throws {
        var conversation = Conversation()
        conversation.send([], at: 9, flags: TestSegment.syn)
        conversation.send(Self.echo(1) + Self.echo(2).prefix(3), at: 10)
        // The segment at 21 is missing; the next one begins inside of a message, the one after it with one.
        conversation.send([0xff, 0xff, 0xff, 0xff, 0xff, 0xff], at: 30)
        conversation.send(Self.echo(3) + Self.echo(4), at: 36)
        #expect(
            try told(conversation.file.bytes) == [
                "echo 1", "notice 192.0.2.1:40000 to 192.0.2.2:6653: 9 bytes are missing; looking for the next message",
                "notice 192.0.2.1:40000 to 192.0.2.2:6653: 9 bytes were passed over before the next message", "echo 3",
                "echo 4",
            ])
    }

    @Test func whatTheCaptureCutOffIsAGap() throws {
        var conversation = Conversation()
        conversation.send([], at: 9, flags: TestSegment.syn)
        conversation.send(Self.echo(1, [UInt8](repeating: 0, count: 92)), at: 10, cut: 50)
        conversation.send(Self.echo(2), at: 110)
        let told = try told(conversation.file.bytes)
        #expect(told.first?.hasSuffix("50 bytes are missing; looking for the next message") == true)
        #expect(told.last == "echo 2")
    }

    @Test func theBeginningMayBeMissing() throws {
        var conversation = Conversation()
        conversation.send(Self.echo(7), at: 500)
        #expect(
            try told(conversation.file.bytes) == [
                "notice 192.0.2.1:40000 to 192.0.2.2:6653: the capture does not hold the beginning of this stream",
                "echo 7",
            ])
    }

    @Test func whatIsNoOpenFlowIsToldOnce() throws {
        var conversation = Conversation()
        conversation.send([], at: 9, flags: TestSegment.syn)
        conversation.send(Array("GET / HTTP/1.1\r\n".utf8), at: 10)
        conversation.send(Array("Host: example.net\r\n".utf8), at: 26)
        #expect(
            try told(conversation.file.bytes) == [
                "refused ofp_header.version",
                "notice 192.0.2.1:40000 to 192.0.2.2:6653: this is no header of a message; looking for the next message",
                "notice 192.0.2.1:40000 to 192.0.2.2:6653: 35 bytes were passed over, up to the end of the stream",
            ])
    }

    @Test func aMessageThatIsRefusedDoesNotStopTheNext() throws {
        var conversation = Conversation()
        conversation.send([], at: 9, flags: TestSegment.syn)
        conversation.send([4, 14, 0, 9, 0, 0, 0, 1, 0] + Self.echo(2), at: 10)
        #expect(try told(conversation.file.bytes) == ["refused ofp_flow_mod", "echo 2"])
    }

    @Test func aStreamThatEndsInsideOfAMessageSaysSo() throws {
        var conversation = Conversation()
        conversation.send([], at: 9, flags: TestSegment.syn)
        conversation.send(Array(Self.echo(1, [1, 2]).prefix(9)), at: 10)
        #expect(
            try told(conversation.file.bytes) == [
                "notice 192.0.2.1:40000 to 192.0.2.2:6653: the stream ends inside of a message, after 9 bytes of it"
            ])
    }

    @Test func aFileThatIsCutGivesWhatIsBeforeTheCut() throws {
        var conversation = Conversation()
        conversation.send([], at: 9, flags: TestSegment.syn)
        conversation.send(Self.echo(1), at: 10)
        conversation.send(Self.echo(2), at: 18)
        let told = try told(Array(conversation.file.bytes.dropLast(3)))
        #expect(told.first == "echo 1")
        #expect(told.last?.hasPrefix("notice the capture is not whole: byte ") == true)
    }

    @Test func noBytesStopIt() {
        var conversation = Conversation()
        conversation.send([], at: 9, flags: TestSegment.syn)
        conversation.send(Self.echo(1) + Self.echo(2), at: 10)
        conversation.send(Self.echo(3), at: 30)
        conversation.send(Self.echo(4), at: 26)
        let whole = conversation.file.bytes
        for index in whole.indices {
            for bit in 0..<8 {
                var bytes = whole
                bytes[index] ^= 1 << bit
                _ = try? told(bytes)
            }
        }
    }
}

extension OpenFlowMessage {
    fileprivate var kind: String {
        if case .echoRequest = self { return "echo" }
        return "other"
    }
}
