/// The name of a resource: a UUID (RFC 9562), shown with the prefix of its kind.
@frozen
public struct ResourceID: Hashable, Comparable, Sendable, BitwiseCopyable {
    public let high: UInt64
    public let low: UInt64

    @inlinable
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A version 4 UUID from 128 random bits, which come from outside the core.
    public init(random high: UInt64, _ low: UInt64) {
        self.init(high: high & ~0xf000 | 0x4000, low: low & ~(0b11 << 62) | (0b10 << 62))
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.high != right.high ? left.high < right.high : left.low < right.low
    }
}

extension ResourceID: LosslessStringConvertible {
    /// The 36 characters of a bare UUID, either case.
    public init?(_ text: String) {
        var digits: [UInt8] = []
        digits.reserveCapacity(32)
        guard text.utf8.count == 36 else { return nil }
        for (position, byte) in text.utf8.enumerated() {
            if [8, 13, 18, 23].contains(position) {
                guard byte == UInt8(ascii: "-") else { return nil }
            } else {
                guard let digit = byte.hexDigitValue else { return nil }
                digits.append(digit)
            }
        }
        func word(_ range: Range<Int>) -> UInt64 { digits[range].reduce(0) { $0 << 4 | UInt64($1) } }
        self.init(high: word(0..<16), low: word(16..<32))
    }

    public var description: String {
        let upper = hexadecimal(high, digits: 16)
        let lower = hexadecimal(low, digits: 16)
        let parts = [
            upper.prefix(8), upper.dropFirst(8).prefix(4), upper.dropFirst(12), lower.prefix(4), lower.dropFirst(4),
        ]
        return parts.joined(separator: "-")
    }
}

/// What a resource is; its raw value is the prefix that its ids are shown with.
public enum ResourceKind: String, Hashable, Sendable, CaseIterable, Comparable {
    case vpc
    case network = "net"
    case subnet
    case port
    case node
    case securityGroup = "sg"
    case securityGroupRule = "sgr"
    case prefixList = "pl"
    case routeTable = "rtb"

    /// `port-3f0c…`: what users see and send.
    public func show(_ id: ResourceID) -> String { "\(rawValue)-\(id)" }

    /// Reads `port-3f0c…`; a bare UUID is accepted too.
    public func parse(_ text: String) -> ResourceID? {
        text.hasPrefix("\(rawValue)-") ? ResourceID(String(text.dropFirst(rawValue.count + 1))) : ResourceID(text)
    }

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
