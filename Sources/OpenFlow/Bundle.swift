/// Flags of a bundle: ONF extension 230 for 1.3, as in OpenFlow 1.4.1 §7.3.9.
public struct BundleFlags: OptionSet, Hashable, Sendable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }
    /// All of the messages take effect, or none.
    public static let atomic = BundleFlags(rawValue: 1)
    /// In the order in which they were added.
    public static let ordered = BundleFlags(rawValue: 2)
}

/// Opens, closes, commits or discards a bundle, and the answers to that.
public struct BundleControl: Hashable, Sendable {
    public enum Kind: UInt16, Hashable, Sendable {
        case openRequest = 0
        case openReply = 1
        case closeRequest = 2
        case closeReply = 3
        case commitRequest = 4
        case commitReply = 5
        case discardRequest = 6
        case discardReply = 7
    }

    public var bundleID: UInt32
    public var kind: Kind
    public var flags: BundleFlags

    static let onfType: UInt32 = 2300

    public init(bundleID: UInt32, kind: Kind, flags: BundleFlags) {
        self.bundleID = bundleID
        self.kind = kind
        self.flags = flags
    }

    /// Reads what follows the experimenter's header. Properties after it are passed over.
    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> BundleControl {
        try require(8, in: range, "ofp_bundle_ctrl_msg")
        let start = range.lowerBound
        guard let kind = Kind(rawValue: bytes.u16(start + 4)) else {
            throw OpenFlowError(offset: start + 4, field: "ofp_bundle_ctrl_msg.type", rule: .badValue)
        }
        return BundleControl(
            bundleID: bytes.u32(start), kind: kind, flags: BundleFlags(rawValue: bytes.u16(start + 6)))
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(bundleID)
        bytes.put(kind.rawValue)
        bytes.put(flags.rawValue)
    }
}

/// Adds a message to a bundle. The message is kept in bytes; its xid is the outer one's, as the extension asks.
public struct BundleAdd: Hashable, Sendable {
    public var bundleID: UInt32
    public var flags: BundleFlags
    /// The inner message whole, with its header.
    public var message: [UInt8]

    static let onfType: UInt32 = 2301
    /// Bytes before the inner message: header, experimenter's header, bundle, padding, flags.
    static let overhead = 24

    public init(bundleID: UInt32, flags: BundleFlags, message: [UInt8]) {
        self.bundleID = bundleID
        self.flags = flags
        self.message = message
    }

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> BundleAdd {
        try require(16, in: range, "ofp_bundle_add_msg")
        let start = range.lowerBound
        let length = Int(bytes.u16(start + 10))
        guard length >= MessageHeader.size, length <= range.count - 8 else {
            throw OpenFlowError(offset: start + 10, field: "ofp_bundle_add_msg.message.length", rule: .badLength)
        }
        guard bytes.u8(start + 8) == MessageHeader.version13 else {
            throw OpenFlowError(offset: start + 8, field: "ofp_bundle_add_msg.message.version", rule: .badVersion)
        }
        return BundleAdd(
            bundleID: bytes.u32(start), flags: BundleFlags(rawValue: bytes.u16(start + 6)),
            message: bytes.array((start + 8)..<(start + 8 + length)))
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(bundleID)
        bytes.putZeros(2)
        bytes.put(flags.rawValue)
        bytes.append(contentsOf: message)
    }
}
