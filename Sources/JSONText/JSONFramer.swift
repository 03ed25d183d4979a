/// Finds where each top-level object or array ends in a stream that carries them back to back.
///
/// OVSDB has no length before a message (RFC 7047 §4), so brackets outside strings are counted. Each byte is looked at
/// once. Whether a frame is JSON is the parser's to say; the framer takes it only that it starts with a bracket.
public struct JSONFramer: Sendable {
    /// The most bytes that one value may have.
    public let limit: Int

    private var buffer: [UInt8] = []
    /// Where the value under way starts.
    private var start = 0
    /// Everything before this was looked at.
    private var scanned = 0
    private var depth = 0
    private var inString = false
    private var escaped = false

    public init(limit: Int = JSONLimits.standard.bytes) { self.limit = limit }

    /// Takes bytes off the wire. Call `next` until it gives nil before the next append.
    public mutating func append(_ bytes: some Sequence<UInt8>) { buffer.append(contentsOf: bytes) }

    /// The next whole value, or nil when more bytes are wanted. After an error the stream can't be followed any more.
    public mutating func next() throws(JSONError) -> [UInt8]? {
        while scanned < buffer.count {
            let byte = buffer[scanned]
            if depth == 0 {
                if byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
                    scanned += 1
                    start = scanned
                    continue
                }
                guard byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") else {
                    throw JSONError(offset: scanned, reason: .unexpectedByte(byte))
                }
            }
            guard scanned - start < limit else {
                throw JSONError(offset: scanned, reason: .tooLong(limit: limit))
            }
            scanned += 1
            if closes(byte) {
                let frame = Array(buffer[start..<scanned])
                start = scanned
                return frame
            }
        }
        // What remains came with the last append, so moving it costs no more than that append did.
        if start > 0 {
            buffer.removeFirst(start)
            scanned -= start
            start = 0
        }
        return nil
    }

    /// Follows one byte; true when it ends the value.
    private mutating func closes(_ byte: UInt8) -> Bool {
        if inString {
            if escaped {
                escaped = false
            } else if byte == UInt8(ascii: "\\") {
                escaped = true
            } else if byte == UInt8(ascii: "\"") {
                inString = false
            }
            return false
        }
        switch byte {
        case UInt8(ascii: "\""): inString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            depth -= 1
            return depth == 0
        default: break
        }
        return false
    }
}
