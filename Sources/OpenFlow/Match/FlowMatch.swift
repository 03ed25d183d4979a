/// What packets a flow takes: a set of fields with values and masks (OpenFlow 1.3.5 §7.2.3).
///
/// A match is kept as the bytes that Open vSwitch would write for it, and is normalised at every door: a mask of all ones
/// is none, a mask of zero is no field, bits outside of a mask are zero, a match on an extended register is a match on its
/// parts. So `==` is equality of meaning, and encoding copies.
public struct FlowMatch: Sendable {
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

    /// Bit n is set where the field with raw value n is there, and `unnamedBit` where one without a name is.
    private(set) var present: UInt128
    static let unnamedBit: UInt128 = 1 << 127
    private(set) var storage: MatchBytes

    /// A match that takes every packet.
    public init() {
        present = 0
        storage = MatchBytes()
    }

    /// Takes bytes that were checked and are canonical.
    @inline(__always)
    init(canonical storage: MatchBytes, present: UInt128) {
        self.storage = storage
        self.present = present
    }

    /// No field at all.
    public var isEmpty: Bool { storage.count == MatchBytes.headerSize }

    /// Bytes of the `ofp_match` with its padding.
    public var byteCount: Int { storage.paddedCount }

    /// Bytes of the `ofp_match` without its padding.
    var unpaddedByteCount: Int { storage.count }

    /// The fields that have a name and are there, in canonical order.
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
    public func contains(_ field: MatchField) -> Bool { present & Self.bit(field) != 0 }

    @inline(__always)
    static func bit(_ field: MatchField) -> UInt128 { 1 &<< UInt128(field.rawValue) }

    /// The value and mask of a field, `nil` where the match has none on it. Setting is as `set` does it.
    public subscript(field: MatchField) -> Masked? {
        get {
            guard contains(field) else { return nil }
            let layout = field.layout
            let count = Int(layout.byteCount)
            let offset = offset(of: layout)
            return storage.withSpan { bytes in
                let value = bytes.unsigned(offset + layout.headerSize, count: count)
                guard bytes.u32(offset) & FieldHeader.maskBit != 0 else {
                    return Masked(value: value, mask: layout.fullMask)
                }
                return Masked(value: value, mask: bytes.unsigned(offset + layout.headerSize + count, count: count))
            }
        }
        set {
            if let newValue { set(field, newValue.value, mask: newValue.mask) } else { remove(field) }
        }
    }

    /// Puts a field in, in place of what it had. Bits of `value` outside of `mask` are cleared, a mask of zero takes the
    /// field out.
    ///
    /// - Precondition: a field that is not maskable has a full mask, or zero.
    public mutating func set(_ field: MatchField, _ value: UInt128, mask: UInt128 = .max) {
        let following = present &>> UInt128(field.rawValue)
        if following & 1 != 0 { remove(field) }
        let layout = field.layout
        if layout.byteCount <= 8 {
            let kept = layout.narrowKeptMask
            let bits = UInt64(truncatingIfNeeded: mask) & kept
            precondition(layout.isMaskable || bits == 0 || bits == kept, "the field takes no mask")
            if bits != 0 {
                insert(layout, UInt64(truncatingIfNeeded: value) & bits, mask: bits, isLast: following <= 1)
            }
        } else if mask != 0 {
            insert(field, value: value & mask, mask: mask)
        }
    }

    public mutating func remove(_ field: MatchField) {
        guard contains(field) else { return }
        let layout = field.layout
        let offset = offset(of: layout)
        let size = storage.withSpan { 4 + Int($0.u8(offset + 3)) }
        storage.remove(size, at: offset)
        present &= ~Self.bit(field)
    }

    /// Puts in a field that is not there, of a value that is normalised already.
    mutating func insert(_ field: MatchField, value: UInt128, mask: UInt128) {
        let layout = field.layout
        if layout.byteCount <= 8 {
            insert(
                layout, UInt64(truncatingIfNeeded: value), mask: UInt64(truncatingIfNeeded: mask),
                isLast: present &>> UInt128(field.rawValue) == 0)
        } else {
            insert(layout, value, mask == layout.fullMask ? nil : mask)
        }
    }

    /// Puts in a field of at most eight bytes. Most are put in in their order, so that their place is the end; then header,
    /// value and mask are two words.
    @inline(__always)
    private mutating func insert(_ layout: FieldLayout, _ value: UInt64, mask: UInt64, isLast: Bool) {
        let hasMask = mask != layout.narrowFullMask
        let bits = UInt64(layout.byteCount) &* 8
        guard isLast, !hasMask || bits <= 32, layout.headerSize == 4, storage.hasInlineRoom else {
            return insert(layout, UInt128(value), hasMask ? UInt128(mask) : nil)
        }
        let payload = hasMask ? (value &<< bits | mask) &<< (64 &- bits &* 2) : value &<< (64 &- bits)
        let word = UInt64(hasMask ? layout.maskedHeaderWord : layout.headerWord)
        storage.append(
            word &<< 32 | payload &>> 32, payload &<< 32, 4 &+ Int(hasMask ? layout.byteCount &* 2 : layout.byteCount))
        present |= Self.bit(layout.field)
    }

