public import NetworkTypes

/// An option of neighbour and router discovery (RFC 4861 §4.6, RFC 8106).
public enum NeighborDiscoveryOption: Hashable, Sendable {
    case sourceLinkLayerAddress(MACAddress)
    case targetLinkLayerAddress(MACAddress)
    case prefixInformation(PrefixInformation)
    /// Of the link, in bytes.
    case mtu(UInt32)
    /// RDNSS: for `lifetime` seconds. An empty list is not sent.
    case dnsServers([IPv6Address], lifetime: UInt32)
    /// DNSSL: for `lifetime` seconds. An empty list is not sent.
    case searchList([DomainName], lifetime: UInt32)
    /// An option that is not interpreted; its value goes out with zeros up to a multiple of 8 bytes, less 2.
    case other(type: UInt8, value: [UInt8])

    /// Option types (IANA).
    public enum Number {
        public static let sourceLinkLayerAddress: UInt8 = 1
        public static let targetLinkLayerAddress: UInt8 = 2
        public static let prefixInformation: UInt8 = 3
        public static let mtu: UInt8 = 5
        public static let dnsServers: UInt8 = 25
        public static let searchList: UInt8 = 31
    }

    /// `UInt32.max` as a lifetime is for ever.
    public static let forever = UInt32.max

    public var type: UInt8 {
        switch self {
        case .sourceLinkLayerAddress: Number.sourceLinkLayerAddress
        case .targetLinkLayerAddress: Number.targetLinkLayerAddress
        case .prefixInformation: Number.prefixInformation
        case .mtu: Number.mtu
        case .dnsServers: Number.dnsServers
        case .searchList: Number.searchList
        case .other(let type, _): type
        }
    }

    /// Bytes that the option takes in a message. Fails with `tooLong` over the 2,040 that its length field can tell.
    public func encodedSize() throws(PacketError) -> Int {
        var writer = PacketWriter(capacity: 64)
        try encode(&writer)
        return writer.bytes.count
    }
}

/// A prefix and how hosts may use it (RFC 4861 §4.6.2).
public struct PrefixInformation: Hashable, Sendable {
    /// Always of IPv6.
    public let prefix: IPPrefix
    /// L: its addresses are neighbours.
    public var isOnLink: Bool
    /// A: hosts make addresses in it (RFC 4862 §5.5.3).
    public var isAutonomous: Bool
    /// In seconds.
    public var validLifetime: UInt32
    /// In seconds, for addresses that hosts made in it.
    public var preferredLifetime: UInt32

    private static let onLinkFlag: UInt8 = 0x80
    private static let autonomousFlag: UInt8 = 0x40

    /// Nil for a prefix of IPv4.
    public init?(
        prefix: IPPrefix, isOnLink: Bool, isAutonomous: Bool, validLifetime: UInt32, preferredLifetime: UInt32
    ) {
        guard prefix.family == .v6 else { return nil }
        self.prefix = prefix
        self.isOnLink = isOnLink
        self.isAutonomous = isAutonomous
        self.validLifetime = validLifetime
        self.preferredLifetime = preferredLifetime
    }

    /// Bits of the prefix behind its length are passed over, as they should be, and so are other flags.
    init(_ reader: inout PacketReader) throws(PacketError) {
        let start = reader.offset
        let length = Int(try reader.uint8())
        let flags = try reader.uint8()
        validLifetime = try reader.uint32()
        preferredLifetime = try reader.uint32()
        _ = try reader.uint32()
        guard let prefix = IPPrefix(.v6(try reader.ipv6()), length: length) else {
            throw reader.error(.badValue, at: start)
        }
        self.prefix = prefix
        isOnLink = flags & Self.onLinkFlag != 0
        isAutonomous = flags & Self.autonomousFlag != 0
    }

    func encode(_ writer: inout PacketWriter) {
        writer.write(UInt8(truncatingIfNeeded: prefix.length))
        writer.write((isOnLink ? Self.onLinkFlag : 0) | (isAutonomous ? Self.autonomousFlag : 0))
        writer.write(validLifetime)
        writer.write(preferredLifetime)
        writer.write(0 as UInt32)
        writer.write(IPv6Address(bits: prefix.address.bits))
    }
}

