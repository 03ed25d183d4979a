import FlowPipeline
import NetworkTypes

/// A DHCP client's message (RFC 2131 §4.1).
enum DHCPTerms {
    static let request: [MatchTerm] = [
        .ipv4, .udp, .udpSource(UDPPort.bootpc), .udpDestination(UDPPort.bootps),
    ]
}

/// A DHCPv6 client's message (RFC 8415 §7.2).
enum DHCPv6Terms {
    static let request: [MatchTerm] = [
        .ipv6, .udp, .udpSource(UDPPort.dhcpv6Client), .udpDestination(UDPPort.dhcpv6Server),
    ]
}

/// A host that looks for routers (RFC 4861 §4.1).
enum RouterSolicitationTerms {
    static let request: [MatchTerm] = [.ipv6, .icmpv6, .icmpv6Type(ICMPv6Type.routerSolicitation)]
}
