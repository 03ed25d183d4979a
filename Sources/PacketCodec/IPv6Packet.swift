public import NetworkTypes

/// An IPv6 packet (RFC 8200). Extension headers are a part of the payload.
public struct IPv6Packet: Hashable, Sendable {
    /// DSCP and ECN, as on the wire (RFC 2474, RFC 3168).
    public var trafficClass: UInt8
    /// 20 bits.
    public var flowLabel: UInt32
    /// What the payload begins with: an extension header, or the protocol (`IPProtocolNumber`).
    public var nextHeader: UInt8
    public var hopLimit: UInt8
    public var source: IPv6Address
    public var destination: IPv6Address
    public var payload: ArraySlice<UInt8>

    /// Bytes before the payload.
    public static let headerSize = 40

    public init(
        trafficClass: UInt8 = 0, flowLabel: UInt32 = 0, nextHeader: UInt8, hopLimit: UInt8 = 64, source: IPv6Address,
        destination: IPv6Address, payload: ArraySlice<UInt8>
    ) {
        self.trafficClass = trafficClass
        self.flowLabel = flowLabel
        self.nextHeader = nextHeader
        self.hopLimit = hopLimit
        self.source = source
        self.destination = destination
        self.payload = payload
    }

    /// Bytes behind the payload length are padding and are cut off. A jumbogram (RFC 2675) has an empty payload here.
    public static func decode(_ bytes: ArraySlice<UInt8>) throws(PacketError) -> IPv6Packet {
        try decode(bytes, sentLength: bytes.count).packet
    }

    /// Reads a packet whose end may have been cut off on the way here: `sentLength` is how many bytes there were. Gives the
    /// packet with as much of its payload as is there, and the bytes that the whole one had.
    public static func decode(
        _ bytes: ArraySlice<UInt8>, sentLength: Int
    ) throws(PacketError) -> (packet: IPv6Packet, length: Int) {
        var reader = PacketReader(bytes, .ipv6)
        let start = reader.offset
        let first = try reader.uint32()
        guard first >> 28 == 6 else { throw reader.error(.badVersion, at: start) }
        let length = headerSize + Int(try reader.uint16())
        let nextHeader = try reader.uint8()
        let hopLimit = try reader.uint8()
        let source = try reader.ipv6()
        let destination = try reader.ipv6()
        guard length <= max(sentLength, bytes.count) else { throw reader.error(.truncated, at: start + 4) }
        let packet = IPv6Packet(
            trafficClass: UInt8(truncatingIfNeeded: first >> 20), flowLabel: first & 0xf_ffff, nextHeader: nextHeader,
            hopLimit: hopLimit, source: source, destination: destination,
            payload: reader.takeRest().prefix(length - headerSize))
        return (packet, length)
    }

    /// Fails with `tooLong` over 65,535 bytes of payload, or on a flow label of more than 20 bits.
    public func encode() throws(PacketError) -> [UInt8] {
        guard let length = UInt16(exactly: payload.count) else { throw PacketError(.ipv6, at: 4, .tooLong) }
        guard flowLabel <= 0xf_ffff else { throw PacketError(.ipv6, at: 1, .tooLong) }
        var writer = PacketWriter(capacity: Self.headerSize + payload.count)
        writer.write(6 << 28 | UInt32(trafficClass) << 20 | flowLabel)
        writer.write(length)
        writer.write(nextHeader)
        writer.write(hopLimit)
        writer.write(source)
        writer.write(destination)
        writer.write(payload)
        return writer.bytes
    }
}
