/// A value of 16 bits of which some bits count: a port, or the type or code of ICMP.
public struct PortPattern: Hashable, Comparable, Sendable {
    /// Zero where the mask is.
    public let value: UInt16
    public let mask: UInt16

    public init(value: UInt16, mask: UInt16) {
        self.value = value & mask
        self.mask = mask
    }

    public init(exactly value: UInt16) { self.init(value: value, mask: .max) }

    public func matches(_ port: UInt16) -> Bool { port & mask == value }

    /// The fewest patterns with leading masks that match the range and nothing else: at most 30, rising, and no port is
    /// in two.
    public static func covering(_ range: ClosedRange<UInt16>) -> [PortPattern] {
        var patterns: [PortPattern] = []
        var low = UInt32(range.lowerBound)
        let end = UInt32(range.upperBound) + 1
        while low < end {
            // The largest block that begins at `low` and ends within the range.
            var bits = low == 0 ? 16 : low.trailingZeroBitCount
            while low + 1 << bits > end { bits -= 1 }
            patterns.append(
                PortPattern(
                    value: UInt16(truncatingIfNeeded: low), mask: UInt16(truncatingIfNeeded: ~((UInt32(1) << bits) - 1))
                ))
            low += 1 << bits
        }
        return patterns
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.value != right.value ? left.value < right.value : left.mask < right.mask
    }
}
