/// EtherTypes (IEEE 802 numbers) that the pipeline knows.
public enum EtherType {
    public static let ipv4: UInt16 = 0x0800
    public static let arp: UInt16 = 0x0806
    public static let vlan: UInt16 = 0x8100
    public static let serviceVLAN: UInt16 = 0x88a8
    public static let ipv6: UInt16 = 0x86dd
    public static let lldp: UInt16 = 0x88cc
}

/// Protocol numbers of IPv4 and next headers of IPv6 (IANA).
public enum IPProtocolNumber {
    public static let icmp: UInt8 = 1
    public static let tcp: UInt8 = 6
    public static let udp: UInt8 = 17
    public static let icmpv6: UInt8 = 58
}

/// UDP ports (IANA).
public enum UDPPort {
    public static let bootps: UInt16 = 67
    public static let bootpc: UInt16 = 68
    public static let dhcpv6Client: UInt16 = 546
    public static let dhcpv6Server: UInt16 = 547
    public static let geneve: UInt16 = 6081
}

/// Types of ICMP messages (IANA).
public enum ICMPv4Type {
    public static let echoReply: UInt8 = 0
    public static let destinationUnreachable: UInt8 = 3
    public static let echoRequest: UInt8 = 8
    public static let timeExceeded: UInt8 = 11
}

/// Types of ICMPv6 messages (IANA).
public enum ICMPv6Type {
    public static let packetTooBig: UInt8 = 2
    public static let timeExceeded: UInt8 = 3
    public static let echoRequest: UInt8 = 128
    public static let echoReply: UInt8 = 129
    public static let routerSolicitation: UInt8 = 133
    public static let routerAdvertisement: UInt8 = 134
    public static let neighborSolicitation: UInt8 = 135
    public static let neighborAdvertisement: UInt8 = 136
    public static let redirect: UInt8 = 137
}
