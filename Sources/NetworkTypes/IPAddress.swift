/// An IPv4 address (RFC 791), as the number that its four bytes make in network order.
@frozen
public struct IPv4Address: Hashable, Comparable, Sendable, BitwiseCopyable {
    public let bits: UInt32

    @inlinable
    public init(bits: UInt32) { self.bits = bits }

    public static let any = IPv4Address(bits: 0)
    public static let broadcast = IPv4Address(bits: .max)

    @inlinable
    public static func < (left: Self, right: Self) -> Bool { left.bits < right.bits }
}

extension IPv4Address: LosslessStringConvertible {
    /// Dotted decimal, four parts, no leading zeros (RFC 6943 §3.1.1 tells why they are dangerous).
    public init?(_ text: String) {
        var bits: UInt32 = 0
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        for part in parts {
            guard let first = part.first, part.count <= 3, part.count == 1 || first != UInt8(ascii: "0")
            else { return nil }
            var value: UInt32 = 0
            for digit in part {
                guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
                value = value * 10 + UInt32(digit - UInt8(ascii: "0"))
            }
            guard value <= 255 else { return nil }
            bits = bits << 8 | value
        }
        self.init(bits: bits)
    }

    public var description: String { "\(bits >> 24).\(bits >> 16 & 255).\(bits >> 8 & 255).\(bits & 255)" }
}

/// An IPv6 address (RFC 4291) in two words, in network order.
@frozen
public struct IPv6Address: Hashable, Comparable, Sendable, BitwiseCopyable {
    public let high: UInt64
    public let low: UInt64

    @inlinable
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    public static let any = IPv6Address(high: 0, low: 0)

    /// `value` as one number of 128 bits.
    @inlinable
    public var bits: UInt128 { UInt128(high) << 64 | UInt128(low) }

    @inlinable
    public init(bits: UInt128) {
        self.init(high: UInt64(truncatingIfNeeded: bits >> 64), low: UInt64(truncatingIfNeeded: bits))
    }

    @inlinable
    public static func < (left: Self, right: Self) -> Bool { left.bits < right.bits }
}

extension IPv6Address: LosslessStringConvertible {
    /// Any form of RFC 4291 §2.2, with an embedded IPv4 tail too; no zone.
    public init?(_ text: String) {
        guard text.utf8.count <= 45 else { return nil }
        let halves = Self.splitAtDoubleColon(text)
        guard let halves else { return nil }
        guard let head = Self.groups(halves.head, tailMayBeIPv4: halves.tail == nil) else { return nil }
        guard let rest = halves.tail else {
            guard head.count == 8 else { return nil }
            self.init(groups: head)
            return
        }
        guard let tail = Self.groups(rest, tailMayBeIPv4: true), head.count + tail.count <= 7 else { return nil }
        self.init(groups: head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail)
    }

    private init(groups: [UInt16]) {
        var bits: UInt128 = 0
        for group in groups { bits = bits << 16 | UInt128(group) }
        self.init(bits: bits)
    }

    private static func splitAtDoubleColon(_ text: String) -> (head: Substring, tail: Substring?)? {
        let bytes = text.utf8
        var index = bytes.startIndex
        var found: String.Index?
        while index < bytes.endIndex {
            let next = bytes.index(after: index)
            if next < bytes.endIndex, bytes[index] == UInt8(ascii: ":"), bytes[next] == UInt8(ascii: ":") {
                guard found == nil else { return nil }
                found = index
                index = bytes.index(after: next)
            } else {
                index = next
            }
        }
        guard let found else { return (text[...], nil) }
        return (text[..<found], text[bytes.index(found, offsetBy: 2)...])
    }

    private static func groups(_ text: Substring, tailMayBeIPv4: Bool) -> [UInt16]? {
        if text.isEmpty { return [] }
        var groups: [UInt16] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if index == parts.count - 1, tailMayBeIPv4, part.utf8.contains(UInt8(ascii: ".")) {
                guard let tail = IPv4Address(String(part)) else { return nil }
                groups += [UInt16(truncatingIfNeeded: tail.bits >> 16), UInt16(truncatingIfNeeded: tail.bits)]
                continue
            }
            guard !part.isEmpty, part.utf8.count <= 4 else { return nil }
            var value: UInt16 = 0
            for byte in part.utf8 {
                guard let digit = byte.hexDigitValue else { return nil }
                value = value << 4 | UInt16(digit)
            }
            groups.append(value)
        }
        return groups.count <= 8 ? groups : nil
    }

    /// The canonical text of RFC 5952: lower case, no leading zeros, the longest run of zero groups as `::`.
    public var description: String {
        let groups = (0..<8).map { UInt16(truncatingIfNeeded: bits >> UInt128(112 - 16 * $0)) }
        var best = 0..<0
        var index = 0
        while index < 8 {
            var end = index
            while end < 8, groups[end] == 0 { end += 1 }
            if end - index > best.count, end - index >= 2 { best = index..<end }
            index = max(end, index + 1)
        }
        func joined(_ range: Range<Int>) -> String { range.map { hexadecimal(groups[$0]) }.joined(separator: ":") }
        return best.isEmpty ? joined(0..<8) : joined(0..<best.lowerBound) + "::" + joined(best.upperBound..<8)
    }
}

/// An address of either family.
@frozen
public enum IPAddress: Hashable, Comparable, Sendable, BitwiseCopyable {
    case v4(IPv4Address)
    case v6(IPv6Address)

    public var family: IPFamily {
        switch self {
        case .v4: .v4
        case .v6: .v6
        }
    }

    /// The address as a number, for arithmetic inside its prefix.
    public var bits: UInt128 {
        switch self {
        case .v4(let address): UInt128(address.bits)
        case .v6(let address): address.bits
        }
    }

    public init(family: IPFamily, bits: UInt128) {
        switch family {
        case .v4: self = .v4(IPv4Address(bits: UInt32(truncatingIfNeeded: bits)))
        case .v6: self = .v6(IPv6Address(bits: bits))
        }
    }

    /// Every IPv4 address comes before every IPv6 address.
    public static func < (left: Self, right: Self) -> Bool {
        left.family == right.family ? left.bits < right.bits : left.family == .v4
    }
}

@frozen
public enum IPFamily: UInt8, Hashable, Sendable {
    case v4 = 4
    case v6 = 6

    /// Bits of an address: 32 or 128.
    public var width: Int { self == .v4 ? 32 : 128 }
}

extension IPAddress: LosslessStringConvertible {
    public init?(_ text: String) {
        if let address = IPv4Address(text) {
            self = .v4(address)
        } else if let address = IPv6Address(text) {
            self = .v6(address)
        } else {
            return nil
        }
    }

    public var description: String {
        switch self {
        case .v4(let address): address.description
        case .v6(let address): address.description
        }
    }
}
