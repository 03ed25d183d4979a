/// What packets a flow takes: a set of fields with values and masks (OpenFlow 1.3.5 §7.2.3).
///
/// The value is normalised at every door: a mask of all ones is none, a mask of zero is no field, bits outside of a mask
/// are zero, a match on an extended register is a match on its parts. So `==` is equality of meaning, and
/// `encode` writes the bytes that Open vSwitch would write.
public struct FlowMatch: Hashable, Sendable {
    /// A value with its mask, both in the low bits.
    public struct Masked: Hashable, Sendable {
        public let value: UInt128
        /// `MatchField.fullMask` where every bit counts.
        public let mask: UInt128

        public init(value: UInt128, mask: UInt128) {
            self.value = value
            self.mask = mask
        }
    }

    /// Bit n is set where the field with raw value n is there.
    private(set) var present: UInt128 = 0
    private var words = MatchWords()

    /// Fields without a name in this codec, header and payload, in the order in which they came. They are written after
    /// the tunnel's fields: that is where Open vSwitch writes Geneve options, the commonest of them.
    public internal(set) var unknown: [UInt8] = []

    /// A match that takes every packet.
    public init() {}

    /// No field at all.
    public var isEmpty: Bool { present == 0 && unknown.isEmpty }

    /// The fields that are there, in canonical order.
    public var fields: [MatchField] {
        var fields: [MatchField] = []
        forEachField { fields.append($0) }
        return fields
    }

    @inline(__always)
    func forEachField(_ body: (MatchField) -> Void) {
        var rest = present
        while rest != 0 {
            let index = rest.trailingZeroBitCount
            rest &= rest &- 1
            if let field = MatchField(rawValue: UInt8(truncatingIfNeeded: index)) { body(field) }
        }
    }

    @inline(__always)
    public func contains(_ field: MatchField) -> Bool { present >> UInt128(field.rawValue) & 1 != 0 }

    /// The value and mask of a field, `nil` where the match has none on it.
    public subscript(field: MatchField) -> Masked? {
        get {
            guard contains(field) else { return nil }
            let index = wordIndex(field)
            switch Self.wordCount(field) {
            case 1:
                let word = words[index]
                return Masked(value: UInt128(word >> 32), mask: UInt128(word & 0xffff_ffff))
            case 2: return Masked(value: UInt128(words[index]), mask: UInt128(words[index + 1]))
            default:
                return Masked(
                    value: UInt128(words[index]) << 64 | UInt128(words[index + 1]),
                    mask: UInt128(words[index + 2]) << 64 | UInt128(words[index + 3]))
            }
        }
        set {
            guard let newValue, newValue.mask & field.fullMask != 0 else { return remove(field) }
            store(field, value: newValue.value & newValue.mask & field.fullMask, mask: newValue.mask & field.fullMask)
        }
    }

    /// Puts a field in, in place of what it had. Bits of `value` outside of `mask` are cleared, a mask of zero takes the
    /// field out.
    ///
    /// - Precondition: a field that is not maskable has a full mask, or zero.
    public mutating func set(_ field: MatchField, _ value: UInt128, mask: UInt128 = .max) {
        let bits = mask & field.fullMask
        precondition(field.isMaskable || bits == 0 || bits == field.fullMask, "the field takes no mask")
        self[field] = Masked(value: value, mask: mask)
    }

    public mutating func remove(_ field: MatchField) {
        guard contains(field) else { return }
        words.remove(Self.wordCount(field), at: wordIndex(field))
        present &= ~(UInt128(1) << UInt128(field.rawValue))
    }

    /// Stores a value that is normalised already.
    mutating func store(_ field: MatchField, value: UInt128, mask: UInt128) {
        let index = wordIndex(field)
        let number = Self.wordCount(field)
        if !contains(field) {
            words.insert(number, at: index)
            present |= UInt128(1) << UInt128(field.rawValue)
        }
        switch number {
        case 1:
            words[index] = UInt64(truncatingIfNeeded: value) << 32 | UInt64(truncatingIfNeeded: mask)
        case 2:
            words[index] = UInt64(truncatingIfNeeded: value)
            words[index + 1] = UInt64(truncatingIfNeeded: mask)
        default:
            words[index] = UInt64(truncatingIfNeeded: value >> 64)
            words[index + 1] = UInt64(truncatingIfNeeded: value)
            words[index + 2] = UInt64(truncatingIfNeeded: mask >> 64)
            words[index + 3] = UInt64(truncatingIfNeeded: mask)
        }
    }

    /// The value of a field of at most 32 bits; 0 where the match has none on it.
    @inline(__always)
    func narrowValue(_ field: MatchField) -> UInt64 {
        contains(field) ? words[wordIndex(field)] >> 32 : 0
    }

    /// The first field whose prerequisite the match does not hold; a switch refuses such a flow.
    public func firstWithoutPrerequisite() -> MatchField? {
        var found: MatchField?
        forEachField { field in
            if found == nil, !FieldTable.layout(field).prerequisite.holds(in: self) {
                found = field
            }
        }
        return found
    }

    @inline(__always)
    private static func wordCount(_ field: MatchField) -> Int {
        if FieldTable.fourWords >> UInt128(field.rawValue) & 1 != 0 { return 4 }
        return FieldTable.twoWords >> UInt128(field.rawValue) & 1 != 0 ? 2 : 1
    }

    /// Words of the fields before `field`: one each, one more for the wide ones, three more for the widest.
    @inline(__always)
    private func wordIndex(_ field: MatchField) -> Int {
        let before = present & (UInt128(1) << UInt128(field.rawValue) &- 1)
        return before.nonzeroBitCount + (before & FieldTable.twoWords).nonzeroBitCount
            + 3 * (before & FieldTable.fourWords).nonzeroBitCount
    }
}
