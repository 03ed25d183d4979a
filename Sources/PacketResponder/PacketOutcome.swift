public import PacketCodec

/// What came of a frame that the switch handed to the controller.
public enum PacketOutcome: Hashable, Sendable {
    /// A whole Ethernet frame, to be sent out of the port that the other came in by.
    case reply([UInt8])
    case ignored(PacketIgnored)
}

/// Why a frame has no answer.
public enum PacketIgnored: Hashable, Sendable {
    case malformed(PacketError)
    /// The frame has a VLAN tag.
    case tagged
    /// Neither IPv4 nor IPv6.
    case notIP
    /// It asks for what the port does not have: DHCP, or a router of IPv6.
    case noService
    case dhcp(DHCPIgnored)
    case dhcpv6(DHCPv6Ignored)
    /// A router solicitation that crossed a router, or names a link-layer address without an address of its own (RFC 4861
    /// §6.1.1).
    case badSolicitation
    /// The packet has no fault that a router would tell of: it is short enough, and its time has not run out.
    case faultless
    /// The packet has a fault, but is of a kind that no ICMP error may be about.
    case noError(about: UnanswerablePacket)
    /// The port has no gateway of the packet's family that an error could come from.
    case noGateway
}

/// Packets that no ICMP error is sent about (RFC 1812 §4.3.2.7, RFC 4443 §2.4 (e)).
public enum UnanswerablePacket: Hashable, Sendable {
    /// Errors about errors would never end.
    case error
    /// To a broadcast or multicast address, of IP or of Ethernet: each of many routers would tell. RFC 4443 lets "too big"
    /// pass for the sake of multicast, which is not routed here.
    case group
    /// Only the first fragment says what the packet is.
    case laterFragment
    /// Its source is not the address of one host.
    case noSingleSource
}
