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
    /// What is asked or answered (ofp_bundle_ctrl_type).
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

    /// The bundle's number, which the controller chose.
    public var bundleID: UInt32
    /// What is asked or answered.
    public var kind: Kind
    /// The same in all messages of one bundle.
    public var flags: BundleFlags
    /// Properties, whole: experimenters' are the only ones. A multiple of 8 bytes.
    public var properties: [UInt8]

    static let onfType: UInt32 = 2300

    public init(bundleID: UInt32, kind: Kind, flags: BundleFlags, properties: [UInt8] = []) {
        self.bundleID = bundleID
        self.kind = kind
        self.flags = flags
        self.properties = properties
    }

    /// Reads what follows the experimenter's header.
    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> BundleControl {
        try require(8, in: range, "ofp_bundle_ctrl_msg")
        let start = range.lowerBound
        guard let kind = Kind(rawValue: bytes.u16(start + 4)) else {
            throw OpenFlowError(offset: start + 4, field: "ofp_bundle_ctrl_msg.type", rule: .badValue)
        }
        guard range.count % 8 == 0 else {
            throw OpenFlowError(offset: start + 8, field: "ofp_bundle_ctrl_msg.properties", rule: .badLength)
        }
        return BundleControl(
            bundleID: bytes.u32(start), kind: kind, flags: BundleFlags(rawValue: bytes.u16(start + 6)),
            properties: bytes.array((start + 8)..<range.upperBound))
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(bundleID)
        bytes.put(kind.rawValue)
        bytes.put(flags.rawValue)
        bytes.append(contentsOf: properties)
    }
}

/// Adds a message to a bundle. The message is kept in bytes; its xid is the outer one's, as the extension asks.
public struct BundleAdd: Hashable, Sendable {
    /// The bundle's number, which the controller chose.
    public var bundleID: UInt32
    /// The same in all messages of one bundle.
    public var flags: BundleFlags
    /// The inner message whole, with its header.
    public var message: [UInt8]
    /// What follows the inner message, whole: padding and experimenters' properties.
    public var properties: [UInt8]

    static let onfType: UInt32 = 2301
    /// Bytes of the message before the inner one: header, experimenter's header, bundle, padding, flags.
    public static let overhead = 24

    public init(bundleID: UInt32, flags: BundleFlags, message: [UInt8], properties: [UInt8] = []) {
        self.bundleID = bundleID
        self.flags = flags
        self.message = message
        self.properties = properties
    }

    /// Reads what follows the experimenter's header of the message that `bytes` starts with. The inner message has the
    /// same xid and is one that Open vSwitch takes in a bundle; it is checked as if it came alone.
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
        guard bytes.u32(start + 12) == bytes.u32(4) else {
            throw OpenFlowError(offset: start + 12, field: "ofp_bundle_add_msg.message.xid", rule: .badValue)
        }
        let body = (start + 8 + MessageHeader.size)..<(start + 8 + length)
        switch bytes.u8(start + 9) {
        case MessageType.flowMod: _ = try FlowMod.decode(bytes, body)
        case MessageType.groupMod: _ = try GroupMod.decode(bytes, body)
        case MessageType.portMod: _ = try PortMod.decode(bytes, body)
        case MessageType.packetOut: _ = try PacketOut.decode(bytes, body)
        default: throw OpenFlowError(offset: start + 9, field: "ofp_bundle_add_msg.message.type", rule: .badType)
        }
        return BundleAdd(
            bundleID: bytes.u32(start), flags: BundleFlags(rawValue: bytes.u16(start + 6)),
            message: bytes.array((start + 8)..<(start + 8 + length)),
            properties: bytes.array((start + 8 + length)..<range.upperBound))
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(bundleID)
        bytes.putZeros(2)
        bytes.put(flags.rawValue)
        bytes.append(contentsOf: message)
        bytes.append(contentsOf: properties)
    }
}
