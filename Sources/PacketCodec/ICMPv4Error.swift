import NetworkTypes

/// An ICMPv4 error with the start of the packet that it is about (RFC 792, RFC 1191).
public struct ICMPv4Error: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case destinationUnreachable(UnreachableReason)
        /// The packet is longer than the next link takes; `mtu` is that link's in bytes, 0 where the router does not tell
        /// (RFC 1191 §4). Code 4 of destination unreachable.
        case fragmentationNeeded(mtu: UInt16)
        case timeExceeded(TimeExceededReason)
    }

    /// Codes of destination unreachable (RFC 792, RFC 1122 §3.2.2.1, RFC 1812 §5.2.7.1), but for 4.
    public enum UnreachableReason: UInt8, Hashable, Sendable, CaseIterable {
        case network = 0
        case host = 1
        case protocolNumber = 2
        case port = 3
        case sourceRouteFailed = 5
        case networkUnknown = 6
        case hostUnknown = 7
        case sourceIsolated = 8
        case networkProhibited = 9
        case hostProhibited = 10
        case networkForService = 11
        case hostForService = 12
        case communicationProhibited = 13
        case precedenceViolation = 14
        case precedenceCutoff = 15
    }

    public var kind: Kind
    /// Header and first bytes of the packet that the error is about, as it was received.
    public var quote: ArraySlice<UInt8>

    /// Bytes before the quote.
    public static let headerSize = 8
    /// Bytes of the whole IPv4 packet that carries an error, past which no more is quoted (RFC 1812 §4.3.2.3).
    public static let packetLimit = 576

    private enum MessageType {
        static let destinationUnreachable: UInt8 = 3
        static let timeExceeded: UInt8 = 11
    }

    private static let fragmentationCode: UInt8 = 4

    public init(_ kind: Kind, quote: ArraySlice<UInt8>) {
        self.kind = kind
        self.quote = quote
    }

    /// Is an ICMP message of this type an error? Source quench, redirect and parameter problem are (RFC 1122 §3.2.2).
    public static func isError(type: UInt8) -> Bool { [3, 4, 5, 11, 12].contains(type) }

    /// Fails with `unsupported` on every other ICMP message. Extensions behind the quote (RFC 4884) stay in it.
    public static func decode(_ bytes: ArraySlice<UInt8>) throws(PacketError) -> ICMPv4Error {
        var reader = PacketReader(bytes, .icmp)
        let start = reader.offset
        let type = try reader.uint8()
        let code = try reader.uint8()
        _ = try reader.uint32()
        let mtu = try reader.uint16()
        let kind: Kind
        switch type {
        case MessageType.destinationUnreachable where code == fragmentationCode:
            kind = .fragmentationNeeded(mtu: mtu)
        case MessageType.destinationUnreachable:
            guard let reason = UnreachableReason(rawValue: code) else { throw reader.error(.badValue, at: start + 1) }
            kind = .destinationUnreachable(reason)
        case MessageType.timeExceeded:
            guard let reason = TimeExceededReason(rawValue: code) else { throw reader.error(.badValue, at: start + 1) }
            kind = .timeExceeded(reason)
        default: throw reader.error(.unsupported, at: start)
        }
        guard InternetChecksum.of(bytes) == 0 else { throw reader.error(.badChecksum, at: start + 2) }
        return ICMPv4Error(kind, quote: reader.takeRest())
    }

    public func encode() -> [UInt8] {
        let (type, code, mtu): (UInt8, UInt8, UInt16) =
            switch kind {
            case .destinationUnreachable(let reason): (MessageType.destinationUnreachable, reason.rawValue, 0)
            case .fragmentationNeeded(let mtu): (MessageType.destinationUnreachable, Self.fragmentationCode, mtu)
            case .timeExceeded(let reason): (MessageType.timeExceeded, reason.rawValue, 0)
            }
        var writer = PacketWriter(capacity: Self.headerSize + quote.count)
        writer.write(type)
        writer.write(code)
        writer.write(0 as UInt32)
        writer.write(mtu)
        writer.write(quote)
        writer.overwrite(at: 2, InternetChecksum.of(writer.bytes))
        return writer.bytes
    }
}

/// The code of time exceeded, the same in both families (RFC 792, RFC 4443 §3.3).
public enum TimeExceededReason: UInt8, Hashable, Sendable {
    /// The TTL or hop limit ran out on the way.
    case inTransit = 0
    /// Fragments did not come in time.
    case inReassembly = 1
}
