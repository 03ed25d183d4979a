/// A packet that Open vSwitch hands to its controller in its own extensible form (NXT_PACKET_IN2 of nicira-ext.h), and
/// that the controller hands back so that its way through the tables goes on (NXT_RESUME).
public struct PacketIn2: Hashable, Sendable {
    /// The packet, or its first part; not empty.
    public var packet: [UInt8]
    /// Bytes of the whole packet, where `packet` is the first part.
    public var fullLength: UInt32?
    public var bufferID: UInt32?
    public var table: UInt8
    /// The cookie of the flow that sent it; all ones where there is none.
    public var cookie: UInt64
    /// One of `PacketIn.Reason`.
    public var reason: UInt8
    /// Facts about the packet: its port, metadata, registers, tunnel.
    public var metadata: FlowMatch
    /// What the controller action said, for the controller to know it again.
    public var userdata: [UInt8]?
    /// Where the packet was on its way; for the switch alone to read.
    public var continuation: [UInt8]?
    /// Properties that have no name here, whole with their padding, one after another; none in a resume.
    public var unknown: [UInt8] = []

    public init(
        packet: [UInt8], fullLength: UInt32? = nil, bufferID: UInt32? = nil, table: UInt8 = 0, cookie: UInt64 = .max,
        reason: UInt8 = 0, metadata: FlowMatch = FlowMatch(), userdata: [UInt8]? = nil, continuation: [UInt8]? = nil
    ) {
        self.packet = packet
        self.fullLength = fullLength
        self.bufferID = bufferID
        self.table = table
        self.cookie = cookie
        self.reason = reason
        self.metadata = metadata
        self.userdata = userdata
        self.continuation = continuation
    }

    private enum Kind {
        static let packet: UInt16 = 0
        static let fullLength: UInt16 = 1
        static let bufferID: UInt16 = 2
        static let table: UInt16 = 3
        static let cookie: UInt16 = 4
        static let reason: UInt16 = 5
        static let metadata: UInt16 = 6
        static let userdata: UInt16 = 7
        static let continuation: UInt16 = 8
    }

    /// Reads properties until the end of `range`. Of a type that comes twice, the last counts.
    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> PacketIn2 {
        var packetIn = PacketIn2(packet: [])
        var offset = range.lowerBound
        while offset < range.upperBound {
            let property = try PropertyHeader.decode(
                bytes, offset..<range.upperBound, "nx_packet_in2_prop.length")
            try packetIn.read(bytes, property)
            offset = property.end
        }
        guard !packetIn.packet.isEmpty else {
            throw OpenFlowError(offset: range.lowerBound, field: "nx_packet_in2.packet", rule: .truncated)
        }
        guard packetIn.fullLength ?? .max >= UInt32(packetIn.packet.count) else {
            throw OpenFlowError(offset: range.lowerBound, field: "nx_packet_in2.full_len", rule: .badLength)
        }
        return packetIn
    }

    private mutating func read(_ bytes: RawSpan, _ property: PropertyHeader) throws(OpenFlowError) {
        let payload = property.payload
        let start = payload.lowerBound
        switch property.type {
        case Kind.packet: packet = bytes.array(payload)
        case Kind.fullLength:
            try requireExactly(4, in: payload, "nx_packet_in2.full_len")
            // Zero is how a switch would say that it does not know.
            fullLength = bytes.u32(start) == 0 ? nil : bytes.u32(start)
        case Kind.bufferID:
            try requireExactly(4, in: payload, "nx_packet_in2.buffer_id")
            bufferID = bytes.u32(start)
        case Kind.table:
            try require(1, in: payload, "nx_packet_in2.table_id")
            table = bytes.u8(start)
        case Kind.cookie:
            try requireExactly(12, in: payload, "nx_packet_in2.cookie")
            cookie = bytes.u64(start + 4)
        case Kind.reason:
            try require(1, in: payload, "nx_packet_in2.reason")
            reason = bytes.u8(start)
        case Kind.metadata: metadata = try RawMatch.decode(bytes, payload)
        case Kind.userdata: userdata = bytes.array(payload)
        case Kind.continuation: continuation = bytes.array(try property.nested("nx_packet_in2.continuation"))
        default: unknown.append(contentsOf: bytes.array((start - 4)..<property.end))
        }
    }

    /// Reads the properties that a controller hands back, in which a switch takes none that it does not know.
    static func decodeResume(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> PacketIn2 {
        let packetIn = try decode(bytes, range)
        guard packetIn.unknown.isEmpty else {
            throw OpenFlowError(offset: range.lowerBound, field: "nx_packet_in2_prop.type", rule: .badType)
        }
        return packetIn
    }

    /// Appends the properties in the order in which Open vSwitch writes them.
    func encode(into bytes: inout [UInt8]) {
        bytes.putProperty(Kind.packet, packet)
        if let fullLength { bytes.putProperty(Kind.fullLength, fullLength) }
        if let bufferID { bytes.putProperty(Kind.bufferID, bufferID) }
        bytes.putProperty(Kind.table, [table])
        if cookie != .max {
            let start = bytes.startNestedProperty(Kind.cookie)
            bytes.put(cookie)
            bytes.endProperty(start)
        }
        bytes.putProperty(Kind.reason, [reason])
        let start = bytes.startProperty(Kind.metadata)
        RawMatch.encode(metadata, into: &bytes)
        bytes.endProperty(start)
        if let continuation {
            let start = bytes.startNestedProperty(Kind.continuation)
            bytes.append(contentsOf: continuation)
            bytes.endProperty(start)
        }
        if let userdata { bytes.putProperty(Kind.userdata, userdata) }
        bytes.append(contentsOf: unknown)
    }
}
