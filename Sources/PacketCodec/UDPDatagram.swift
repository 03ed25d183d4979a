public import NetworkTypes

/// A UDP datagram over IPv4 (RFC 768).
public struct UDPDatagram: Hashable, Sendable {
    public var sourcePort: UInt16
    public var destinationPort: UInt16
    public var payload: ArraySlice<UInt8>

    public init(sourcePort: UInt16, destinationPort: UInt16, payload: ArraySlice<UInt8>) {
        self.sourcePort = sourcePort
        self.destinationPort = destinationPort
        self.payload = payload
    }

    /// Reads the payload of an unfragmented packet. The checksum is verified unless it is zero, which means none.
    public static func decode(
        _ bytes: ArraySlice<UInt8>, source: IPv4Address, destination: IPv4Address
    ) throws(PacketError) -> UDPDatagram {
        var reader = PacketReader(bytes, .udp)
        let start = reader.offset
        let sourcePort = try reader.uint16()
        let destinationPort = try reader.uint16()
        let length = Int(try reader.uint16())
        let checksum = try reader.uint16()
        guard length >= 8 else { throw reader.error(.badLength, at: start + 4) }
        guard length <= bytes.count else { throw reader.error(.truncated, at: start + 4) }
        if checksum != 0 {
            var sum = InternetChecksum(
                pseudoHeader: source, destination, protocol: IPProtocolNumber.udp, length: length)
            sum.add(bytes[start..<(start + length)])
            guard sum.value == 0 else { throw reader.error(.badChecksum, at: start + 6) }
        }
        return UDPDatagram(
            sourcePort: sourcePort, destinationPort: destinationPort,
            payload: bytes[(start + 8)..<(start + length)])
    }

    /// Always with a checksum; fails with `tooLong` over 65,535 bytes in all.
    public func encode(source: IPv4Address, destination: IPv4Address) throws(PacketError) -> [UInt8] {
        guard let length = UInt16(exactly: 8 + payload.count) else { throw PacketError(.udp, at: 4, .tooLong) }
        var writer = PacketWriter(capacity: Int(length))
        writer.write(sourcePort)
        writer.write(destinationPort)
        writer.write(length)
        writer.write(0 as UInt16)
        writer.write(payload)
        var sum = InternetChecksum(
            pseudoHeader: source, destination, protocol: IPProtocolNumber.udp, length: Int(length))
        sum.add(writer.bytes)
        // A sum of zero goes out as all ones, its other form, because zero means that there is none.
        writer.overwrite(at: 6, sum.value == 0 ? 0xffff : sum.value)
        return writer.bytes
    }
}
