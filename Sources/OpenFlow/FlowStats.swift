/// Which flows a multipart request is about (OpenFlow 1.3.5 §7.3.5.2).
public struct FlowStatsRequest: Hashable, Sendable {
    /// `FlowMod.allTables` for every one.
    public var table: UInt8
    public var outPort: UInt32
    public var outGroup: UInt32
    public var cookie: UInt64
    public var cookieMask: UInt64
    public var match: FlowMatch

    public init(
        table: UInt8 = FlowMod.allTables, outPort: UInt32 = PortNumber.any, outGroup: UInt32 = FlowMod.anyGroup,
        cookie: UInt64 = 0, cookieMask: UInt64 = 0, match: FlowMatch = FlowMatch()
    ) {
        self.table = table
        self.outPort = outPort
        self.outGroup = outGroup
        self.cookie = cookie
        self.cookieMask = cookieMask
        self.match = match
    }

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> FlowStatsRequest {
        try require(40, in: range, "ofp_flow_stats_request")
        let start = range.lowerBound
        let (match, end) = try FlowMatch.decode(bytes, (start + 32)..<range.upperBound)
        try requireExactly(0, in: end..<range.upperBound, "ofp_flow_stats_request")
        return FlowStatsRequest(
            table: bytes.u8(start), outPort: bytes.u32(start + 4), outGroup: bytes.u32(start + 8),
            cookie: bytes.u64(start + 16), cookieMask: bytes.u64(start + 24), match: match)
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(table)
        bytes.putZeros(3)
        bytes.put(outPort)
        bytes.put(outGroup)
        bytes.putZeros(4)
        bytes.put(cookie)
        bytes.put(cookieMask)
        match.encode(into: &bytes)
    }
}

/// One flow that a switch holds, with its counters (OpenFlow 1.3.5 §7.3.5.2).
public struct FlowStatsEntry: Hashable, Sendable, MultipartEntry {
    public var table: UInt8
    public var durationSeconds: UInt32
    /// Nanoseconds beyond the seconds.
    public var durationNanoseconds: UInt32
    public var priority: UInt16
    public var idleTimeout: UInt16
    public var hardTimeout: UInt16
    public var flags: FlowFlags
    public var cookie: UInt64
    public var packetCount: UInt64
    public var byteCount: UInt64
    public var match: FlowMatch
    public var instructions: InstructionList

    public init(
        table: UInt8, priority: UInt16, cookie: UInt64, match: FlowMatch, instructions: InstructionList,
        durationSeconds: UInt32 = 0, durationNanoseconds: UInt32 = 0, idleTimeout: UInt16 = 0,
        hardTimeout: UInt16 = 0, flags: FlowFlags = [], packetCount: UInt64 = 0, byteCount: UInt64 = 0
    ) {
        self.table = table
        self.durationSeconds = durationSeconds
        self.durationNanoseconds = durationNanoseconds
        self.priority = priority
        self.idleTimeout = idleTimeout
        self.hardTimeout = hardTimeout
        self.flags = flags
        self.cookie = cookie
        self.packetCount = packetCount
        self.byteCount = byteCount
        self.match = match
        self.instructions = instructions
    }

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> (FlowStatsEntry, end: Int) {
        try require(56, in: range, "ofp_flow_stats")
        let start = range.lowerBound
        let length = Int(bytes.u16(start))
        guard length >= 56, length <= range.count, length <= OpenFlowLimit.flowLength else {
            throw OpenFlowError(offset: start, field: "ofp_flow_stats.length", rule: .badLength)
        }
        let (match, end) = try FlowMatch.decode(bytes, (start + 48)..<(start + length))
        let entry = FlowStatsEntry(
            table: bytes.u8(start + 2), priority: bytes.u16(start + 12), cookie: bytes.u64(start + 24), match: match,
            instructions: try InstructionList.decode(bytes, end..<(start + length)),
            durationSeconds: bytes.u32(start + 4), durationNanoseconds: bytes.u32(start + 8),
            idleTimeout: bytes.u16(start + 14), hardTimeout: bytes.u16(start + 16),
            flags: FlowFlags(rawValue: bytes.u16(start + 18)), packetCount: bytes.u64(start + 32),
            byteCount: bytes.u64(start + 40))
        return (entry, start + length)
    }

    func encode(into bytes: inout [UInt8]) {
        let start = bytes.count
        bytes.put(UInt16(0))
        bytes.put(table)
        bytes.putZeros(1)
        bytes.put(durationSeconds)
        bytes.put(durationNanoseconds)
        bytes.put(priority)
        bytes.put(idleTimeout)
        bytes.put(hardTimeout)
        bytes.put(flags.rawValue)
        bytes.putZeros(4)
        bytes.put(cookie)
        bytes.put(packetCount)
        bytes.put(byteCount)
        match.encode(into: &bytes)
        instructions.encode(into: &bytes)
        bytes.patch(bytes.count - start, at: start)
    }
}
