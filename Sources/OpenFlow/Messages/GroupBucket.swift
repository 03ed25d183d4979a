/// One of the action lists of a group (OpenFlow 1.3.5 §7.3.4.2).
public struct GroupBucket: Hashable, Sendable, MultipartEntry {
    /// The share of packets in a select group; 0 in the others.
    public var weight: UInt16
    /// The port that must be live; `PortNumber.any` for none.
    public var watchPort: UInt32
    /// The group that must be live; `GroupNumber.any` for none.
    public var watchGroup: UInt32
    /// What is done to the packets of the bucket.
    public var actions: ActionList

    public init(
        actions: ActionList, weight: UInt16 = 0, watchPort: UInt32 = PortNumber.any,
        watchGroup: UInt32 = GroupNumber.any
    ) {
        self.weight = weight
        self.watchPort = watchPort
        self.watchGroup = watchGroup
        self.actions = actions
    }

    /// Whether it is live only together with a port or a group.
    var watches: Bool { watchPort != PortNumber.any || watchGroup != GroupNumber.any }

    private static let headerSize = 16

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> (GroupBucket, end: Int) {
        try require(headerSize, in: range, "ofp_bucket")
        let start = range.lowerBound
        let length = Int(bytes.u16(start))
        guard length >= headerSize, length % 8 == 0, length <= range.count else {
            throw OpenFlowError(offset: start, field: "ofp_bucket.len", rule: .badLength)
        }
        try requirePort(bytes.u32(start + 4), at: start + 4, "ofp_bucket.watch_port")
        let end = start + length
        let bucket = GroupBucket(
            actions: try ActionList.decode(bytes, (start + headerSize)..<end), weight: bytes.u16(start + 2),
            watchPort: bytes.u32(start + 4), watchGroup: bytes.u32(start + 8))
        return (bucket, end)
    }

    func encode(into bytes: inout [UInt8]) {
        let start = bytes.count
        bytes.put(UInt16(0))
        bytes.put(weight)
        bytes.put(watchPort)
        bytes.put(watchGroup)
        bytes.putZeros(4)
        actions.encode(into: &bytes)
        bytes.patch(bytes.count - start, at: start)
    }
}
