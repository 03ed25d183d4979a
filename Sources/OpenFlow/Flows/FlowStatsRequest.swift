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
        try requirePort(bytes.u32(start + 4), at: start + 4, "ofp_flow_stats_request.out_port")
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
