/// What lies behind the extension headers of an IPv6 packet (RFC 8200 §4).
public struct IPv6UpperLayer: Hashable, Sendable {
    /// What the payload is (`IPProtocolNumber`).
    public let protocolNumber: UInt8
    /// In units of 8 bytes, 13 bits. A later fragment's payload is not the start of the upper layer.
    public let fragmentOffset: UInt16
    public let moreFragments: Bool
    public let payload: ArraySlice<UInt8>

    /// The payload is a part of what was sent only.
    public var isFragment: Bool { moreFragments || fragmentOffset != 0 }

    /// Extension headers that are walked over. An honest packet has each kind once, destination options twice (RFC 8200
    /// §4.1), and hardly any packet has more than two.
    public static let extensionHeaderLimit = 8

    /// Next headers that are extension headers (IANA): those with a length of their own in the second byte.
    private enum Extension {
        static let hopByHop: UInt8 = 0
        static let routing: UInt8 = 43
        static let fragment: UInt8 = 44
        static let authentication: UInt8 = 51
        static let destinationOptions: UInt8 = 60
        static let mobility: UInt8 = 135
        static let hostIdentity: UInt8 = 139
        static let shim6: UInt8 = 140
    }

    /// Walks over the extension headers. What they say is passed over, but for the fragment header. Fails with
    /// `unsupported` on more than `extensionHeaderLimit` of them.
    public init(of packet: IPv6Packet) throws(PacketError) {
        var reader = PacketReader(packet.payload, .ipv6)
        var next = packet.nextHeader
        var fragment: UInt16 = 0
        var walked = 0
        // Behind the header of a later fragment there are bytes from the middle of something.
        while fragment & 0xfff8 == 0, let size = try Self.extensionSize(next, &reader) {
            walked += 1
            guard walked <= Self.extensionHeaderLimit else { throw reader.error(.unsupported) }
            var header = PacketReader(try reader.take(size), .ipv6)
            let isFragmentHeader = next == Extension.fragment
            next = try header.uint8()
            guard isFragmentHeader else { continue }
            _ = try header.uint8()
            // More than one makes no sense; whatever is a part for one of them is a part.
            fragment = try header.uint16() | fragment & 1
        }
        protocolNumber = next
        fragmentOffset = fragment >> 3
        moreFragments = fragment & 1 != 0
        payload = reader.takeRest()
    }

    /// Bytes of the extension header that comes next; nil where the upper layer does.
    private static func extensionSize(_ next: UInt8, _ reader: inout PacketReader) throws(PacketError) -> Int? {
        switch next {
        case Extension.fragment: return 8
        case Extension.hopByHop, Extension.routing, Extension.destinationOptions, Extension.mobility,
            Extension.hostIdentity, Extension.shim6:
            return 8 + 8 * Int(try length(reader))
        // Counts in units of 4 bytes, without the first two (RFC 4302 §2.2).
        case Extension.authentication: return 8 + 4 * Int(try length(reader))
        default: return nil
        }
    }

    private static func length(_ reader: PacketReader) throws(PacketError) -> UInt8 {
        var ahead = reader
        _ = try ahead.uint8()
        return try ahead.uint8()
    }
}
