public import NetworkTypes

/// A header field and the value that it is set to.
public enum HeaderValue: Hashable, Sendable {
    case ethSource(MACAddress)
    case ethDestination(MACAddress)
    case arpOperation(UInt16)
    case arpSPA(IPv4Address)
    case arpTPA(IPv4Address)
    case arpSHA(MACAddress)
    case arpTHA(MACAddress)
    /// The source address, of the address's family.
    case ipSource(IPAddress)
    /// TTL of IPv4, hop limit of IPv6.
    case ipTTL(UInt8)
    case icmpv4Type(UInt8)
    case icmpv6Type(UInt8)
    /// The word behind the checksum of a neighbor message: flags and reserved bits (RFC 4861 §4.4). An extension of Open
    /// vSwitch (`nd_reserved`).
    case neighborFlags(UInt32)
    /// The type of the first option of a neighbor message. An extension of Open vSwitch (`nd_options_type`).
    case neighborOption(UInt8)
    case tunnelID(UInt64)
    case tunnelIPv4Destination(IPv4Address)

    public var field: SwitchField {
        switch self {
        case .ethSource: .ethSource
        case .ethDestination: .ethDestination
        case .arpOperation: .arpOperation
        case .arpSPA: .arpSPA
        case .arpTPA: .arpTPA
        case .arpSHA: .arpSHA
        case .arpTHA: .arpTHA
        case .ipSource(let address): address.family == .v4 ? .ipv4Source : .ipv6Source
        case .ipTTL: .ipTTL
        case .icmpv4Type: .icmpv4Type
        case .icmpv6Type: .icmpv6Type
        case .neighborFlags: .neighborFlags
        case .neighborOption: .neighborOption
        case .tunnelID: .tunnelID
        case .tunnelIPv4Destination: .tunnelIPv4Destination
        }
    }
}
