/// A group that a switch holds, with its buckets (OpenFlow 1.3.5 §7.3.5.10).
public struct GroupDescription: Hashable, Sendable, MultipartEntry {
    /// What the group does with its buckets.
    public var type: GroupType
    /// The group's number.
    public var number: UInt32
    /// The group's buckets, in their order.
    public var buckets: [GroupBucket]

    public init(type: GroupType, number: UInt32, buckets: [GroupBucket]) {
        self.type = type
        self.number = number
        self.buckets = buckets
    }

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> (GroupDescription, end: Int) {
        try require(8, in: range, "ofp_group_desc")
        let start = range.lowerBound
        let length = Int(bytes.u16(start))
        guard length >= 8, length <= range.count else {
            throw OpenFlowError(offset: start, field: "ofp_group_desc.length", rule: .badLength)
        }
        guard let type = GroupType(rawValue: bytes.u8(start + 2)) else {
            throw OpenFlowError(offset: start + 2, field: "ofp_group_desc.type", rule: .badType)
        }
        let end = start + length
        let description = GroupDescription(
            type: type, number: bytes.u32(start + 4), buckets: try GroupBucket.decodeList(bytes, (start + 8)..<end))
        return (description, end)
    }

    func encode(into bytes: inout [UInt8]) {
        let start = bytes.count
        bytes.put(UInt16(0))
        bytes.put(type.rawValue)
        bytes.putZeros(1)
        bytes.put(number)
        GroupBucket.encode(buckets, into: &bytes)
        bytes.patch(bytes.count - start, at: start)
    }
}
