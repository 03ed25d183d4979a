public import NetworkTypes

/// A route of the classless static route option (RFC 3442).
public struct ClasslessRoute: Hashable, Sendable {
    /// Always an IPv4 block.
    public let destination: IPPrefix
    /// 0.0.0.0 means that the destination is on the link.
    public let nextHop: IPv4Address

    /// Nil for an IPv6 destination.
    public init?(destination: IPPrefix, nextHop: IPv4Address) {
        guard destination.family == .v4 else { return nil }
        self.destination = destination
        self.nextHop = nextHop
    }

    /// 0.0.0.0/0: what stands for the router option in a list of classless routes.
    public var isDefault: Bool { destination.length == 0 }

    /// Bytes of the destination that are sent: those that the prefix length reaches into.
    private static func significantOctets(_ length: Int) -> Int { (length + 7) / 8 }

    static func decode(_ reader: inout PacketReader) throws(PacketError) -> ClasslessRoute {
        let start = reader.offset
        let length = Int(try reader.uint8())
        guard length <= 32 else { throw reader.error(.badValue, at: start) }
        var bits: UInt32 = 0
        var shift: UInt32 = 24
        for octet in try reader.take(significantOctets(length)) {
            bits |= UInt32(octet) << shift
            shift &-= 8
        }
        guard let prefix = IPPrefix(.v4(IPv4Address(bits: bits)), length: length),
            let route = ClasslessRoute(destination: prefix, nextHop: try reader.ipv4())
        else { throw reader.error(.badValue, at: start) }
        return route
    }

    func encode(_ writer: inout PacketWriter) {
        writer.write(UInt8(truncatingIfNeeded: destination.length))
        let bits = UInt32(truncatingIfNeeded: destination.address.bits)
        for index in 0..<Self.significantOctets(destination.length) {
            writer.write(UInt8(truncatingIfNeeded: bits >> UInt32(24 - 8 * index)))
        }
        writer.write(nextHop)
    }
}
