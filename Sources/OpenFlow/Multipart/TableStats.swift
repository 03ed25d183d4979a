/// Counters of a flow table (OpenFlow 1.3.5 §7.3.5.4).
public struct TableStats: Hashable, Sendable, MultipartEntry {
    /// The table's number.
    public var table: UInt8
    /// Flows in the table.
    public var activeCount: UInt32
    /// Packets looked up.
    public var lookupCount: UInt64
    /// Packets that met a flow.
    public var matchedCount: UInt64

    public init(table: UInt8, activeCount: UInt32, lookupCount: UInt64, matchedCount: UInt64) {
        self.table = table
        self.activeCount = activeCount
        self.lookupCount = lookupCount
        self.matchedCount = matchedCount
    }

    private static let size = 24

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> (TableStats, end: Int) {
        try require(size, in: range, "ofp_table_stats")
        let start = range.lowerBound
        let stats = TableStats(
            table: bytes.u8(start), activeCount: bytes.u32(start + 4), lookupCount: bytes.u64(start + 8),
            matchedCount: bytes.u64(start + 16))
        return (stats, start + size)
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(table)
        bytes.putZeros(3)
        bytes.put(activeCount)
        bytes.put(lookupCount)
        bytes.put(matchedCount)
    }
}
