/// The eight bytes before every message (OpenFlow 1.3.5 §7.1.1).
@frozen
public struct MessageHeader: Hashable, Sendable {
    /// The version of the protocol: 4 is OpenFlow 1.3.
    public var version: UInt8
    /// The type's number, of `MessageType`.
    public var type: UInt8
    /// Bytes of the message, these eight among them.
    public var length: UInt16
    /// The transaction's number, which an answer repeats.
    public var xid: UInt32

    /// Version number 1.3.x has on the wire.
    public static let version13: UInt8 = 4
    /// Bytes of a header.
    public static let size = 8

    @inlinable
    public init(version: UInt8 = version13, type: UInt8, length: UInt16, xid: UInt32) {
        self.version = version
        self.type = type
        self.length = length
        self.xid = xid
    }

    /// Reads the header at the start of `bytes`; a length below eight costs the channel.
    @inline(__always)
    public static func decode(_ bytes: RawSpan) throws(OpenFlowError) -> MessageHeader {
        guard bytes.byteCount >= size else { throw OpenFlowError(offset: 0, field: "ofp_header", rule: .truncated) }
        let header = MessageHeader(
            version: bytes.u8(0), type: bytes.u8(1), length: bytes.u16(2), xid: bytes.u32(4))
        guard header.length >= size else {
            throw OpenFlowError(scope: .channel, offset: 2, field: "ofp_header.length", rule: .badLength)
        }
        return header
    }
}

/// Finds where messages end in a stream of bytes.
public enum MessageFramer {
    public enum Frame: Hashable, Sendable {
        /// Not a whole message yet; so many bytes more at least.
        case needMore(Int)
        /// The first `length` bytes are a message.
        case complete(length: Int)
        /// No message can start like this; the channel must close.
        case malformed(OpenFlowError)
    }

    /// What stands at the start of `bytes`. It never needs more than `OpenFlowLimit.messageLength` bytes of buffer.
    public static func next(in bytes: RawSpan) -> Frame {
        guard bytes.byteCount >= MessageHeader.size else { return .needMore(MessageHeader.size - bytes.byteCount) }
        do {
            let length = Int(try MessageHeader.decode(bytes).length)
            return bytes.byteCount >= length ? .complete(length: length) : .needMore(length - bytes.byteCount)
        } catch {
            return .malformed(error)
        }
    }
}
