import NetworkTypes
import TopologyGraph

/// How much of an underlay's MTU is left to workloads.
enum OverlayMTU {
    /// Outer IPv4, UDP, Geneve without options (RFC 8926) or VXLAN (RFC 7348), inner Ethernet: 20 + 8 + 8 + 14 bytes.
    static let overheadIPv4 = 50
    /// The outer IPv6 header has 40 bytes.
    static let overheadIPv6 = 70
    /// An underlay that nothing is known of has Ethernet's MTU.
    static let unknownUnderlay = 1500
    /// IPv4 demands that every host takes 576 bytes (RFC 791); the option has 16 bits (RFC 2132 §5.1).
    static let range = 576...65_535

    static func workloadMTU(over ends: some Sequence<TunnelEnd>) -> Int {
        var least = Int.max
        for end in ends {
            let overhead = end.address.family == .v4 ? overheadIPv4 : overheadIPv6
            let (left, overflow) = end.underlayMTU.subtractingReportingOverflow(overhead)
            least = min(least, overflow ? range.lowerBound : left)
        }
        if least == .max { least = unknownUnderlay - overheadIPv4 }
        return min(max(least, range.lowerBound), range.upperBound)
    }
}
