/// A match on a Geneve option: `tun_metadata0` to `tun_metadata63` of ovs-fields(7). Which option a number means, and how
/// long it is, a TLV table says.
public struct TunnelOption: Hashable, Sendable {
    /// 0 to 63.
    public let number: UInt8
    /// 1 to 124 bytes; none where the option has to be there, whatever it says.
    public let value: [UInt8]
    /// As long as the value; `nil` where every bit counts.
    public let mask: [UInt8]?

    static let maximumLength = 124
    private static let firstField: UInt32 = 40

    /// Bits of `value` outside of `mask` are cleared.
    ///
    /// - Precondition: the number is below 64, the value has up to 124 bytes, the mask as many; neither has one where
    ///   the option only has to be there.
    public init(number: UInt8, value: [UInt8], mask: [UInt8]? = nil) {
        precondition(number < 64, "there are 64 tunnel options")
        precondition(value.count <= Self.maximumLength, "a tunnel option has at most 124 bytes")
        precondition(!value.isEmpty || mask != nil, "an option that only has to be there has an empty mask")
        precondition(mask.map { $0.count == value.count } ?? true, "a mask is as long as its value")
        self.number = number
        if let mask, mask.isEmpty || mask.contains(where: { $0 != 0xff }) {
            self.value = zip(value, mask).map { $0 & $1 }
            self.mask = mask
        } else {
            self.value = value
            self.mask = nil
        }
    }

    /// The option that the first four bytes of an OXM name.
    static func number(headerWord word: UInt32) -> UInt8? {
        let field = word >> 9 & 0x7f
        guard word >> 16 == 1, field >= firstField, field < firstField + 64 else { return nil }
        return UInt8(field - firstField)
    }

    /// Whether an option can be so long: 1 to 124 bytes, and as many again of a mask; or nothing behind a header that says
    /// that a mask is there.
    static func hasGoodLength(_ bytes: RawSpan, _ range: Range<Int>) -> Bool {
        let payload = range.count - 4
        guard bytes.u32(range.lowerBound) & FieldHeader.maskBit != 0 else {
            return payload >= 1 && payload <= maximumLength
        }
        return payload % 2 == 0 && payload / 2 <= maximumLength
    }

    /// Whether no bit of the value is outside of the mask.
    static func isWithinMask(_ bytes: RawSpan, _ range: Range<Int>) -> Bool {
        guard bytes.u32(range.lowerBound) & FieldHeader.maskBit != 0 else { return true }
        let first = range.lowerBound + 4
        let count = (range.count - 4) / 2
        for index in first..<(first + count) where bytes.u8(index) & ~bytes.u8(index + count) != 0 { return false }
        return true
    }

    /// Whether there is a mask that says nothing.
    static func isMaskedInVain(_ bytes: RawSpan, _ range: Range<Int>) -> Bool {
        guard bytes.u32(range.lowerBound) & FieldHeader.maskBit != 0, range.count > 4 else { return false }
        for index in (range.lowerBound + 4 + (range.count - 4) / 2)..<range.upperBound
        where bytes.u8(index) != 0xff { return false }
        return true
    }

    init(checked bytes: RawSpan, _ range: Range<Int>, number: UInt8) {
        let first = range.lowerBound + 4
        if bytes.u32(range.lowerBound) & FieldHeader.maskBit == 0 {
            self.init(number: number, value: bytes.array(first..<range.upperBound))
        } else {
            let middle = first + (range.upperBound - first) / 2
            self.init(
                number: number, value: bytes.array(first..<middle), mask: bytes.array(middle..<range.upperBound))
        }
    }

    var encoded: [UInt8] {
        var bytes: [UInt8] = []
        FieldHeader(
            oxmClass: 1, field: UInt8(Self.firstField) + number, length: UInt8(value.count * (mask == nil ? 1 : 2)),
            hasMask: mask != nil
        ).encode(into: &bytes)
        return bytes + value + (mask ?? [])
    }
}

extension FlowMatch {
    /// Matches on Geneve options, by number.
    public var tunnelOptions: [TunnelOption] {
        let ranges = unnamed
        return storage.withSpan { bytes in
            ranges.compactMap { range in
                TunnelOption.number(headerWord: bytes.u32(range.lowerBound)).map {
                    TunnelOption(checked: bytes, range, number: $0)
                }
            }
        }
    }

    /// Puts in a match on a Geneve option, in place of one of its number.
    ///
    /// - Precondition: the match stays below 65,532 bytes.
    public mutating func set(_ option: TunnelOption) {
        removeTunnelOption(option.number)
        addUnnamed(option.encoded)
    }

    public mutating func removeTunnelOption(_ number: UInt8) {
        let range = unnamed.first { range in
            storage.withSpan { TunnelOption.number(headerWord: $0.u32(range.lowerBound)) } == number
        }
        if let range { removeUnnamed(range.count, at: range.lowerBound) }
    }
}
