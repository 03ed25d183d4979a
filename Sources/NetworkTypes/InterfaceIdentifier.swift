/// Addresses that a station makes of its own MAC (RFC 4291 appendix A, RFC 2464 §4).
extension IPv6Address {
    /// The address of the interface with `mac` in a /64, as stateless autoconfiguration makes it (RFC 4862 §5.5.3). Nil for
    /// a prefix of IPv4 or of another length: an interface identifier has 64 bits.
    public init?(prefix: IPPrefix, interfaceOf mac: MACAddress) {
        guard case .v6(let network) = prefix.address, prefix.length == 64 else { return nil }
        self.init(high: network.high, low: mac.interfaceIdentifier)
    }

    /// The link-local address of the interface with `mac`, in fe80::/64 (RFC 4291 §2.5.6).
    public static func linkLocal(of mac: MACAddress) -> IPv6Address {
        IPv6Address(high: 0xfe80 << 48, low: mac.interfaceIdentifier)
    }
}

extension MACAddress {
    /// The modified EUI-64: ff:fe between the halves, and the universal/local bit inverted.
    public var interfaceIdentifier: UInt64 {
        let upper = bits >> 24
        let lower = bits & 0xff_ffff
        return (upper << 40 | 0xff_fe00_0000 | lower) ^ 0x0200_0000_0000_0000
    }
}
