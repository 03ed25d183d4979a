/// Counters of a meter (OpenFlow 1.3.5 §7.3.5.12).
public struct MeterStats: Hashable, Sendable, MultipartEntry {
    /// The meter's number.
    public var number: UInt32
    /// Flows that go through it.
    public var flowCount: UInt32
    /// What came in.
    public var input: TrafficCounter
    /// Whole seconds for which the meter has been there.
    public var durationSeconds: UInt32
    /// Nanoseconds beyond the seconds.
    public var durationNanoseconds: UInt32
    /// What each band took, in the bands' order.
    public var bands: [TrafficCounter]

    public init(
        number: UInt32, flowCount: UInt32, input: TrafficCounter, durationSeconds: UInt32, durationNanoseconds: UInt32,
        bands: [TrafficCounter]
    ) {
        self.number = number
        self.flowCount = flowCount
        self.input = input
        self.durationSeconds = durationSeconds
        self.durationNanoseconds = durationNanoseconds
        self.bands = bands
    }

    private static let headerSize = 40

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> (MeterStats, end: Int) {
        try require(headerSize, in: range, "ofp_meter_stats")
        let start = range.lowerBound
        let length = Int(bytes.u16(start + 4))
        guard length >= headerSize, length <= range.count, (length - headerSize) % TrafficCounter.size == 0 else {
            throw OpenFlowError(offset: start + 4, field: "ofp_meter_stats.len", rule: .badLength)
        }
        let end = start + length
        let stats = MeterStats(
            number: bytes.u32(start), flowCount: bytes.u32(start + 12),
            input: TrafficCounter(packetCount: bytes.u64(start + 16), byteCount: bytes.u64(start + 24)),
            durationSeconds: bytes.u32(start + 32), durationNanoseconds: bytes.u32(start + 36),
            bands: TrafficCounter.decodeList(bytes, (start + headerSize)..<end))
        return (stats, end)
    }

    func encode(into bytes: inout [UInt8]) {
        let start = bytes.count
        bytes.put(number)
        bytes.putZeros(8)
        bytes.put(flowCount)
        input.encode(into: &bytes)
        bytes.put(durationSeconds)
        bytes.put(durationNanoseconds)
        for band in bands { band.encode(into: &bytes) }
        bytes.patch(bytes.count - start, at: start + 4)
    }
}
