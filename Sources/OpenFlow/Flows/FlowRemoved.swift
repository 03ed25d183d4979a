/// A flow went: it timed out, or was deleted (OpenFlow 1.3.5 §7.4.2).
public struct FlowRemoved: Hashable, Sendable {
    public enum Reason {
        public static let idleTimeout: UInt8 = 0
        public static let hardTimeout: UInt8 = 1
        public static let delete: UInt8 = 2
        public static let groupDelete: UInt8 = 3
    }

    public var cookie: UInt64
    public var priority: UInt16
    public var reason: UInt8
    public var table: UInt8
    public var durationSeconds: UInt32
    /// Nanoseconds beyond the seconds.
    public var durationNanoseconds: UInt32
    public var idleTimeout: UInt16
    public var hardTimeout: UInt16
    public var packetCount: UInt64
    public var byteCount: UInt64
    public var match: FlowMatch

    public init(
        table: UInt8, priority: UInt16, cookie: UInt64, reason: UInt8, match: FlowMatch, durationSeconds: UInt32 = 0,
        durationNanoseconds: UInt32 = 0, idleTimeout: UInt16 = 0, hardTimeout: UInt16 = 0, packetCount: UInt64 = 0,
        byteCount: UInt64 = 0
    ) {
        self.cookie = cookie
        self.priority = priority
        self.reason = reason
        self.table = table
        self.durationSeconds = durationSeconds
        self.durationNanoseconds = durationNanoseconds
        self.idleTimeout = idleTimeout
        self.hardTimeout = hardTimeout
        self.packetCount = packetCount
        self.byteCount = byteCount
        self.match = match
    }

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> FlowRemoved {
        try require(48, in: range, "ofp_flow_removed")
        let start = range.lowerBound
        let (match, end) = try FlowMatch.decode(bytes, (start + 40)..<range.upperBound)
        try requireExactly(0, in: end..<range.upperBound, "ofp_flow_removed")
        return FlowRemoved(
            table: bytes.u8(start + 11), priority: bytes.u16(start + 8), cookie: bytes.u64(start),
            reason: bytes.u8(start + 10), match: match, durationSeconds: bytes.u32(start + 12),
            durationNanoseconds: bytes.u32(start + 16), idleTimeout: bytes.u16(start + 20),
            hardTimeout: bytes.u16(start + 22), packetCount: bytes.u64(start + 24), byteCount: bytes.u64(start + 32))
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(cookie)
        bytes.put(priority)
        bytes.put(reason)
        bytes.put(table)
        bytes.put(durationSeconds)
        bytes.put(durationNanoseconds)
        bytes.put(idleTimeout)
        bytes.put(hardTimeout)
        bytes.put(packetCount)
        bytes.put(byteCount)
        match.encode(into: &bytes)
    }
}