extension NeighborDiscoveryOption {
    /// Type and length are two bytes, the length counts units of eight (RFC 4861 §4.6).
    private static let headerSize = 2
    private static let unit = 8

    /// All that is left. Each option takes eight bytes at least, so the loop ends.
    static func decodeAll(_ reader: inout PacketReader) throws(PacketError) -> [NeighborDiscoveryOption] {
        var options: [NeighborDiscoveryOption] = []
        while reader.remaining > 0 {
            let type = try reader.uint8()
            let lengthAt = reader.offset
            let length = unit * Int(try reader.uint8())
            // A length of zero would never end; the whole packet is to be dropped.
            guard length > 0 else { throw reader.error(.badLength, at: lengthAt) }
            var value = PacketReader(try reader.take(length - headerSize), .icmpv6)
            options.append(try decode(type, &value, lengthAt: lengthAt))
        }
        return options
    }

    private static func decode(
        _ type: UInt8, _ value: inout PacketReader, lengthAt: Int
    ) throws(PacketError) -> NeighborDiscoveryOption {
        do throws(PacketError) {
            let option = try interpret(type, &value)
            guard value.remaining == 0 else { throw value.error(.badLength, at: lengthAt) }
            return option
        } catch {
            // A value too short for its option has a wrong length field; the message is not truncated.
            throw error.rule == .truncated ? PacketError(.icmpv6, at: lengthAt, .badLength) : error
        }
    }

    private static func interpret(
        _ type: UInt8, _ value: inout PacketReader
    ) throws(PacketError) -> NeighborDiscoveryOption {
        switch type {
        case Number.sourceLinkLayerAddress: return .sourceLinkLayerAddress(try value.mac())
        case Number.targetLinkLayerAddress: return .targetLinkLayerAddress(try value.mac())
        case Number.prefixInformation: return .prefixInformation(try PrefixInformation(&value))
        case Number.mtu:
            _ = try value.uint16()
            return .mtu(try value.uint32())
        case Number.dnsServers:
            _ = try value.uint16()
            let lifetime = try value.uint32()
            var servers: [IPv6Address] = []
            repeat { servers.append(try value.ipv6()) } while value.remaining > 0
            return .dnsServers(servers, lifetime: lifetime)
        case Number.searchList:
            _ = try value.uint16()
            let lifetime = try value.uint32()
            let start = value.offset
            var names: [DomainName] = []
            while value.remaining > 0 {
                let name = try DomainName(&value)
                // Padding reads as names without a label.
                if !name.labels.isEmpty { names.append(name) }
            }
            guard !names.isEmpty else { throw value.error(.badValue, at: start) }
            return .searchList(names, lifetime: lifetime)
        default: return .other(type: type, value: Array(value.takeRest()))
        }
    }

    func encode(_ writer: inout PacketWriter) throws(PacketError) {
        guard let value = encodedValue else { return }
        let units = (Self.headerSize + value.count + Self.unit - 1) / Self.unit
        guard let length = UInt8(exactly: units) else { throw PacketError(.icmpv6, at: 1, .tooLong) }
        writer.write(type)
        writer.write(length)
        writer.write(value, padded: Self.unit * units - Self.headerSize)
    }

    /// Nil for what is not sent.
    private var encodedValue: [UInt8]? {
        var writer = PacketWriter(capacity: 32)
        switch self {
        case .sourceLinkLayerAddress(let address), .targetLinkLayerAddress(let address): writer.write(address)
        case .prefixInformation(let information): information.encode(&writer)
        case .mtu(let size):
            writer.write(0 as UInt16)
            writer.write(size)
        case .dnsServers(let servers, let lifetime):
            if servers.isEmpty { return nil }
            writer.write(0 as UInt16)
            writer.write(lifetime)
            for server in servers { writer.write(server) }
        case .searchList(let names, let lifetime):
            if names.isEmpty { return nil }
            writer.write(0 as UInt16)
            writer.write(lifetime)
            for name in names { name.encode(&writer) }
        case .other(_, let value): return value
        }
        return writer.bytes
    }
}