    @inline(never)
    private mutating func insert(_ layout: FieldLayout, _ value: UInt128, _ mask: UInt128?) {
        let count = Int(layout.byteCount)
        let offset = makeRoom(layout.headerSize + (mask == nil ? count : count * 2), for: layout.field)
        storage.withMutableSpan { bytes in
            bytes.putHeader(layout, mask == nil ? layout.headerWord : layout.maskedHeaderWord, at: offset)
            bytes.put(value, count: count, at: offset + layout.headerSize)
            if let mask { bytes.put(mask, count: count, at: offset + layout.headerSize + count) }
        }
    }

    /// Makes room for a field and notes that it is there. Fields mostly come in their order; then the place is the end.
    @inline(__always)
    private mutating func makeRoom(_ size: Int, for field: MatchField) -> Int {
        let isLast = present &>> UInt128(field.rawValue) == 0
        let offset = isLast ? storage.count : place(of: field)
        storage.makeRoom(size, at: offset)
        present |= Self.bit(field)
        return offset
    }

    /// Where the header of a field is, that is there.
    private func offset(of layout: FieldLayout) -> Int {
        storage.withSpan { bytes in
            var offset = MatchBytes.headerSize
            while offset < storage.count {
                let word = bytes.u32(offset)
                if (word ^ layout.headerWord) & FieldHeader.nameBits == 0,
                    layout.headerSize == 4 || bytes.u32(offset + 4) == layout.numbering.experimenter
                {
                    return offset
                }
                offset += 4 + Int(word & 0xff)
            }
            preconditionFailure("a match's fields are not those of its bitmap")
        }
    }

    /// Where a field belongs that is not there.
    private func place(of field: MatchField) -> Int {
        storage.withSpan { bytes in
            var offset = MatchBytes.headerSize
            while offset < storage.count {
                let other = MatchField(oxm: bytes, at: offset)
                let isBefore = other.map { $0.rawValue < field.rawValue } ?? (field.rawValue > Self.lastBeforeUnnamed)
                if !isBefore { break }
                offset += 4 + Int(bytes.u8(offset + 3))
            }
            return offset
        }
    }

    /// Fields without a name stand behind the group policy's: that is where Open vSwitch writes Geneve options, the
    /// commonest of them.
    static let lastBeforeUnnamed = MatchField.tunnelGroupPolicyFlags.rawValue

    /// Puts in a field without a name, whole, before `offset`.
    mutating func insertUnnamed(_ field: [UInt8], at offset: Int) {
        storage.makeRoom(field.count, at: offset)
        storage.withMutableSpan { bytes in
            for (index, byte) in field.enumerated() {
                bytes.storeBytes(of: byte, toByteOffset: offset + index, as: UInt8.self)
            }
        }
        present |= Self.unnamedBit
    }

    /// Takes out the `size` bytes of a field without a name.
    mutating func removeUnnamed(_ size: Int, at offset: Int) {
        storage.remove(size, at: offset)
        if unnamed.isEmpty { present &= ~Self.unnamedBit }
    }

    /// Where each field without a name is.
    var unnamed: [Range<Int>] {
        guard present & Self.unnamedBit != 0 else { return [] }
        return storage.withSpan { bytes in
            var ranges: [Range<Int>] = []
            var offset = MatchBytes.headerSize
            while offset < storage.count {
                let end = offset + 4 + Int(bytes.u8(offset + 3))
                if MatchField(oxm: bytes, at: offset) == nil { ranges.append(offset..<end) }
                offset = end
            }
            return ranges
        }
    }
}

extension FlowMatch: Hashable {
    public static func == (left: FlowMatch, right: FlowMatch) -> Bool { left.storage == right.storage }

    public func hash(into hasher: inout Hasher) { hasher.combine(storage) }
}

extension FlowMatch {
    /// What prerequisites of fields and actions may ask of the packets that the match takes.
    var facts: PacketFacts {
        var facts = PacketFacts()
        forEachField { field in
            guard field.byteCount <= 4, let masked = self[field] else { return }
            facts.learn(
                field, value: UInt64(truncatingIfNeeded: masked.value), mask: UInt64(truncatingIfNeeded: masked.mask))
        }
        return facts
    }

    /// The first field whose prerequisite the match does not hold; a switch refuses such a flow.
    public func firstWithoutPrerequisite() -> MatchField? {
        var found: MatchField?
        let facts = facts
        forEachField { field in
            if found == nil, !field.layout.prerequisite.holds(in: facts) { found = field }
        }
        return found
    }

    /// Fields without a name in this codec, header and payload, in their order; Geneve options are among them.
    public var unknown: [UInt8] {
        let ranges = unnamed
        return storage.withSpan { bytes in ranges.flatMap { bytes.array($0) } }
    }
}

extension MutableRawSpan {
    @inline(__always)
    fileprivate mutating func putHeader(_ layout: FieldLayout, _ word: UInt32, at offset: Int) {
        put(word, at: offset)
        if layout.headerSize == 8 { put(layout.numbering.experimenter, at: offset &+ 4) }
    }
}
