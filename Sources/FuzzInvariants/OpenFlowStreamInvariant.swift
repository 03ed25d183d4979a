import OpenFlow

/// Messages end at the same places however the stream was cut, and the framer asks for no more bytes than a message lacks.
///
/// The first byte chooses where the stream is cut, the rest is the stream.
enum OpenFlowStreamInvariant {
    private enum End: Equatable {
        case message(Int)
        case malformed(Int, OpenFlowError)
    }

    static func violation(of bytes: [UInt8]) -> String? {
        guard let step = bytes.first else { return nil }
        let stream = Array(bytes.dropFirst())
        let whole = ends(in: stream, arriving: stream.count)
        if ends(in: stream, arriving: Int(step & 0x1f) + 1) != whole { return "a cut stream has other messages" }
        var start = 0
        for end in whole {
            guard case .message(let upper) = end else { break }
            if let violation = violation(of: stream, start..<upper) { return violation }
            start = upper
        }
        return nil
    }

    /// Where messages end, with `chunk` bytes coming at a time.
    private static func ends(in stream: [UInt8], arriving chunk: Int) -> [End] {
        var found: [End] = []
        var start = 0
        var arrived = 0
        while arrived < stream.count {
            arrived = min(stream.count, arrived + chunk)
            framing: while true {
                switch MessageFramer.next(in: stream.span.bytes.extracting(start..<arrived)) {
                case .needMore: break framing
                case .complete(let length):
                    start += length
                    found.append(.message(start))
                case .malformed(let error): return found + [.malformed(start, error)]
                }
            }
        }
        return found
    }

    /// A message that comes byte by byte: the framer never asks past its end, and takes it at its end.
    private static func violation(of stream: [UInt8], _ range: Range<Int>) -> String? {
        for end in range {
            guard
                case .needMore(let count) = MessageFramer.next(in: stream.span.bytes.extracting(range.lowerBound..<end))
            else { return "a part of a message is taken for a whole one" }
            if count < 1 || end + count > range.upperBound { return "the framer asks for \(count) bytes" }
        }
        return OpenFlowMessageInvariant.violation(of: Array(stream[range]))
    }
}
