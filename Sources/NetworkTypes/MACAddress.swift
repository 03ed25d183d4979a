/// An Ethernet address of 48 bits (IEEE 802-2014 §8), held in the low bits of one word so that a table of them is dense.
@frozen
public struct MACAddress: Hashable, Comparable, Sendable, BitwiseCopyable {
    /// The address as a number; the upper 16 bits are zero.
    public let bits: UInt64

    /// Takes the low 48 bits; the rest is cleared.
    @inlinable
    public init(bits: UInt64) { self.bits = bits & 0xffff_ffff_ffff }

    public static let broadcast = MACAddress(bits: 0xffff_ffff_ffff)
    public static let zero = MACAddress(bits: 0)

    /// Set for broadcast and multicast addresses (the I/G bit).
    @inlinable
    public var isGroup: Bool { bits & 0x0100_0000_0000 != 0 }

    @inlinable
    public static func < (left: Self, right: Self) -> Bool { left.bits < right.bits }
}

extension MACAddress: LosslessStringConvertible {
    /// Six pairs of hexadecimal digits, joined by colons or hyphens.
    public init?(_ text: String) {
        var bits: UInt64 = 0
        var digits = 0
        for (position, byte) in text.utf8.enumerated() {
            if position % 3 == 2 {
                guard byte == UInt8(ascii: ":") || byte == UInt8(ascii: "-") else { return nil }
            } else {
                guard digits < 12, let digit = byte.hexDigitValue else { return nil }
                bits = bits << 4 | UInt64(digit)
                digits += 1
            }
        }
        guard digits == 12, text.utf8.count == 17 else { return nil }
        self.init(bits: bits)
    }

    public var description: String {
        var text = ""
        for shift in stride(from: 40, through: 0, by: -8) {
            if shift != 40 { text += ":" }
            text += hexadecimal((bits >> UInt64(shift)) & 0xff, digits: 2)
        }
        return text
    }
}
