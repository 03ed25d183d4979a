import NetworkTypes
public import PacketCapture

/// Reads the OpenFlow messages out of a capture file that comes in pieces.
public struct ControlCapture: Sendable {
    public enum Output: Hashable, Sendable {
        case message(SeenMessage)
        /// What the reader of the messages has to know: something is missing, or was passed over.
        case notice(String)
    }

    /// IANA's port for OpenFlow, and the one that it had before.
    public static let defaultPorts: Set<UInt16> = [6653, 6633]

    private var reader = CaptureReader()
    private var reassembly: StreamReassembly
    private var streams: [StreamKey: ControlStream] = [:]
    private var time: Timestamp?
    private var fragments = 0
    private var unknownLinkTypes: [UInt16: Int] = [:]

    public init(ports: Set<UInt16> = defaultPorts) { reassembly = StreamReassembly(ports: ports) }

    /// Takes the next bytes of the file. Call `next` until it gives nil before the next append.
    public mutating func append(_ bytes: some Sequence<UInt8>) { reader.append(bytes) }

    /// What the next packet makes known, which may be nothing; nil when more bytes are wanted.
    public mutating func next() throws(CaptureError) -> [Output]? {
        guard let packet = try reader.next() else { return nil }
        time = packet.time
        switch packet.content {
        case .segment(let segment):
            var output: [Output] = []
            for (stream, event) in reassembly.take(segment) { take(event, of: stream, into: &output) }
            return output
        case .fragment: fragments += 1
        case .unknownLinkType(let type): unknownLinkTypes[type, default: 0] += 1
        case .other: break
        }
        return []
    }

    /// What is left at the end of the file, or where it could not be read on.
    public mutating func finish(isWhole: Bool = true) -> [Output] {
        var output: [Output] = []
        for (stream, event) in reassembly.finish() { take(event, of: stream, into: &output) }
        if fragments > 0 {
            output.append(.notice("\(fragments) IP fragments with TCP were passed over: they are not put together"))
        }
        for (type, count) in unknownLinkTypes.sorted(by: { $0.key < $1.key }) {
            output.append(.notice("\(count) packets were passed over: their link type \(type) is not known"))
        }
        guard isWhole else { return output }
        do {
            try reader.finish()
        } catch {
            output.append(.notice("the capture is not whole: \(error)"))
        }
        return output
    }

    private mutating func take(_ event: StreamReassembly.Event, of key: StreamKey, into output: inout [Output]) {
        func notice(_ text: String) { output.append(.notice("\(key.from) to \(key.to): \(text)")) }
        var stream = streams.removeValue(forKey: key) ?? ControlStream(isLost: true)
        switch event {
        case .start(let isMiddle):
            stream = ControlStream(isLost: isMiddle)
            if isMiddle { notice("the capture does not hold the beginning of this stream") }
        case .gap(let bytes):
            notice("\(bytes) bytes are missing; looking for the next message")
            stream.lose()
        case .data(let bytes, let startsSegment):
            for found in stream.take(bytes, startsSegment: startsSegment) {
                switch found {
                case .message(let message):
                    output.append(.message(SeenMessage(time: time, stream: key, content: .message(message))))
                case .refused(let refused):
                    output.append(.message(SeenMessage(time: time, stream: key, content: .refused(refused))))
                case .foundAgain(let skipped): notice("\(skipped) bytes were passed over before the next message")
                case .lost: notice("this is no header of a message; looking for the next message")
                }
            }
        case .end:
            if stream.waiting > 0 { notice("the stream ends inside of a message, after \(stream.waiting) bytes of it") }
            if stream.skipped > 0 { notice("\(stream.skipped) bytes were passed over, up to the end of the stream") }
            return
        }
        streams[key] = stream
    }
}
