/// What a match must hold before a field may stand in it (OpenFlow 1.3.5 §7.2.3.6, ovs-fields(7)).
enum Prerequisite: Sendable {
    case none
    case vlan
    case mpls
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
    case tracked

    func holds(in match: borrowing FlowMatch) -> Bool {
        switch self {
        case .none: return true
        case .vlan: return match.narrowValue(.vlanID) & 0x1000 != 0
        case .mpls: return match.narrowValue(.ethType) == 0x8847 || match.narrowValue(.ethType) == 0x8848
        case .ip: return match.narrowValue(.ethType) == 0x0800 || match.narrowValue(.ethType) == 0x86dd
        case .ipv4: return match.narrowValue(.ethType) == 0x0800
        case .ipv6: return match.narrowValue(.ethType) == 0x86dd
        case .arp: return match.narrowValue(.ethType) == 0x0806 || match.narrowValue(.ethType) == 0x8035
        case .tcp: return Self.ip.holds(in: match) && match.narrowValue(.ipProtocol) == 6
        case .udp: return Self.ip.holds(in: match) && match.narrowValue(.ipProtocol) == 17
        case .sctp: return Self.ip.holds(in: match) && match.narrowValue(.ipProtocol) == 132
        case .icmpv4: return match.narrowValue(.ethType) == 0x0800 && match.narrowValue(.ipProtocol) == 1
        case .icmpv6: return match.narrowValue(.ethType) == 0x86dd && match.narrowValue(.ipProtocol) == 58
        case .neighborDiscovery:
            return Self.neighborSolicitation.holds(in: match) || Self.neighborAdvertisement.holds(in: match)
        case .neighborSolicitation: return Self.isNeighborMessage(match, type: 135)
        case .neighborAdvertisement: return Self.isNeighborMessage(match, type: 136)
        case .tracked: return match.narrowValue(.ctState) & 0x20 != 0
        }
    }

    private static func isNeighborMessage(_ match: borrowing FlowMatch, type: UInt64) -> Bool {
        icmpv6.holds(in: match) && match.narrowValue(.icmpv6Type) == type && match.narrowValue(.icmpv6Code) == 0
    }
}
