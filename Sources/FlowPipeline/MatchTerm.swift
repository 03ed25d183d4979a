public import NetworkTypes

/// One demand that a match makes of a packet.
public enum MatchTerm: Hashable, Sendable {
    /// The OpenFlow port that the packet came in by.
    case inPort(UInt32)
    /// The slot of the context holds the value.
    case context(ContextSlot, UInt64)
    /// The bits of `mask` in the mark that the host gave the packet; 0 in what workloads send.
    case packetMark(UInt32, mask: UInt32)
    /// The id that came with the tunnel packet: for Geneve and VXLAN the VNI.
    case tunnelID(UInt64)
    /// The outer source address of a tunnel packet.
    case tunnelSourceIPv4(IPv4Address)
    /// The bits of `mask` in the source MAC; a mask of all ones is the whole address.
    case ethSource(MACAddress, mask: MACAddress)
    case ethDestination(MACAddress, mask: MACAddress)
    case ethType(UInt16)
    /// No 802.1Q header: `vlan_tci` has no CFI bit and no VLAN id.
    case untagged
    /// 1 for a request, 2 for a reply (RFC 826).
    case arpOperation(UInt16)
    /// The sender's protocol address; IPv4 only.
    case arpSPA(IPPrefix)
    /// The target's protocol address; IPv4 only.
    case arpTPA(IPPrefix)
    case arpSHA(MACAddress)
    case arpTHA(MACAddress)
    /// The source address, of the prefix's family.
    case ipSource(IPPrefix)
    case ipDestination(IPPrefix)
    /// The protocol of IPv4, or the last next header of IPv6.
    case ipProtocol(UInt8)
    case udpSource(UInt16)
    case udpDestination(UInt16)
    case tcpSource(UInt16)
    case tcpDestination(UInt16)
    case icmpv4Type(UInt8)
    case icmpv4Code(UInt8)
    case icmpv6Type(UInt8)
    case icmpv6Code(UInt8)
    /// The target of a neighbor solicitation or advertisement (RFC 4861).
    case neighborTarget(IPv6Address)
    /// The source's link-layer address in a neighbor solicitation.
    case neighborSLL(MACAddress)
    /// TTL of IPv4, hop limit of IPv6.
    case ipTTL(UInt8)
    /// The bits of `mask` in the connection-tracking state.
    case conntrackState(ConntrackState, mask: ConntrackState)
    /// The source of the packet that began the connection, whichever way this one goes: of the original direction tuple
    /// (ovs-fields(7), ct_nw_src). For an ICMP error it is that of the connection that the error is about.
    case conntrackSource(IPPrefix)
    case conntrackDestination(IPPrefix)
    case conntrackProtocol(UInt8)
    /// The bits of `mask` in the source port of the packet that began the connection; for ICMP the type.
    case conntrackSourcePort(UInt16, mask: UInt16)
    /// Like `conntrackSourcePort`, for the destination port; for ICMP the code.
    case conntrackDestinationPort(UInt16, mask: UInt16)
    /// Each clause of the conjunction has a flow that takes the packet (ovs-actions(7), conjunction).
    case conjunctionID(UInt32)

    /// What a packet must be for the term to be allowed.
    public var prerequisite: PacketClass {
        switch self {
        case .inPort, .context, .packetMark, .tunnelID, .tunnelSourceIPv4, .ethSource, .ethDestination, .ethType,
            .untagged:
            .any
        case .conntrackState, .conjunctionID: .any
        case .arpOperation, .arpSPA, .arpTPA, .arpSHA, .arpTHA: .arp
        case .ipSource(let prefix), .ipDestination(let prefix): prefix.family == .v4 ? .ipv4 : .ipv6
        case .ipProtocol: .ip
        case .udpSource, .udpDestination: .udp
        case .tcpSource, .tcpDestination: .tcp
        case .icmpv4Type, .icmpv4Code: .icmpv4
        case .icmpv6Type, .icmpv6Code: .icmpv6
        case .neighborTarget: .neighborDiscovery
        case .neighborSLL: .neighborSolicitation
        case .ipTTL: .ip
        case .conntrackSource(let prefix), .conntrackDestination(let prefix): prefix.family == .v4 ? .ipv4 : .ipv6
        case .conntrackProtocol, .conntrackSourcePort, .conntrackDestinationPort: .ip
        }
    }

