import NetworkTypes

/// The addresses of one subnet as offsets from its first, and which of them workloads may have.
///
/// Kept back: the network address (offset 0; for IPv6 the subnet-router anycast address of RFC 4291 §2.6.1), the
/// broadcast address of IPv4, the gateway, and offset 2 for DNS.
struct AddressRange: Hashable, Sendable {
    /// The offset that is kept for DNS.
    static let dnsOffset: UInt64 = 2
    /// The offset that is the gateway unless another is wished.
    static let gatewayOffset: UInt64 = 1

    let subnet: SubnetKey
    let cidr: IPPrefix
    /// Neither network nor broadcast: from `first` through `last`.
    let first: UInt64
    let last: UInt64
    /// Within `first ... last`, rising.
    let reserved: [UInt64]

    init(subnet: SubnetKey, cidr: IPPrefix, gateway: IPAddress?) {
        self.subnet = subnet
        self.cidr = cidr
        let highest = UInt64(truncatingIfNeeded: cidr.last.bits - cidr.first.bits)
        let end = cidr.family == .v4 && highest > 0 ? highest - 1 : highest
        first = 1
        last = end
        var kept = [Self.dnsOffset]
        if let gateway, cidr.contains(gateway) { kept.append(Self.offset(of: gateway, in: cidr)) }
        reserved = Set(kept.filter { $0 >= 1 && $0 <= end }).sorted()
    }

    init(_ subnet: Subnet) { self.init(subnet: subnet.key, cidr: subnet.cidr, gateway: subnet.gateway) }

    /// How many addresses workloads may have.
    var capacity: UInt64 { last < first ? 0 : last - first + 1 - UInt64(reserved.count) }

    static func offset(of address: IPAddress, in cidr: IPPrefix) -> UInt64 {
        UInt64(truncatingIfNeeded: address.bits &- cidr.address.bits)
    }

    func offset(of address: IPAddress) -> UInt64 { Self.offset(of: address, in: cidr) }

    func address(at offset: UInt64) -> IPAddress {
        IPAddress(family: cidr.family, bits: cidr.address.bits &+ UInt128(offset))
    }

    func isUsable(_ offset: UInt64) -> Bool {
        offset >= first && offset <= last && !reserved.contains(offset)
    }

    /// What an offset that is not usable is kept for, in words.
    func purpose(of offset: UInt64) -> String {
        if offset == 0 { return cidr.family == .v4 ? "the network address" : "the subnet-router anycast address" }
        if offset > last { return "the broadcast address" }
        return offset == Self.dnsOffset ? "kept for DNS" : "the gateway"
    }

    /// The 64-offset block that holds the last usable address.
    var lastBlock: UInt64 { last >> 6 }

    /// Which of the 64 offsets of a block no workload may have, lowest offset in the lowest bit.
    func unusable(inBlock block: UInt64) -> UInt64 {
        let start = block << 6
        var mask: UInt64 = 0
        if block == 0 { mask |= 1 }
        if block > lastBlock { return .max }
        if block == lastBlock, last & 63 < 63 { mask |= ~((1 << (last & 63 + 1)) - 1) }
        for offset in reserved where offset >> 6 == block { mask |= 1 << (offset - start) }
        return mask
    }
}
