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

    public enum Kind {
        public static let helloFailed: UInt16 = 0
        public static let badRequest: UInt16 = 1
        public static let badAction: UInt16 = 2
        public static let badInstruction: UInt16 = 3
        public static let badMatch: UInt16 = 4
        public static let flowModFailed: UInt16 = 5
        public static let groupModFailed: UInt16 = 6
        public static let portModFailed: UInt16 = 7
        public static let tableModFailed: UInt16 = 8
        public static let queueOperationFailed: UInt16 = 9
        public static let switchConfigFailed: UInt16 = 10
        public static let roleRequestFailed: UInt16 = 11
        public static let meterModFailed: UInt16 = 12
        public static let tableFeaturesFailed: UInt16 = 13
        public static let experimenter: UInt16 = 0xffff
    }

    /// Codes of the ONF bundle extension (EXT-230).
    public enum BundleCode {
        public static let messageFailed: UInt16 = 2313
        public static let timeout: UInt16 = 2314
    }

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
