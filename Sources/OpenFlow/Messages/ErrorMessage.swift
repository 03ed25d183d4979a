/// A refusal (OpenFlow 1.3.5 §7.4.4). Its xid is the refused message's.
public struct ErrorMessage: Error, Hashable, Sendable {
    /// What kind: see `Kind`.
    public var type: UInt16
    /// Which one of that kind; for an experimenter's error, its own number (2300 and on are the bundle errors).
    public var code: UInt16
    /// The experimenter's number where `type` is 0xffff, else zero.
    public var experimenter: UInt32
    /// 64 bytes or more of the refused message; text for a failed hello.
    public var data: [UInt8]

    /// Values of `type` (ofp_error_type).
    public enum Kind {
        /// The sides cannot talk to each other.
        public static let helloFailed: UInt16 = 0
        /// The message is not understood.
        public static let badRequest: UInt16 = 1
        /// An action is wrong.
        public static let badAction: UInt16 = 2
        /// An instruction is wrong.
        public static let badInstruction: UInt16 = 3
        /// A match is wrong.
        public static let badMatch: UInt16 = 4
        /// A change of flows failed.
        public static let flowModFailed: UInt16 = 5
        /// A change of a group failed.
        public static let groupModFailed: UInt16 = 6
        /// A change of a port failed.
        public static let portModFailed: UInt16 = 7
        /// A change of a table failed.
        public static let tableModFailed: UInt16 = 8
        /// A request about queues failed.
        public static let queueOperationFailed: UInt16 = 9
        /// A change of the switch's configuration failed.
        public static let switchConfigFailed: UInt16 = 10
        /// A request of a role failed.
        public static let roleRequestFailed: UInt16 = 11
        /// A change of a meter failed.
        public static let meterModFailed: UInt16 = 12
        /// A change of tables' features failed.
        public static let tableFeaturesFailed: UInt16 = 13
        /// An extension's error, whose number is in `experimenter`.
        public static let experimenter: UInt16 = 0xffff
    }

    /// Codes of the ONF bundle extension (EXT-230).
    public enum BundleCode {
        /// A message of the bundle failed (OFPBFC_MSG_FAILED).
        public static let messageFailed: UInt16 = 2313
        /// The bundle was open for too long (OFPBFC_TIMEOUT).
        public static let timeout: UInt16 = 2314
    }

    /// The code of a failed hello whose sides have no version in common (OFPHFC_INCOMPATIBLE).
    public static let helloIncompatibleCode: UInt16 = 0

    public init(type: UInt16, code: UInt16, experimenter: UInt32 = 0, data: [UInt8] = []) {
        self.type = type
        self.code = code
        self.experimenter = experimenter
        self.data = data
    }

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> ErrorMessage {
        try require(4, in: range, "ofp_error_msg")
        let start = range.lowerBound
        let type = bytes.u16(start)
        let code = bytes.u16(start + 2)
        guard type == Kind.experimenter else {
            return ErrorMessage(type: type, code: code, data: bytes.array((start + 4)..<range.upperBound))
        }
        try require(8, in: range, "ofp_error_experimenter_msg")
        return ErrorMessage(
            type: type, code: code, experimenter: bytes.u32(start + 4),
            data: bytes.array((start + 8)..<range.upperBound))
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(type)
        bytes.put(code)
        if type == Kind.experimenter { bytes.put(experimenter) }
        bytes.append(contentsOf: data)
    }
}
