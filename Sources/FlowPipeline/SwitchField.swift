/// A field of the switch that actions read or write by name.
public enum SwitchField: Hashable, Sendable {
    case register(UInt8)
    case metadata
    case ethSource, ethDestination
    case arpOperation, arpSPA, arpTPA, arpSHA, arpTHA
    case ipv4Source, ipv4Destination
    case ipv6Source, ipv6Destination
    case ipTTL
    case icmpv4Type, icmpv6Type
    /// The target's link-layer address in a neighbor advertisement.
    case neighborTLL
    case neighborFlags, neighborOption
    case tunnelID, tunnelIPv4Source, tunnelIPv4Destination

    /// Bits.
    public var width: Int {
        switch self {
        case .register, .arpSPA, .arpTPA, .ipv4Source, .ipv4Destination, .tunnelIPv4Source, .tunnelIPv4Destination,
            .neighborFlags:
            32
        case .metadata, .tunnelID: 64
        case .ethSource, .ethDestination, .arpSHA, .arpTHA, .neighborTLL: 48
        case .ipTTL, .icmpv4Type, .icmpv6Type, .neighborOption: 8
        case .arpOperation: 16
        case .ipv6Source, .ipv6Destination: 128
        }
    }

    /// The name in Nicira's notation, as ovs-ofctl takes and prints it in `move` and `load`.
    public var nxmName: String {
        switch self {
        case .register(let index): "NXM_NX_REG\(index)"
        case .metadata: "OXM_OF_METADATA"
        case .ethSource: "NXM_OF_ETH_SRC"
        case .ethDestination: "NXM_OF_ETH_DST"
        case .arpOperation: "NXM_OF_ARP_OP"
        case .arpSPA: "NXM_OF_ARP_SPA"
        case .arpTPA: "NXM_OF_ARP_TPA"
        case .arpSHA: "NXM_NX_ARP_SHA"
        case .arpTHA: "NXM_NX_ARP_THA"
        case .ipv4Source: "NXM_OF_IP_SRC"
        case .ipv4Destination: "NXM_OF_IP_DST"
        case .ipv6Source: "NXM_NX_IPV6_SRC"
        case .ipv6Destination: "NXM_NX_IPV6_DST"
        case .ipTTL: "NXM_NX_IP_TTL"
        case .icmpv4Type: "NXM_OF_ICMP_TYPE"
        case .icmpv6Type: "NXM_NX_ICMPV6_TYPE"
        case .neighborTLL: "NXM_NX_ND_TLL"
        case .neighborFlags: "ERICOXM_OF_ICMPV6_ND_RESERVED"
        case .neighborOption: "ERICOXM_OF_ICMPV6_ND_OPTIONS_TYPE"
        case .tunnelID: "NXM_NX_TUN_ID"
        case .tunnelIPv4Source: "NXM_NX_TUN_IPV4_SRC"
        case .tunnelIPv4Destination: "NXM_NX_TUN_IPV4_DST"
        }
    }

    /// What a packet must be for the field to be there.
    public var prerequisite: PacketClass {
        switch self {
        case .register, .metadata, .ethSource, .ethDestination, .tunnelID, .tunnelIPv4Source, .tunnelIPv4Destination:
            .any
        case .arpOperation, .arpSPA, .arpTPA, .arpSHA, .arpTHA: .arp
        case .ipv4Source, .ipv4Destination: .ipv4
        case .ipv6Source, .ipv6Destination: .ipv6
        case .ipTTL: .ip
        case .icmpv4Type: .icmpv4
        case .icmpv6Type: .icmpv6
        case .neighborTLL: .neighborAdvertisement
        case .neighborFlags, .neighborOption: .neighborDiscovery
        }
    }
}

/// A run of bits of a field: an operand of `move`.
public struct FieldSlice: Hashable, Sendable {
    public let field: SwitchField
    public let lowBit: Int
    /// Bits.
    public let width: Int

    /// A range beyond the field is a programmer's error.
    public init(_ field: SwitchField, _ bits: ClosedRange<Int>) {
        precondition(bits.lowerBound >= 0 && bits.upperBound < field.width, "a slice lies inside its field")
        self.field = field
        lowBit = bits.lowerBound
        width = bits.count
    }

    /// The whole field.
    public init(_ field: SwitchField) { self.init(field, 0...(field.width - 1)) }

    /// `NXM_NX_REG0[0..3]`, `NXM_NX_REG0[4]`, or `NXM_NX_REG1[]` for the whole field.
    public var text: String {
        if width == field.width { return "\(field.nxmName)[]" }
        if width == 1 { return "\(field.nxmName)[\(lowBit)]" }
        return "\(field.nxmName)[\(lowBit)..\(lowBit + width - 1)]"
    }

    /// Where the slice lies in the context; nil when it is a header.
    var contextBits: (storage: Storage, mask: UInt64)? {
        let storage: Storage
        switch field {
        case .register(let index): storage = .register(index)
        case .metadata: storage = .metadata
        // Headers may be wider than a word.
        default: return nil
        }
        return (storage, (width == 64 ? .max : (1 << UInt64(width)) - 1) << UInt64(lowBit))
    }
}

/// The classes of packet that Open vSwitch demands before a field may be named (OpenFlow 1.3.5 §7.2.3.8).
public enum PacketClass: Hashable, Sendable {
    case any, arp, ipv4, ipv6, ip, udp, tcp, icmpv4, icmpv6
    case neighborDiscovery, neighborSolicitation, neighborAdvertisement
    /// Of a valid connection: the match demands `+trk` and `-inv` (ovs-fields(7), ct_nw_proto).
    case tracked
}
