/// Groups of IPv6, and the Ethernet addresses that they are sent to.
extension IPv6Address {
    /// Every host on the link (RFC 4291 §2.7.1).
    public static let allNodes = IPv6Address(high: 0xff02 << 48, low: 1)
    /// Every router on the link (RFC 4291 §2.7.1).
    public static let allRouters = IPv6Address(high: 0xff02 << 48, low: 2)
    /// Every DHCPv6 server and relay agent on the link (RFC 8415 §7.1).
    public static let allDHCPServers = IPv6Address(high: 0xff02 << 48, low: 0x1_0002)

    /// In ff00::/8.
    public var isMulticast: Bool { high >> 56 == 0xff }
    /// In fe80::/10 (RFC 4291 §2.5.6).
    public var isLinkLocal: Bool { high >> 54 == 0xfe80 >> 6 }
}

extension IPv4Address {
    /// In 224.0.0.0/4 (RFC 5771).
    public var isMulticast: Bool { bits >> 28 == 0xe }
}

extension MACAddress {
    /// Where packets to a group of IPv6 go: 33:33, then the last 32 bits of the group (RFC 2464 §7).
    public init(group: IPv6Address) {
        self.init(bits: 0x3333_0000_0000 | group.low & 0xffff_ffff)
    }
}
