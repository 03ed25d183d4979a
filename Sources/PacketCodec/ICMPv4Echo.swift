/// An ICMPv4 echo request or reply (RFC 792).
public struct ICMPv4Echo: Hashable, Sendable {
    public enum Kind: UInt8, Hashable, Sendable {
        case reply = 0
        case request = 8
    }

    public var kind: Kind
    public var identifier: UInt16
    public var sequence: UInt16
    public var payload: ArraySlice<UInt8>

    public init(kind: Kind, identifier: UInt16, sequence: UInt16, payload: ArraySlice<UInt8>) {
        self.kind = kind
        self.identifier = identifier
        self.sequence = sequence
        self.payload = payload
    }

    /// Fails with `unsupported` on every other ICMP message.
    public static func decode(_ bytes: ArraySlice<UInt8>) throws(PacketError) -> ICMPv4Echo {
        var reader = PacketReader(bytes, .icmp)
        let start = reader.offset
        guard let kind = Kind(rawValue: try reader.uint8()), try reader.uint8() == 0 else {
            throw reader.error(.unsupported, at: start)
        }
        _ = try reader.uint16()
        let identifier = try reader.uint16()
        let sequence = try reader.uint16()
        guard InternetChecksum.of(bytes) == 0 else { throw reader.error(.badChecksum, at: start + 2) }
        return ICMPv4Echo(kind: kind, identifier: identifier, sequence: sequence, payload: reader.takeRest())
    }

    public func encode() -> [UInt8] {
        var writer = PacketWriter(capacity: 8 + payload.count)
        writer.write(kind.rawValue)
        writer.write(0 as UInt8)
        writer.write(0 as UInt16)
        writer.write(identifier)
        writer.write(sequence)
        writer.write(payload)
        writer.overwrite(at: 2, InternetChecksum.of(writer.bytes))
        return writer.bytes
    }
}
