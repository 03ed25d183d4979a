/// Number of a queue that stands for all of them (OpenFlow 1.3.5 §7.3.5.8).
public enum QueueNumber {
    public static let all: UInt32 = 0xffff_ffff
}

/// Which queues a multipart request is about (OpenFlow 1.3.5 §7.3.5.8).
public struct QueueStatsRequest: Hashable, Sendable {
    /// `PortNumber.any` for all.
    public var port: UInt32
    /// `QueueNumber.all` for all.
    public var queue: UInt32

    public init(port: UInt32 = PortNumber.any, queue: UInt32 = QueueNumber.all) {
        self.port = port
        self.queue = queue
    }

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> QueueStatsRequest {
        try requireExactly(8, in: range, "ofp_queue_stats_request")
        let start = range.lowerBound
        try requirePort(bytes.u32(start), at: start, "ofp_queue_stats_request.port_no")
        return QueueStatsRequest(port: bytes.u32(start), queue: bytes.u32(start + 4))
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(port)
        bytes.put(queue)
    }
}

/// Counters of a queue (OpenFlow 1.3.5 §7.3.5.8); all ones where a switch does not count.
public struct QueueStats: Hashable, Sendable, MultipartEntry {
    public var port: UInt32
    public var queue: UInt32
    /// Bytes that went out.
    public var transmittedBytes: UInt64
    /// Packets that went out.
    public var transmittedPackets: UInt64
    /// Packets dropped since the queue was full.
    public var transmitErrors: UInt64
    /// Whole seconds for which the queue has been there.
    public var durationSeconds: UInt32
    /// Nanoseconds beyond the seconds.
    public var durationNanoseconds: UInt32

    public init(
        port: UInt32, queue: UInt32, transmittedBytes: UInt64, transmittedPackets: UInt64, transmitErrors: UInt64,
        durationSeconds: UInt32 = .max, durationNanoseconds: UInt32 = .max
    ) {
        self.port = port
        self.queue = queue
        self.transmittedBytes = transmittedBytes
        self.transmittedPackets = transmittedPackets
        self.transmitErrors = transmitErrors
        self.durationSeconds = durationSeconds
        self.durationNanoseconds = durationNanoseconds
    }

    private static let size = 40

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> (QueueStats, end: Int) {
        try require(size, in: range, "ofp_queue_stats")
        let start = range.lowerBound
        try requirePort(bytes.u32(start), at: start, "ofp_queue_stats.port_no")
        let stats = QueueStats(
            port: bytes.u32(start), queue: bytes.u32(start + 4), transmittedBytes: bytes.u64(start + 8),
            transmittedPackets: bytes.u64(start + 16), transmitErrors: bytes.u64(start + 24),
            durationSeconds: bytes.u32(start + 32), durationNanoseconds: bytes.u32(start + 36))
        return (stats, start + size)
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(port)
        bytes.put(queue)
        bytes.put(transmittedBytes)
        bytes.put(transmittedPackets)
        bytes.put(transmitErrors)
        bytes.put(durationSeconds)
        bytes.put(durationNanoseconds)
    }
}
