/// Packets and bytes that something saw; all ones where a switch does not count.
public struct TrafficCounter: Hashable, Sendable {
    /// Packets that went through.
    public var packetCount: UInt64
    /// Bytes of these packets.
    public var byteCount: UInt64

    public init(packetCount: UInt64, byteCount: UInt64) {
        self.packetCount = packetCount
        self.byteCount = byteCount
    }

    static let size = 16

    /// Reads counters until the end of `range`, whose length is a multiple of `size`.
    static func decodeList(_ bytes: RawSpan, _ range: Range<Int>) -> [TrafficCounter] {
        var counters: [TrafficCounter] = []
        for offset in stride(from: range.lowerBound, to: range.upperBound, by: size) {
            counters.append(TrafficCounter(packetCount: bytes.u64(offset), byteCount: bytes.u64(offset + 8)))
        }
        return counters
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(packetCount)
        bytes.put(byteCount)
    }
}

/// Counters of a group (OpenFlow 1.3.5 §7.3.5.9).
public struct GroupStats: Hashable, Sendable, MultipartEntry {
    /// The group's number.
    public var number: UInt32
    /// Flows and groups that go to it.
    public var referenceCount: UInt32
    /// What the whole group handled.
    public var traffic: TrafficCounter
    /// Whole seconds for which the group has been there.
    public var durationSeconds: UInt32
    /// Nanoseconds beyond the seconds.
    public var durationNanoseconds: UInt32
    /// One of each bucket, in the buckets' order.
    public var buckets: [TrafficCounter]

    public init(
        number: UInt32, referenceCount: UInt32, traffic: TrafficCounter, durationSeconds: UInt32,
        durationNanoseconds: UInt32, buckets: [TrafficCounter]
    ) {
        self.number = number
        self.referenceCount = referenceCount
        self.traffic = traffic
        self.durationSeconds = durationSeconds
        self.durationNanoseconds = durationNanoseconds
        self.buckets = buckets
    }

    private static let headerSize = 40

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> (GroupStats, end: Int) {
        try require(headerSize, in: range, "ofp_group_stats")
        let start = range.lowerBound
        let length = Int(bytes.u16(start))
        guard length >= headerSize, length <= range.count, (length - headerSize) % TrafficCounter.size == 0 else {
            throw OpenFlowError(offset: start, field: "ofp_group_stats.length", rule: .badLength)
        }
        let end = start + length
        let stats = GroupStats(
            number: bytes.u32(start + 4), referenceCount: bytes.u32(start + 8),
            traffic: TrafficCounter(packetCount: bytes.u64(start + 16), byteCount: bytes.u64(start + 24)),
            durationSeconds: bytes.u32(start + 32), durationNanoseconds: bytes.u32(start + 36),
            buckets: TrafficCounter.decodeList(bytes, (start + headerSize)..<end))
        return (stats, end)
    }

    func encode(into bytes: inout [UInt8]) {
        let start = bytes.count
        bytes.putZeros(4)
        bytes.put(number)
        bytes.put(referenceCount)
        bytes.putZeros(4)
        traffic.encode(into: &bytes)
        bytes.put(durationSeconds)
        bytes.put(durationNanoseconds)
        for bucket in buckets { bucket.encode(into: &bytes) }
        bytes.patch(bytes.count - start, at: start)
    }
}
