/// Why bytes are not a message of OpenFlow 1.3.5, or not one that this codec takes.
public struct OpenFlowError: Error, Hashable, Sendable {
    /// What the error costs.
    public enum Scope: Hashable, Sendable {
        /// The message is unusable; framing still holds, so the channel may go on.
        case message
        /// The length or version of the header is wrong: where the next message starts is unknown, so the channel must close.
        case channel
    }

    /// The rule that the bytes break.
    public enum Rule: Hashable, Sendable {
        /// The structure is longer than the bytes that hold it.
        case truncated
        /// A length field disagrees with the structure it describes.
        case badLength
        /// Padding that must be zero is not.
        case badPadding
        /// A value outside of what the specification allows here.
        case badValue
        /// Bits of a value outside of its mask, or a mask on a field that takes none.
        case badMask
        /// One field twice in a match, or one instruction twice in a flow.
        case duplicate
        /// A match field whose prerequisite (OpenFlow 1.3.5 §7.2.3.6) does not come before it.
        case missingPrerequisite
        /// A type number that is not known where no unknown ones are kept.
        case badType
        /// A version other than 1.3 (0x04).
        case badVersion
        /// A named limit of this codec is passed.
        case limit
    }

    public let scope: Scope
    /// Bytes from the start of the message.
    public let offset: Int
    /// The structure's or field's name, as in the specification's text.
    public let field: String
    public let rule: Rule

    public init(scope: Scope = .message, offset: Int, field: String, rule: Rule) {
        self.scope = scope
        self.offset = offset
        self.field = field
        self.rule = rule
    }
}

/// Bounds of the codec. Each is a size in bytes, a count or a depth, and each is checked on what comes from the wire.
public enum OpenFlowLimit {
    /// The longest message: its length field has 16 bits.
    public static let messageLength = 65_535
    /// The longest flow of a dump, in bytes: half of a message, so that it still fits one when it is written again in its
    /// canonical form, which may be longer. Flows of real tables have a few hundred bytes.
    public static let flowLength = 32_768
    /// Action lists inside of actions (clone in clone): one more is refused.
    public static let actionDepth = 8
    /// Messages of one multipart answer, 64 KiB each at most: 256 MiB, about a million flows.
    public static let multipartParts = 4_096
    /// Bytes of one multipart answer's messages together.
    public static let multipartBytes = multipartParts * (messageLength + 1)
    /// Multipart answers that may be expected at once.
    public static let multipartAnswers = 64
}
