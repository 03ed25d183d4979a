/// A host's question for the routers of its link (RFC 4861 §4.1).
public struct RouterSolicitation: Hashable, Sendable {
    public var options: [NeighborDiscoveryOption]

    public init(options: [NeighborDiscoveryOption] = []) { self.options = options }

    init(_ reader: inout PacketReader) throws(PacketError) {
        _ = try reader.uint32()
        options = try NeighborDiscoveryOption.decodeAll(&reader)
    }

    func encode(_ writer: inout PacketWriter) throws(PacketError) {
        writer.write(0 as UInt32)
        for option in options { try option.encode(&writer) }
    }
}

/// What a router tells the hosts of its link (RFC 4861 §4.2).
public struct RouterAdvertisement: Hashable, Sendable {
    /// The hop limit that hosts should send with; 0 says nothing of it.
    public var hopLimit: UInt8
    /// M: addresses come by DHCPv6.
    public var isManaged: Bool
    /// O: other settings come by DHCPv6.
    public var hasOtherSettings: Bool
    /// In seconds; 0 where the sender is no default router.
    public var routerLifetime: UInt16
    /// Milliseconds for which a neighbour counts as reachable; 0 says nothing of it.
    public var reachableTime: UInt32
    /// Milliseconds between neighbour solicitations; 0 says nothing of it.
    public var retransmissionTime: UInt32
    public var options: [NeighborDiscoveryOption]

    /// Bytes before the options.
    public static let fixedSize = 16
    private static let managedFlag: UInt8 = 0x80
    private static let otherFlag: UInt8 = 0x40

    public init(
        hopLimit: UInt8 = 64, isManaged: Bool, hasOtherSettings: Bool, routerLifetime: UInt16,
        reachableTime: UInt32 = 0, retransmissionTime: UInt32 = 0, options: [NeighborDiscoveryOption]
    ) {
        self.hopLimit = hopLimit
        self.isManaged = isManaged
        self.hasOtherSettings = hasOtherSettings
        self.routerLifetime = routerLifetime
        self.reachableTime = reachableTime
        self.retransmissionTime = retransmissionTime
        self.options = options
    }

    /// Other flags (RFC 5175) are passed over.
    init(_ reader: inout PacketReader) throws(PacketError) {
        hopLimit = try reader.uint8()
        let flags = try reader.uint8()
        isManaged = flags & Self.managedFlag != 0
        hasOtherSettings = flags & Self.otherFlag != 0
        routerLifetime = try reader.uint16()
        reachableTime = try reader.uint32()
        retransmissionTime = try reader.uint32()
        options = try NeighborDiscoveryOption.decodeAll(&reader)
    }

    func encode(_ writer: inout PacketWriter) throws(PacketError) {
        writer.write(hopLimit)
        writer.write((isManaged ? Self.managedFlag : 0) | (hasOtherSettings ? Self.otherFlag : 0))
        writer.write(routerLifetime)
        writer.write(reachableTime)
        writer.write(retransmissionTime)
        for option in options { try option.encode(&writer) }
    }
}