    /// Whether the term reads what connection tracking knows of a valid connection.
    var needsConnection: Bool {
        switch self {
        case .conntrackSource, .conntrackDestination, .conntrackProtocol, .conntrackSourcePort,
            .conntrackDestinationPort:
            true
        default: false
        }
    }

    /// Whether the term demands no bit, so that a switch would not show it.
    var isEmpty: Bool {
        switch self {
        case .ethSource(_, let mask), .ethDestination(_, let mask): mask == .zero
        case .arpSPA(let prefix), .arpTPA(let prefix), .ipSource(let prefix), .ipDestination(let prefix),
            .conntrackSource(let prefix), .conntrackDestination(let prefix):
            prefix.length == 0
        case .conntrackState(_, let mask): mask.isEmpty
        case .conntrackSourcePort(_, let mask), .conntrackDestinationPort(_, let mask): mask == 0
        default: false
        }
    }

    /// Terms of one match have different identities; they stand in this order.
    var order: Int {
        switch self {
        case .context(let slot, _): slot.storage.order << 8 | slot.lowBit
        case .inPort: 1 << 20
        case .tunnelID: 2 << 20
        case .tunnelSourceIPv4: 3 << 20
        case .ethType: 4 << 20
        case .ipProtocol: 5 << 20
        case .conntrackState: 6 << 20
        case .untagged: 7 << 20
        case .ethSource: 8 << 20
        case .ethDestination: 9 << 20
        case .ipSource: 10 << 20
        case .ipDestination: 11 << 20
        case .arpOperation: 12 << 20
        case .arpSPA: 13 << 20
        case .arpTPA: 14 << 20
        case .arpSHA: 15 << 20
        case .arpTHA: 16 << 20
        case .udpSource: 17 << 20
        case .udpDestination: 18 << 20
        case .tcpSource: 19 << 20
        case .tcpDestination: 20 << 20
        case .icmpv4Type: 21 << 20
        case .icmpv4Code: 22 << 20
        case .icmpv6Type: 23 << 20
        case .icmpv6Code: 24 << 20
        case .neighborTarget: 25 << 20
        case .neighborSLL: 26 << 20
        case .ipTTL: 27 << 20
        case .conntrackSource: 28 << 20
        case .conntrackDestination: 29 << 20
        case .conntrackProtocol: 30 << 20
        case .conntrackSourcePort: 31 << 20
        case .conntrackDestinationPort: 32 << 20
        case .conjunctionID: 33 << 20
        case .packetMark: 34 << 20
        }
    }
}

extension MatchTerm {
    public static func ethSource(_ address: MACAddress) -> Self { .ethSource(address, mask: .broadcast) }
    public static func ethDestination(_ address: MACAddress) -> Self { .ethDestination(address, mask: .broadcast) }
    public static func arpSPA(_ address: IPv4Address) -> Self { .arpSPA(IPPrefix(host: .v4(address))) }
    public static func arpTPA(_ address: IPv4Address) -> Self { .arpTPA(IPPrefix(host: .v4(address))) }
    public static func ipSource(_ address: IPAddress) -> Self { .ipSource(IPPrefix(host: address)) }
    public static func ipDestination(_ address: IPAddress) -> Self { .ipDestination(IPPrefix(host: address)) }

    public static let arp = MatchTerm.ethType(EtherType.arp)
    public static let ipv4 = MatchTerm.ethType(EtherType.ipv4)
    public static let ipv6 = MatchTerm.ethType(EtherType.ipv6)
    public static let udp = MatchTerm.ipProtocol(IPProtocolNumber.udp)
    public static let icmp = MatchTerm.ipProtocol(IPProtocolNumber.icmp)
    public static let icmpv6 = MatchTerm.ipProtocol(IPProtocolNumber.icmpv6)
    /// The EtherType of the family.
    public static func family(_ family: IPFamily) -> Self { family == .v4 ? .ipv4 : .ipv6 }
    /// Of a valid connection, going either way.
    public static let tracked = MatchTerm.conntrackState([.tracked], mask: [.tracked, .invalid])
}

extension IPPrefix {
    /// The block of one address: /32 or /128.
    public init(host address: IPAddress) {
        guard let prefix = IPPrefix(address, length: address.family.width) else {
            preconditionFailure("an address has the width of its family")
        }
        self = prefix
    }
}
