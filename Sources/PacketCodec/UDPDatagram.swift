public import NetworkTypes

/// A UDP datagram (RFC 768).
public struct UDPDatagram: Hashable, Sendable {
    public var sourcePort: UInt16
    public var destinationPort: UInt16
    public var payload: ArraySlice<UInt8>

    public init(sourcePort: UInt16, destinationPort: UInt16, payload: ArraySlice<UInt8>) {
        self.sourcePort = sourcePort
        self.destinationPort = destinationPort
        self.payload = payload
    }
}

/// Over IPv4.
extension UDPDatagram {
    /// Reads the payload of an unfragmented packet. The checksum is verified unless it is zero, which means none.
    public static func decode(
        _ bytes: ArraySlice<UInt8>, source: IPv4Address, destination: IPv4Address
    ) throws(PacketError) -> UDPDatagram {
        let fields = try Fields(bytes)
        if fields.checksum != 0 {
            try fields.verify(
                InternetChecksum(
                    pseudoHeader: source, destination, protocol: IPProtocolNumber.udp, length: fields.bytes.count))
        }
        return fields.datagram
    }

    /// Always with a checksum; fails with `tooLong` over 65,535 bytes in all.
    public func encode(source: IPv4Address, destination: IPv4Address) throws(PacketError) -> [UInt8] {
        let length = try encodedLength()
        return encoded(
            length,
            InternetChecksum(
                pseudoHeader: source, destination, protocol: IPProtocolNumber.udp, length: Int(length)))
    }
}

/// Over IPv6 (RFC 8200 §8.1).
extension UDPDatagram {
    /// Reads the payload of an unfragmented packet. A checksum of zero is refused like any wrong one: only tunnels may
    /// leave it out (RFC 6935).
    public static func decode(
        _ bytes: ArraySlice<UInt8>, source: IPv6Address, destination: IPv6Address
    ) throws(PacketError) -> UDPDatagram {
        let fields = try Fields(bytes)
        guard fields.checksum != 0 else { throw fields.badChecksum }
        try fields.verify(
            InternetChecksum(
                pseudoHeader: source, destination, protocol: IPProtocolNumber.udp, length: fields.bytes.count))
        return fields.datagram
    }

    /// Fails with `tooLong` over 65,535 bytes in all: a jumbogram is not spoken here.
    public func encode(source: IPv6Address, destination: IPv6Address) throws(PacketError) -> [UInt8] {
        let length = try encodedLength()
        return encoded(
            length,
            InternetChecksum(
                pseudoHeader: source, destination, protocol: IPProtocolNumber.udp, length: Int(length)))
    }
}

extension UDPDatagram {
    /// What stands on the wire, whatever carries it.
    private struct Fields {
        /// Header and payload, without what lies behind them.
        let bytes: ArraySlice<UInt8>
        let checksum: UInt16
        let datagram: UDPDatagram

        init(_ bytes: ArraySlice<UInt8>) throws(PacketError) {
            var reader = PacketReader(bytes, .udp)
            let start = reader.offset
            let sourcePort = try reader.uint16()
            let destinationPort = try reader.uint16()
            let length = Int(try reader.uint16())
            checksum = try reader.uint16()
            guard length >= 8 else { throw reader.error(.badLength, at: start + 4) }
            guard length <= bytes.count else { throw reader.error(.truncated, at: start + 4) }
            self.bytes = bytes[start..<(start + length)]
            datagram = UDPDatagram(
                sourcePort: sourcePort, destinationPort: destinationPort,
                payload: bytes[(start + 8)..<(start + length)])
        }

        var badChecksum: PacketError { PacketError(.udp, at: bytes.startIndex + 6, .badChecksum) }

        func verify(_ pseudoHeader: InternetChecksum) throws(PacketError) {
            var sum = pseudoHeader
            sum.add(bytes)
            guard sum.value == 0 else { throw badChecksum }
        }
    }

    private func encodedLength() throws(PacketError) -> UInt16 {
        guard let length = UInt16(exactly: 8 + payload.count) else { throw PacketError(.udp, at: 4, .tooLong) }
        return length
    }

    private func encoded(_ length: UInt16, _ pseudoHeader: InternetChecksum) -> [UInt8] {
        var writer = PacketWriter(capacity: Int(length))
        writer.write(sourcePort)
        writer.write(destinationPort)
        writer.write(length)
        writer.write(0 as UInt16)
        writer.write(payload)
        var sum = pseudoHeader
        sum.add(writer.bytes)
        // A sum of zero goes out as all ones, its other form, because zero means that there is none.
        writer.overwrite(at: 6, sum.value == 0 ? 0xffff : sum.value)
        return writer.bytes
    }
}
