public import NetworkTypes

/// An IPv4 packet or fragment (RFC 791). Options are passed over on decode and never sent.
public struct IPv4Packet: Hashable, Sendable {
    /// DSCP and ECN, as on the wire (RFC 2474, RFC 3168).
    public var trafficClass: UInt8
    public var identification: UInt16
    public var dontFragment: Bool
    public var moreFragments: Bool
    /// In units of 8 bytes, 13 bits.
    public var fragmentOffset: UInt16
    public var timeToLive: UInt8
    /// What the payload is (`IPProtocolNumber`).
    public var protocolNumber: UInt8
    public var source: IPv4Address
    public var destination: IPv4Address
    public var payload: ArraySlice<UInt8>

    public init(
        trafficClass: UInt8 = 0, identification: UInt16 = 0, dontFragment: Bool = false, moreFragments: Bool = false,
        fragmentOffset: UInt16 = 0, timeToLive: UInt8 = 64, protocolNumber: UInt8, source: IPv4Address,
        destination: IPv4Address, payload: ArraySlice<UInt8>
    ) {
        self.trafficClass = trafficClass
        self.identification = identification
        self.dontFragment = dontFragment
        self.moreFragments = moreFragments
        self.fragmentOffset = fragmentOffset
        self.timeToLive = timeToLive
        self.protocolNumber = protocolNumber
        self.source = source
        self.destination = destination
        self.payload = payload
    }

    /// The payload is a part of the datagram's only.
    public var isFragment: Bool { moreFragments || fragmentOffset != 0 }

    /// Checks the header's checksum; bytes behind the total length are padding and are cut off.
    public static func decode(_ bytes: ArraySlice<UInt8>) throws(PacketError) -> IPv4Packet {
        try decode(bytes, sentLength: bytes.count).packet
    }

    /// Reads a packet whose end may have been cut off on the way here: `sentLength` is how many bytes there were. Gives the
    /// packet with as much of its payload as is there, and the bytes that the whole one had.
    public static func decode(
        _ bytes: ArraySlice<UInt8>, sentLength: Int
    ) throws(PacketError) -> (packet: IPv4Packet, length: Int) {
        var reader = PacketReader(bytes, .ipv4)
        let start = reader.offset
        let versionAndLength = try reader.uint8()
        guard versionAndLength >> 4 == 4 else { throw reader.error(.badVersion, at: start) }
        let headerLength = Int(versionAndLength & 0x0f) * 4
        guard headerLength >= 20 else { throw reader.error(.badLength, at: start) }
        guard headerLength <= bytes.count else { throw reader.error(.truncated, at: start) }
        let trafficClass = try reader.uint8()
        let totalLength = Int(try reader.uint16())
        guard totalLength >= headerLength else { throw reader.error(.badLength, at: start + 2) }
        guard totalLength <= max(sentLength, bytes.count) else { throw reader.error(.truncated, at: start + 2) }
        guard InternetChecksum.of(bytes[start..<(start + headerLength)]) == 0 else {
            throw reader.error(.badChecksum, at: start + 10)
        }
        let identification = try reader.uint16()
        let fragment = try reader.uint16()
        let timeToLive = try reader.uint8()
        let protocolNumber = try reader.uint8()
        _ = try reader.uint16()
        let packet = IPv4Packet(
            trafficClass: trafficClass, identification: identification, dontFragment: fragment & 0x4000 != 0,
            moreFragments: fragment & 0x2000 != 0, fragmentOffset: fragment & 0x1fff, timeToLive: timeToLive,
            protocolNumber: protocolNumber, source: try reader.ipv4(), destination: try reader.ipv4(),
            payload: bytes[(start + headerLength)..<min(start + totalLength, bytes.endIndex)])
        return (packet, totalLength)
    }

    /// A header of 20 bytes with its checksum, and the payload; fails with `tooLong` over 65,535 bytes in all.
    public func encode() throws(PacketError) -> [UInt8] {
        guard let totalLength = UInt16(exactly: 20 + payload.count) else { throw PacketError(.ipv4, at: 2, .tooLong) }
        guard fragmentOffset <= 0x1fff else { throw PacketError(.ipv4, at: 6, .tooLong) }
        var writer = PacketWriter(capacity: Int(totalLength))
        writer.write(0x45 as UInt8)
        writer.write(trafficClass)
        writer.write(totalLength)
        writer.write(identification)
        writer.write((dontFragment ? 0x4000 : 0) | (moreFragments ? 0x2000 : 0) | fragmentOffset)
        writer.write(timeToLive)
        writer.write(protocolNumber)
        writer.write(0 as UInt16)
        writer.write(source)
        writer.write(destination)
        writer.overwrite(at: 10, InternetChecksum.of(writer.bytes))
        writer.write(payload)
        return writer.bytes
    }
}
