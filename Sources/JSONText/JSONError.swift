/// Why bytes are not one JSON text (RFC 8259), and where that showed.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Reason: Hashable, Sendable {
        case unexpectedEnd
        case unexpectedByte(UInt8)
        case trailingBytes
        case badLiteral
        case badNumber
        /// The number is beyond what a double holds.
        case numberOutOfRange
        case badEscape
        /// Half of a surrogate pair stood alone in `\u` escapes.
        case loneSurrogate
        /// A byte below 0x20 stood bare in a string.
        case controlCharacter
        case badUTF8
        /// Two members of one object share a name; readers disagree on which one holds, so neither does.
        case duplicateKey(String)
        case tooDeep(limit: Int)
        case tooLong(limit: Int)
    }

    /// Bytes before the fault.
    public let offset: Int
    public let reason: Reason

    public init(offset: Int, reason: Reason) {
        self.offset = offset
        self.reason = reason
    }

    public var description: String { "byte \(offset): \(reason)" }
}
