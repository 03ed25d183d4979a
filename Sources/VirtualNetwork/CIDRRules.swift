import NetworkTypes

/// Which blocks of addresses a VPC or subnet may have.
enum CIDRRules {
    /// Blocks that no workload can have addresses of (RFC 6890, RFC 5771, RFC 4291).
    private static let unusable: [(text: String, name: String)] = [
        ("0.0.0.0/8", "\"this network\""), ("127.0.0.0/8", "loopback"), ("169.254.0.0/16", "link-local"),
        ("224.0.0.0/4", "multicast"), ("240.0.0.0/4", "reserved"), ("::/8", "reserved"),
        ("fe80::/10", "link-local"), ("ff00::/8", "multicast"),
    ]

    static func check(
        _ cidr: IPPrefix, field: String, v4: ClosedRange<Int>, v6: ClosedRange<Int>
    ) throws(Refusal) {
        let lengths = cidr.family == .v4 ? v4 : v6
        guard cidr.length >= lengths.lowerBound else {
            throw .invalid(
                "cidr-too-large", field, "\(cidr) is wider than /\(lengths.lowerBound)",
                "choose a block of /\(lengths.lowerBound) to /\(lengths.upperBound)")
        }
        guard cidr.length <= lengths.upperBound else {
            throw .invalid(
                "cidr-too-small", field, "\(cidr) has no room for workloads beside the addresses that are kept",
                "choose a block of /\(lengths.lowerBound) to /\(lengths.upperBound)")
        }
        for (text, name) in unusable {
            guard let block = IPPrefix(text), block.overlaps(cidr) else { continue }
            throw .invalid(
                "cidr-unusable", field, "\(cidr) overlaps \(block), which is \(name)",
                "choose a block of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or fd00::/8")
        }
    }
}
