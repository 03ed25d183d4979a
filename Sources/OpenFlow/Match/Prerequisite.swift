/// What a match must hold before a field may stand in it (OpenFlow 1.3.5 §7.2.3.6, ovs-fields(7)). The raw value is the
/// bit of `PacketFacts.satisfied`.
enum Prerequisite: UInt8, Sendable {
    case none
    case ethernet
    case vlan
    case mpls
    case providerBackbone
    case serviceHeader
    case ip
    case ipv4
    case ipv6
    case arp
    case tcp
    case udp
    case sctp
    case icmpv4
    case icmpv6
    case neighborDiscovery
    case neighborSolicitation
    case neighborAdvertisement
    case validConnection

    @inline(__always)
    fileprivate var bit: UInt32 { 1 &<< UInt32(rawValue) }

    @inline(__always)
    func holds(in facts: PacketFacts) -> Bool { holds(in: facts.satisfied) }

    @inline(__always)
    func holds(in satisfied: UInt32) -> Bool { satisfied & bit != 0 }
}

/// What is known of the packets that a match takes, as far as prerequisites of fields and actions ask for it.
struct PacketFacts: Sendable {
    /// A bit for each `Prerequisite` that holds.
    private(set) var satisfied: UInt32 = Prerequisite.none.bit | Prerequisite.ethernet.bit

    /// 0 where nothing is known.
    private(set) var etherType: UInt16 = 0
    /// 0 where nothing is known, and where there is no IP.
    private(set) var ipProtocol: UInt8 = 0
    private(set) var hasVLAN = false
    private var isEthernet = true
    private var isLaterFragment = false
    private var icmpType: UInt8 = 0
    private var icmpCode: UInt8 = 0
    private var hasValidConnection = false
    /// The connection tracker called the packet invalid.
    private(set) var isInvalidConnection = false

    init() {}

    /// What the match says of one field; a field of which prerequisites ask nothing changes nothing.
    mutating func learn(_ field: MatchField, value: UInt64, mask: UInt64) {
        switch field {
        case .packetType:
            isEthernet = value == 0
            if value >> 16 == 1 { etherType = UInt16(truncatingIfNeeded: value) }
        case .ethType: etherType = UInt16(truncatingIfNeeded: value)
        case .vlanID: hasVLAN = value & 0x1000 != 0
        case .ipProtocol: ipProtocol = UInt8(truncatingIfNeeded: value)
        case .ipFragment: isLaterFragment = value & 2 != 0
        case .icmpv4Type, .icmpv6Type: icmpType = UInt8(truncatingIfNeeded: value)
        case .icmpv4Code, .icmpv6Code: icmpCode = UInt8(truncatingIfNeeded: value)
        case .ctState:
            // New, established, related, reply, source or destination NAT; or tracked and not invalid.
            isInvalidConnection = value & 0x10 != 0
            hasValidConnection = value & 0xcf != 0 || (value & 0x20 != 0 && mask & 0x10 != 0 && value & 0x10 == 0)
        default: return
        }
        update()
    }

    /// A tag was pushed onto the packet, or its only tag that is known of was popped.
    mutating func setVLAN(_ isThere: Bool) {
        hasVLAN = isThere
        update()
    }

    /// The packet's type changed under an action; what was known of the layers above is forgotten.
    mutating func setEtherType(_ type: UInt16) {
        etherType = type
        ipProtocol = 0
        isLaterFragment = false
        icmpType = 0
        icmpCode = 0
        update()
    }

    private mutating func update() {
        var bits = Prerequisite.none.bit
        if isEthernet { bits |= Prerequisite.ethernet.bit }
        if hasVLAN { bits |= Prerequisite.vlan.bit }
        if hasValidConnection { bits |= Prerequisite.validConnection.bit }
        switch etherType {
        case 0x0800: bits |= Prerequisite.ip.bit | Prerequisite.ipv4.bit | transport(icmp: 1, .icmpv4)
        case 0x86dd: bits |= Prerequisite.ip.bit | Prerequisite.ipv6.bit | transport(icmp: 58, .icmpv6)
        case 0x0806, 0x8035: bits |= Prerequisite.arp.bit
        case 0x8847, 0x8848: bits |= Prerequisite.mpls.bit
        case 0x88e7: bits |= Prerequisite.providerBackbone.bit
        case 0x894f: bits |= Prerequisite.serviceHeader.bit
        default: break
        }
        satisfied = bits
    }

    private func transport(icmp number: UInt8, _ icmp: Prerequisite) -> UInt32 {
        switch ipProtocol {
        case 6: return isLaterFragment ? 0 : Prerequisite.tcp.bit
        case 17: return isLaterFragment ? 0 : Prerequisite.udp.bit
        case 132: return isLaterFragment ? 0 : Prerequisite.sctp.bit
        case number: return icmp.bit | (icmp == .icmpv6 ? neighborDiscovery : 0)
        default: return 0
        }
    }

    private var neighborDiscovery: UInt32 {
        guard icmpCode == 0 else { return 0 }
        switch icmpType {
        case 135: return Prerequisite.neighborDiscovery.bit | Prerequisite.neighborSolicitation.bit
        case 136: return Prerequisite.neighborDiscovery.bit | Prerequisite.neighborAdvertisement.bit
        default: return 0
        }
    }
}
