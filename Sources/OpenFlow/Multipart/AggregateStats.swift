/// Counters of many flows together (OpenFlow 1.3.5 §7.3.5.3).
public struct AggregateStats: Hashable, Sendable {
    /// Packets that the flows matched.
    public var packetCount: UInt64
    /// Bytes of these packets.
    public var byteCount: UInt64
    /// Flows that were counted.
    public var flowCount: UInt32

    public init(packetCount: UInt64, byteCount: UInt64, flowCount: UInt32) {
        self.packetCount = packetCount
        self.byteCount = byteCount
        self.flowCount = flowCount
    }

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> AggregateStats {
        try requireExactly(24, in: range, "ofp_aggregate_stats_reply")
        return AggregateStats(
            packetCount: bytes.u64(range.lowerBound), byteCount: bytes.u64(range.lowerBound + 8),
            flowCount: bytes.u32(range.lowerBound + 16))
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(packetCount)
        bytes.put(byteCount)
        bytes.put(flowCount)
        bytes.putZeros(4)
    }
}
