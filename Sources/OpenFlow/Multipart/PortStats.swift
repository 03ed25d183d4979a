/// Counters of a port (OpenFlow 1.3.5 §7.3.5.6); all ones where a switch does not count.
public struct PortStats: Hashable, Sendable, MultipartEntry {
    /// What a port counts in either direction.
    public struct Direction: Hashable, Sendable {
        /// Packets that went through whole.
        public var packets: UInt64
        /// Bytes of these packets.
        public var bytes: UInt64
        /// Packets that were dropped.
        public var dropped: UInt64
        /// Packets with errors, of any kind.
        public var errors: UInt64

        public init(packets: UInt64, bytes: UInt64, dropped: UInt64, errors: UInt64) {
            self.packets = packets
            self.bytes = bytes
            self.dropped = dropped
            self.errors = errors
        }
    }

    /// The port's number.
    public var number: UInt32
    /// What came in.
    public var received: Direction
    /// What went out.
    public var transmitted: Direction
    /// Received errors by kind: frame alignment, overrun, CRC.
    public var frameErrors: UInt64
    /// Received packets that overran a buffer.
    public var overrunErrors: UInt64
    /// Received packets with a wrong checksum.
    public var crcErrors: UInt64
    /// Collisions on the wire.
    public var collisions: UInt64
    /// Whole seconds for which the port has been there.
    public var durationSeconds: UInt32
    /// Nanoseconds beyond the seconds.
    public var durationNanoseconds: UInt32

    public init(
        number: UInt32, received: Direction, transmitted: Direction, frameErrors: UInt64 = .max,
        overrunErrors: UInt64 = .max, crcErrors: UInt64 = .max, collisions: UInt64 = .max,
        durationSeconds: UInt32 = .max,
        durationNanoseconds: UInt32 = .max
    ) {
        self.number = number
        self.received = received
        self.transmitted = transmitted
        self.frameErrors = frameErrors
        self.overrunErrors = overrunErrors
        self.crcErrors = crcErrors
        self.collisions = collisions
        self.durationSeconds = durationSeconds
        self.durationNanoseconds = durationNanoseconds
    }

    private static let size = 112

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> (PortStats, end: Int) {
        try require(size, in: range, "ofp_port_stats")
        let start = range.lowerBound
        try requirePort(bytes.u32(start), at: start, "ofp_port_stats.port_no")
        func direction(_ offset: Int) -> Direction {
            Direction(
                packets: bytes.u64(offset), bytes: bytes.u64(offset + 16), dropped: bytes.u64(offset + 32),
                errors: bytes.u64(offset + 48))
        }
        let stats = PortStats(
            number: bytes.u32(start), received: direction(start + 8), transmitted: direction(start + 16),
            frameErrors: bytes.u64(start + 72), overrunErrors: bytes.u64(start + 80), crcErrors: bytes.u64(start + 88),
            collisions: bytes.u64(start + 96), durationSeconds: bytes.u32(start + 104),
            durationNanoseconds: bytes.u32(start + 108))
        return (stats, start + size)
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(number)
        bytes.putZeros(4)
        bytes.put(received.packets)
        bytes.put(transmitted.packets)
        bytes.put(received.bytes)
        bytes.put(transmitted.bytes)
        bytes.put(received.dropped)
        bytes.put(transmitted.dropped)
        bytes.put(received.errors)
        bytes.put(transmitted.errors)
        bytes.put(frameErrors)
        bytes.put(overrunErrors)
        bytes.put(crcErrors)
        bytes.put(collisions)
        bytes.put(durationSeconds)
        bytes.put(durationNanoseconds)
    }
}
