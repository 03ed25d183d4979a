/// One flow that a switch holds, with its counters (OpenFlow 1.3.5 §7.3.5.2).
public struct FlowStatsEntry: Hashable, Sendable, MultipartEntry {
    /// `ofp_flow_stats`.
    private var body: FlowBytes

    /// Bytes before the match.
    private static let prefix = 48

    public var table: UInt8 {
        get { body.u8(2) }
        set { body.put(newValue, at: 2) }
    }

    public var durationSeconds: UInt32 {
        get { body.u32(4) }
        set { body.put(newValue, at: 4) }
    }

    /// Nanoseconds beyond the seconds.
    public var durationNanoseconds: UInt32 {
        get { body.u32(8) }
        set { body.put(newValue, at: 8) }
    }

    public var priority: UInt16 {
        get { body.u16(12) }
        set { body.put(newValue, at: 12) }
    }

    /// Seconds, 0 for never.
    public var idleTimeout: UInt16 {
        get { body.u16(14) }
        set { body.put(newValue, at: 14) }
    }

    /// Seconds, 0 for never.
    public var hardTimeout: UInt16 {
        get { body.u16(16) }
        set { body.put(newValue, at: 16) }
    }

    public var flags: FlowFlags {
        get { FlowFlags(rawValue: body.u16(18)) }
        set { body.put(newValue.rawValue, at: 18) }
    }

    public var cookie: UInt64 {
        get { body.u64(24) }
        set { body.put(newValue, at: 24) }
    }

    public var packetCount: UInt64 {
        get { body.u64(32) }
        set { body.put(newValue, at: 32) }
    }

    public var byteCount: UInt64 {
        get { body.u64(40) }
        set { body.put(newValue, at: 40) }
    }

    /// - Precondition of setting: match and instructions fit in 65,487 bytes.
    public var match: FlowMatch {
        get { body.match(prefix: Self.prefix) }
        set {
            body.setMatch(newValue, prefix: Self.prefix)
            putLength()
        }
    }

    /// - Precondition of setting: match and instructions fit in 65,487 bytes.
    public var instructions: InstructionList {
        get { body.instructions(prefix: Self.prefix) }
        set {
            body.setInstructions(newValue, prefix: Self.prefix)
            putLength()
        }
    }

    /// - Precondition: match and instructions fit in 65,487 bytes.
    public init(
        table: UInt8, priority: UInt16, cookie: UInt64, match: FlowMatch, instructions: InstructionList,
        durationSeconds: UInt32 = 0, durationNanoseconds: UInt32 = 0, idleTimeout: UInt16 = 0,
        hardTimeout: UInt16 = 0, flags: FlowFlags = [], packetCount: UInt64 = 0, byteCount: UInt64 = 0
    ) {
        let times = UInt64(priority) << 48 | UInt64(idleTimeout) << 32 | UInt64(hardTimeout) << 16
        body = FlowBytes(
            [
                UInt64(table) << 40 | UInt64(durationSeconds), UInt64(durationNanoseconds) << 32 | times >> 32,
                times << 32 | UInt64(flags.rawValue) << 32, cookie, packetCount, byteCount,
            ], match: match, instructions: instructions)
        putLength()
    }

    private mutating func putLength() {
        precondition(body.count <= Int(UInt16.max), "a flow is longer than its length field can tell")
        body.put(UInt16(truncatingIfNeeded: body.count), at: 0)
    }

    /// Bytes of the entry on the wire.
    var encodedByteCount: Int { body.count }

    /// Match and instructions behind `prefix` zeros.
    func flowBytes(prefix: Int) -> FlowBytes { body.replacingPrefix(Self.prefix, by: prefix) }

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> (FlowStatsEntry, end: Int) {
        try decode(bytes, range, shared: nil, origin: 0)
    }

    /// Reads entries until the end of `range`. All of them that are canonical share one copy of the bytes.
    static func decodeList(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> [FlowStatsEntry] {
        var entries: [FlowStatsEntry] = []
        let shared = bytes.array(range)
        var offset = range.lowerBound
        while offset < range.upperBound {
            let (entry, end) = try decode(
                bytes, offset..<range.upperBound, shared: shared, origin: range.lowerBound)
            // Entries of one dump are mostly of one size; more than one allocation is the exception.
            if entries.isEmpty { entries.reserveCapacity(range.count / (end &- offset)) }
            entries.append(entry)
            offset = end
        }
        return entries
    }

    /// Reads one entry at the start of `range`, and gives the offset after it.
    @inline(__always)
    private static func decode(
        _ bytes: RawSpan, _ range: Range<Int>, shared: [UInt8]?, origin: Int
    ) throws(OpenFlowError) -> (FlowStatsEntry, end: Int) {
        let start = range.lowerBound
        guard range.upperBound &- start >= 56 else { throw refused(start, "ofp_flow_stats", .truncated) }
        let length = Int(bytes.u16(start))
        guard length >= 56, length <= range.upperBound &- start, length <= OpenFlowLimit.flowLength else {
            throw refused(start, "ofp_flow_stats.length", .badLength)
        }
        guard bytes.u16(start &+ 18) & ~FlowFlags.known == 0 else {
            throw refused(start &+ 18, "ofp_flow_stats.flags", .badValue)
        }
        let end = start &+ length
        var entry = FlowStatsEntry(
            body: try FlowBytes(
                bytes, start..<end, prefix: prefix, table: bytes.u8(start &+ 2), judgesActions: false, shared: shared,
                origin: origin))
        // A canonical form may have another length, and has zeros for padding.
        if entry.body.count != length || bytes.u8(start &+ 3) != 0 || bytes.u32(start &+ 20) != 0 {
            entry.normalisePrefix()
        }
        return (entry, end)
    }

    @inline(never)
    private mutating func normalisePrefix() {
        putLength()
        body.put(UInt8(0), at: 3)
        body.put(UInt32(0), at: 20)
    }

    @inline(__always)
    private init(body: FlowBytes) { self.body = body }

    @inline(never)
    private static func refused(_ offset: Int, _ field: String, _ rule: OpenFlowError.Rule) -> OpenFlowError {
        OpenFlowError(offset: offset, field: field, rule: rule)
    }

    @inline(__always)
    func encode(into bytes: inout [UInt8]) { body.encode(into: &bytes) }
}
