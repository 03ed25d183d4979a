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
    /// The match as it lies on the wire, and the packet behind its padding of two bytes.
    private var body: [UInt8]
    private var matchCount: UInt32

    private static let padding = 2

    public init(
        bufferID: UInt32 = FlowMod.noBuffer, totalLength: UInt16, reason: UInt8, table: UInt8, cookie: UInt64,
        match: FlowMatch, data: [UInt8]
    ) {
        self.bufferID = bufferID
        self.totalLength = totalLength
        self.reason = reason
        self.table = table
        self.cookie = cookie
        body = []
        body.reserveCapacity(match.byteCount + Self.padding + data.count)
        match.encode(into: &body)
        body.putZeros(Self.padding)
        body.append(contentsOf: data)
        matchCount = UInt32(truncatingIfNeeded: match.byteCount)
    }

    /// Facts about the packet: its port, metadata, registers, tunnel.
    public var match: FlowMatch {
        get { FlowMatch(canonical: body.span.bytes, at: 0) }
        set {
            self = PacketIn(
                bufferID: bufferID, totalLength: totalLength, reason: reason, table: table, cookie: cookie,
                match: newValue, data: data)
        }
    }

    public var data: [UInt8] {
        get { Array(body[(Int(matchCount) + Self.padding)...]) }
        set { body.replaceSubrange((Int(matchCount) + Self.padding)..., with: newValue) }
    }

    /// Reads what follows the message's header.
    @inline(__always)
    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> PacketIn {
        var scan = MatchScan(prerequisites: .ignored)
        let view = try PacketInView.decode(bytes, range, &scan)
        let matchStart = range.lowerBound &+ PacketInView.matchOffset
        guard scan.isCanonical, bytes.u16(view.frame.lowerBound &- padding) == 0 else {
            return PacketIn(
                bufferID: view.bufferID, totalLength: view.totalLength, reason: view.reason, table: view.table,
                cookie: view.cookie, match: try FlowMatch(scan, bytes, at: matchStart), data: bytes.array(view.frame))
        }
        return PacketIn(
            view, body: bytes.array(matchStart..<range.upperBound),
            matchCount: view.frame.lowerBound &- padding &- matchStart)
    }

    @inline(__always)
    private init(_ view: PacketInView, body: [UInt8], matchCount: Int) {
        bufferID = view.bufferID
        totalLength = view.totalLength
        reason = view.reason
        table = view.table
        cookie = view.cookie
        self.body = body
        self.matchCount = UInt32(truncatingIfNeeded: matchCount)
    }

    @inline(__always)
    func encode(into bytes: inout [UInt8]) {
        bytes.put(bufferID)
        bytes.put(totalLength)
        bytes.put(reason)
        bytes.put(table)
        bytes.put(cookie)
        bytes.append(contentsOf: body)
    }
}

/// A packet-in that stays where it was received: checked as a whole, nothing copied. It is for a controller that looks at
/// each packet once, in the buffer that it was read into.
@frozen
public struct PacketInView: Hashable, Sendable {
    public let xid: UInt32
    public let bufferID: UInt32
    /// Bytes of the whole packet, of which the frame may be the first part.
    public let totalLength: UInt16
    public let reason: UInt8
    public let table: UInt8
    public let cookie: UInt64
    /// The OpenFlow port that the packet came in at; `nil` where the switch does not say.
    public let inPort: UInt32?
    /// Where the packet is in the message.
    public let frame: Range<Int>

    static let matchOffset = 16

    /// Reads one whole message.
    ///
    /// - Throws: where `OpenFlowMessage.decode` would, and where it is not a packet-in.
    public init(_ message: RawSpan) throws(OpenFlowError) {
        let header = try MessageHeader.decode(message)
        guard Int(header.length) == message.byteCount else {
            throw OpenFlowError(scope: .channel, offset: 2, field: "ofp_header.length", rule: .badLength)
        }
        guard header.version == MessageHeader.version13 else {
            throw OpenFlowError(scope: .channel, offset: 0, field: "ofp_header.version", rule: .badVersion)
        }
        guard header.type == MessageType.packetIn else {
            throw OpenFlowError(offset: 1, field: "ofp_header.type", rule: .badType)
        }
        var scan = MatchScan(prerequisites: .ignored)
        self = try Self.decode(message, MessageHeader.size..<message.byteCount, &scan, xid: header.xid)
    }

    /// Facts about the packet. `message` is what the view was made of.
    public func match(in message: RawSpan) throws(OpenFlowError) -> FlowMatch {
        let start = MessageHeader.size + Self.matchOffset
        guard message.byteCount >= start else {
            throw OpenFlowError(offset: start, field: "ofp_match", rule: .truncated)
        }
        return try FlowMatch.decode(message, start..<message.byteCount, prerequisites: .ignored).match
    }

    @inline(__always)
    static func decode(
        _ bytes: RawSpan, _ range: Range<Int>, _ scan: inout MatchScan, xid: UInt32 = 0
    ) throws(OpenFlowError) -> PacketInView {
        let start = range.lowerBound
        guard range.upperBound &- start >= 24 else { throw refused(start, "ofp_packet_in", .truncated) }
        let end = try scan.match(bytes, (start &+ matchOffset)..<range.upperBound)
        guard range.upperBound &- end >= 2 else { throw refused(end, "ofp_packet_in.pad", .truncated) }
        return PacketInView(
            xid: xid, bufferID: bytes.u32(start), totalLength: bytes.u16(start &+ 4), reason: bytes.u8(start &+ 6),
            table: bytes.u8(start &+ 7), cookie: bytes.u64(start &+ 8), inPort: scan.inPort,
            frame: (end &+ 2)..<range.upperBound)
    }

    @inline(__always)
    private init(
        xid: UInt32, bufferID: UInt32, totalLength: UInt16, reason: UInt8, table: UInt8, cookie: UInt64,
        inPort: UInt32?, frame: Range<Int>
    ) {
        self.xid = xid
        self.bufferID = bufferID
        self.totalLength = totalLength
        self.reason = reason
        self.table = table
        self.cookie = cookie
        self.inPort = inPort
        self.frame = frame
    }

    @inline(never)
    private static func refused(_ offset: Int, _ field: String, _ rule: OpenFlowError.Rule) -> OpenFlowError {
        OpenFlowError(offset: offset, field: field, rule: rule)
    }
}
