public import NetworkTypes

/// An ICMPv6 message (RFC 4443, RFC 4861).
public enum ICMPv6Message: Hashable, Sendable {
    /// The packet is longer than the next link takes; `mtu` is that link's, in bytes.
    case packetTooBig(mtu: UInt32, quote: ArraySlice<UInt8>)
    case timeExceeded(TimeExceededReason, quote: ArraySlice<UInt8>)
    case echo(ICMPv6Echo)
    case routerSolicitation(RouterSolicitation)
    case routerAdvertisement(RouterAdvertisement)
    case neighborSolicitation(NeighborSolicitation)
    case neighborAdvertisement(NeighborAdvertisement)

    /// Message types (IANA); those below 128 are errors.
    public enum Number {
        public static let packetTooBig: UInt8 = 2
        public static let timeExceeded: UInt8 = 3
        public static let echoRequest: UInt8 = 128
        public static let echoReply: UInt8 = 129
        public static let routerSolicitation: UInt8 = 133
        public static let routerAdvertisement: UInt8 = 134
        public static let neighborSolicitation: UInt8 = 135
        public static let neighborAdvertisement: UInt8 = 136
        public static let redirect: UInt8 = 137
    }

    /// Bytes of an error before its quote.
    public static let errorHeaderSize = 8
    /// Bytes of the whole IPv6 packet that carries an error, past which no more is quoted (RFC 4443 §2.4 (c)).
    public static let errorPacketLimit = 1280

    /// Is a message of this type an error? One that nobody knows yet is, when its number says so (RFC 4443 §2.1).
    public static func isError(type: UInt8) -> Bool { type < 128 }

    public var type: UInt8 {
        switch self {
        case .packetTooBig: Number.packetTooBig
        case .timeExceeded: Number.timeExceeded
        case .echo(let echo): echo.kind == .request ? Number.echoRequest : Number.echoReply
        case .routerSolicitation: Number.routerSolicitation
        case .routerAdvertisement: Number.routerAdvertisement
        case .neighborSolicitation: Number.neighborSolicitation
        case .neighborAdvertisement: Number.neighborAdvertisement
        }
    }

    /// Reads the upper layer of an unfragmented packet; its checksum covers the packet's addresses. Fails with `unsupported`
    /// on other messages. That the hop limit of neighbour discovery is 255 (RFC 4861 §6.1, §7.1) is for the caller to
    /// check.
    public static func decode(
        _ bytes: ArraySlice<UInt8>, source: IPv6Address, destination: IPv6Address
    ) throws(PacketError) -> ICMPv6Message {
        var reader = PacketReader(bytes, .icmpv6)
        let start = reader.offset
        let type = try reader.uint8()
        let code = try reader.uint8()
        _ = try reader.uint16()
        var sum = InternetChecksum(
            pseudoHeader: source, destination, protocol: IPProtocolNumber.icmpv6, length: bytes.count)
        sum.add(bytes)
        guard sum.value == 0 else { throw reader.error(.badChecksum, at: start + 2) }
        switch type {
        // Whatever its code is (RFC 4443 §3.2).
        case Number.packetTooBig: return .packetTooBig(mtu: try reader.uint32(), quote: reader.takeRest())
        case Number.timeExceeded:
            guard let reason = TimeExceededReason(rawValue: code) else { throw reader.error(.badValue, at: start + 1) }
            _ = try reader.uint32()
            return .timeExceeded(reason, quote: reader.takeRest())
        default: break
        }
        // The others have no codes.
        let message = try decode(type, &reader, at: start)
        guard code == 0 else { throw reader.error(.badValue, at: start + 1) }
        return message
    }

    private static func decode(
        _ type: UInt8, _ reader: inout PacketReader, at start: Int
    ) throws(PacketError) -> ICMPv6Message {
        switch type {
        case Number.echoRequest: .echo(try ICMPv6Echo(.request, &reader))
        case Number.echoReply: .echo(try ICMPv6Echo(.reply, &reader))
        case Number.routerSolicitation: .routerSolicitation(try RouterSolicitation(&reader))
        case Number.routerAdvertisement: .routerAdvertisement(try RouterAdvertisement(&reader))
        case Number.neighborSolicitation: .neighborSolicitation(try NeighborSolicitation(&reader))
        case Number.neighborAdvertisement: .neighborAdvertisement(try NeighborAdvertisement(&reader))
        default: throw reader.error(.unsupported, at: start)
        }
    }

    /// With the checksum of a packet between these addresses. Fails with `tooLong` on an option that its length field can't
    /// tell.
    public func encode(source: IPv6Address, destination: IPv6Address) throws(PacketError) -> [UInt8] {
        var writer = PacketWriter(capacity: 128)
        writer.write(type)
        if case .timeExceeded(let reason, _) = self { writer.write(reason.rawValue) } else { writer.write(0 as UInt8) }
        writer.write(0 as UInt16)
        switch self {
        case .packetTooBig(let mtu, let quote):
            writer.write(mtu)
            writer.write(quote)
        case .timeExceeded(_, let quote):
            writer.write(0 as UInt32)
            writer.write(quote)
        case .echo(let echo): echo.encode(&writer)
        case .routerSolicitation(let message): try message.encode(&writer)
        case .routerAdvertisement(let message): try message.encode(&writer)
        case .neighborSolicitation(let message): try message.encode(&writer)
        case .neighborAdvertisement(let message): try message.encode(&writer)
        }
        var sum = InternetChecksum(
            pseudoHeader: source, destination, protocol: IPProtocolNumber.icmpv6, length: writer.bytes.count)
        sum.add(writer.bytes)
        writer.overwrite(at: 2, sum.value)
        return writer.bytes
    }
}

/// An ICMPv6 echo request or reply (RFC 4443 §4).
public struct ICMPv6Echo: Hashable, Sendable {
    public enum Kind: Hashable, Sendable { case request, reply }

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

    init(_ kind: Kind, _ reader: inout PacketReader) throws(PacketError) {
        self.kind = kind
        identifier = try reader.uint16()
        sequence = try reader.uint16()
        payload = reader.takeRest()
    }

    func encode(_ writer: inout PacketWriter) {
        writer.write(identifier)
        writer.write(sequence)
        writer.write(payload)
    }
}
