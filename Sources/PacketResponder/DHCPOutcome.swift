public import PacketCodec

/// What came of a frame that was sent to the DHCP server.
public enum DHCPOutcome: Hashable, Sendable {
    /// A whole Ethernet frame, to be sent out of the port that asked.
    case reply([UInt8])
    case ignored(DHCPIgnored)
}

/// Why a frame has no answer.
public enum DHCPIgnored: Hashable, Sendable {
    case malformed(PacketError)
    /// The frame has a VLAN tag.
    case tagged
    case notIPv4
    case fragment
    case notUDP
    /// Not to the port of DHCP servers.
    case otherPort
    /// The packet is neither broadcast nor to this server, or its server identifier is another's.
    case otherServer
    /// A server's message.
    case fromServer
    /// BOOTP without a DHCP message type.
    case noMessageType
    /// The hardware address in the message is not the port's.
    case otherClient
    /// By way of a relay agent.
    case relayed
    /// The message does not say which address it is about.
    case noAddress
    /// DHCPDECLINE: the client found its address in use.
    case declined
    /// DHCPRELEASE: the address stays with the port, so nothing is done.
    case released
    /// A type that only servers send.
    case unexpectedType(DHCPMessageType)
}
