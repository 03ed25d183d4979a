/// A packet that a switch hands to its controller (OpenFlow 1.3.5 §7.4.1).
public struct PacketIn: Hashable, Sendable {
    public enum Reason {
        public static let noMatch: UInt8 = 0
        public static let action: UInt8 = 1
        public static let invalidTTL: UInt8 = 2
    }

    public var bufferID: UInt32
    /// Bytes of the whole packet, of which `data` may be the first part.
    public var totalLength: UInt16
    public var reason: UInt8
    public var table: UInt8
    /// The cookie of the flow that sent it; all ones where there is none.
    public var cookie: UInt64
    /// Facts about the packet: its port, metadata, registers, tunnel.
    public var match: FlowMatch
    public var data: [UInt8]

    public init(
        bufferID: UInt32 = FlowMod.noBuffer, totalLength: UInt16, reason: UInt8, table: UInt8, cookie: UInt64,
        match: FlowMatch, data: [UInt8]
    ) {
        self.bufferID = bufferID
        self.totalLength = totalLength
        self.reason = reason
        self.table = table
        self.cookie = cookie
        self.match = match
        self.data = data
    }

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> PacketIn {
        try require(24, in: range, "ofp_packet_in")
        let start = range.lowerBound
        let (match, end) = try FlowMatch.decode(
            bytes, (start + 16)..<range.upperBound, prerequisites: .ignored)
        try require(2, in: end..<range.upperBound, "ofp_packet_in.pad")
        return PacketIn(
            bufferID: bytes.u32(start), totalLength: bytes.u16(start + 4), reason: bytes.u8(start + 6),
            table: bytes.u8(start + 7), cookie: bytes.u64(start + 8), match: match,
            data: bytes.array((end + 2)..<range.upperBound))
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(bufferID)
        bytes.put(totalLength)
        bytes.put(reason)
        bytes.put(table)
        bytes.put(cookie)
        match.encode(into: &bytes)
        bytes.putZeros(2)
        bytes.append(contentsOf: data)
    }
}
