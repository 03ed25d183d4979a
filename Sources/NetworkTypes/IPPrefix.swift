/// An address block of either family in CIDR form (RFC 4632); its host bits are always zero.
public struct IPPrefix: Hashable, Comparable, Sendable {
    public let address: IPAddress
    /// Leading bits that count: 0 to 32, or 0 to 128.
    public let length: Int

    /// Clears the host bits of `address`; nil when `length` is outside the family's width.
    public init?(_ address: IPAddress, length: Int) {
        guard (0...address.family.width).contains(length) else { return nil }
        self.length = length
        self.address = IPAddress(family: address.family, bits: address.bits & Self.mask(address.family, length))
    }

    public var family: IPFamily { address.family }

    /// Ones in the leading `length` bits.
    public var mask: UInt128 { Self.mask(family, length) }

    public var first: IPAddress { address }
    public var last: IPAddress {
        IPAddress(family: family, bits: address.bits | (Self.mask(family, family.width) & ~mask))
    }

    public func contains(_ other: IPAddress) -> Bool {
        other.family == family && other.bits & mask == address.bits
    }

    public func contains(_ other: IPPrefix) -> Bool { other.length >= length && contains(other.address) }

    public func overlaps(_ other: IPPrefix) -> Bool { contains(other) || other.contains(self) }

    /// fe80::/10 (RFC 4291 §2.5.6).
    public static let linkLocalV6 = IPPrefix(unchecked: .v6(IPv6Address(bits: 0xfe80 << 112)), length: 10)
    /// ff00::/8 (RFC 4291 §2.7).
    public static let multicastV6 = IPPrefix(unchecked: .v6(IPv6Address(bits: 0xff00 << 112)), length: 8)

    private init(unchecked address: IPAddress, length: Int) {
        self.address = address
        self.length = length
    }

    private static func mask(_ family: IPFamily, _ length: Int) -> UInt128 {
        if length == 0 { return 0 }
        let all: UInt128 = family == .v4 ? 0xffff_ffff : .max
        return all & ~(length == family.width ? 0 : (UInt128(1) << UInt128(family.width - length)) - 1)
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.address != right.address ? left.address < right.address : left.length < right.length
    }
}

extension IPPrefix: LosslessStringConvertible {
    /// Strict: `10.0.0.1/24` has host bits and is refused. `parse` tells the two mistakes apart.
    public init?(_ text: String) {
        guard case .success(let prefix) = Self.parse(text) else { return nil }
        self = prefix
    }

    public enum ParseError: Error, Hashable, Sendable {
        case malformed
        /// The block that was probably meant.
        case hostBitsSet(IPPrefix)
    }

    public static func parse(_ text: String) -> Result<IPPrefix, ParseError> {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let address = IPAddress(String(parts[0])),
            (1...3).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy({ (48...57).contains($0) }),
            let length = Int(parts[1]), let prefix = IPPrefix(address, length: length)
        else { return .failure(.malformed) }
        return prefix.address == address ? .success(prefix) : .failure(.hostBitsSet(prefix))
    }

    public var description: String { "\(address)/\(length)" }
}
