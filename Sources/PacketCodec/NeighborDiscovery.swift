public import NetworkTypes

/// A question for the link-layer address of a neighbour (RFC 4861 §4.3).
public struct NeighborSolicitation: Hashable, Sendable {
    /// Never a group.
    public var target: IPv6Address
    public var options: [NeighborDiscoveryOption]

    public init(target: IPv6Address, options: [NeighborDiscoveryOption] = []) {
        self.target = target
        self.options = options
    }

    init(_ reader: inout PacketReader) throws(PacketError) {
        _ = try reader.uint32()
        target = try reader.target()
        options = try NeighborDiscoveryOption.decodeAll(&reader)
    }

    func encode(_ writer: inout PacketWriter) throws(PacketError) {
        writer.write(0 as UInt32)
        writer.write(target)
        for option in options { try option.encode(&writer) }
    }
}

/// What a station tells of its link-layer address (RFC 4861 §4.4).
public struct NeighborAdvertisement: Hashable, Sendable {
    /// R
    public var isRouter: Bool
    /// S: it answers a solicitation.
    public var isSolicited: Bool
    /// O: it takes the place of what was known.
    public var overrides: Bool
    /// Never a group.
    public var target: IPv6Address
    public var options: [NeighborDiscoveryOption]

    private static let routerFlag: UInt32 = 1 << 31
    private static let solicitedFlag: UInt32 = 1 << 30
    private static let overrideFlag: UInt32 = 1 << 29

    public init(
        isRouter: Bool, isSolicited: Bool, overrides: Bool, target: IPv6Address, options: [NeighborDiscoveryOption]
    ) {
        self.isRouter = isRouter
        self.isSolicited = isSolicited
        self.overrides = overrides
        self.target = target
        self.options = options
    }

    init(_ reader: inout PacketReader) throws(PacketError) {
        let flags = try reader.uint32()
        isRouter = flags & Self.routerFlag != 0
        isSolicited = flags & Self.solicitedFlag != 0
        overrides = flags & Self.overrideFlag != 0
        target = try reader.target()
        options = try NeighborDiscoveryOption.decodeAll(&reader)
    }

    func encode(_ writer: inout PacketWriter) throws(PacketError) {
        writer.write(
            (isRouter ? Self.routerFlag : 0) | (isSolicited ? Self.solicitedFlag : 0)
                | (overrides ? Self.overrideFlag : 0))
        writer.write(target)
        for option in options { try option.encode(&writer) }
    }
}

extension PacketReader {
    /// The address that a neighbour message is about.
    fileprivate mutating func target() throws(PacketError) -> IPv6Address {
        let start = offset
        let address = try ipv6()
        guard !address.isMulticast else { throw error(.badValue, at: start) }
        return address
    }
}
