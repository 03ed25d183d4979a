/// A walk over the fields of a match on the wire, which checks each of them as the specification and Open vSwitch do
/// (OpenFlow 1.3.5 §7.2.3), and finds whether they are as Open vSwitch would write them. Nothing is built.
struct MatchScan {
    let prerequisites: FlowMatch.Prerequisites
    private(set) var facts: PacketFacts
    /// A bit for each field that was there with a mask other than zero.
    private(set) var present: UInt128 = 0
    private(set) var isCanonical = true
    /// The port that a packet came in at, where a field said so.
    private(set) var inPort: UInt32?
    /// Fields up to this raw value may not come any more in canonical order.
    private var last = -1
    /// Geneve options that were there, by number.
    private var options: UInt64 = 0
    /// Whether a field was there that nobody knows.
    private var hasUnknown = false

    @inline(__always)
    init(prerequisites: FlowMatch.Prerequisites) {
        self.prerequisites = prerequisites
        facts = PacketFacts()
    }

    /// Checks the `ofp_match` at the start of `range` and gives the offset after its padding.
    @inline(__always)
    mutating func match(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> Int {
        let start = range.lowerBound
        guard range.upperBound &- start >= 8 else { throw Self.refused(start, "ofp_match", .truncated) }
        let header = bytes.u32(start)
        let length = Int(header & 0xffff)
        guard header >> 16 == UInt32(MatchBytes.oxmType) else { throw Self.refused(start, "ofp_match.type", .badType) }
        let padded = (length &+ 7) & ~7
        guard length >= MatchBytes.headerSize, padded <= range.upperBound &- start else {
            throw Self.refused(start &+ 2, "ofp_match.length", .badLength)
        }
        // The padding is the low end of the last eight bytes: at most seven of them.
        let padding = UInt64(padded &- length) &* 8
        guard bytes.u64(start &+ padded &- 8) & ((1 &<< padding) &- 1) == 0 else {
            throw Self.refused(start &+ length, "ofp_match.pad", .badPadding)
        }
        try fields(bytes, (start &+ MatchBytes.headerSize)..<(start &+ length))
        return start &+ padded
    }

    /// Checks the OXMs of `range`. Most are in canonical order and form: these are done with here, on variables that stay
    /// in registers, and all others by `uncommon`.
    @inline(__always)
    private mutating func fields(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) {
        let end = range.upperBound
        var offset = range.lowerBound
        var (last, present, satisfied) = (last, present, prerequisites == .checked ? facts.satisfied : .max)
        while offset < end {
            guard end &- offset >= 4 else { throw Self.refused(offset, "oxm_header", .truncated) }
            let word = bytes.u32(offset)
            let next = offset &+ 4 &+ Int(word & 0xff)
            guard next <= end else { throw Self.refused(offset, "oxm_length", .truncated) }
            if let field = MatchField(commonHeaderWord: word), Int(field.rawValue) > last {
                let index = Int(field.rawValue)
                if FieldLayout.table[index].prerequisite.holds(in: satisfied) {
                    let isPlain = word == FieldLayout.table[index].headerWord
                    if isPlain || field.isMaskedInOrder(bytes, offset, word) {
                        last = index
                        present |= FlowMatch.bit(field)
                        if FieldLayout.table[index].care != .none {
                            self.present = present
                            try value(of: field, bytes, offset &+ 4, hasMask: !isPlain)
                            if prerequisites == .checked { satisfied = facts.satisfied }
                        }
                        offset = next
                        continue
                    }
                }
            }
            (self.last, self.present) = (last, present)
            try uncommon(bytes, offset, next)
            (last, present) = (self.last, self.present)
            if prerequisites == .checked { satisfied = facts.satisfied }
            offset = next
        }
        (self.last, self.present) = (last, present)
    }

    /// A flow that matches addresses of a connection has to be about that family of IP.
    @inline(__always)
    func checkConnection(_ offset: Int) throws(OpenFlowError) {
        guard present & (Self.connectionIPv4 | Self.connectionIPv6) != 0 else { return }
        let wanted: UInt16 = present & Self.connectionIPv4 != 0 ? 0x0800 : 0x86dd
        let both = present & Self.connectionIPv4 != 0 && present & Self.connectionIPv6 != 0
        guard facts.etherType == wanted, !both else { throw Self.refused(offset, "ct_nw_src", .missingPrerequisite) }
    }

    @inline(__always)
    private static var connectionIPv4: UInt128 {
        FlowMatch.bit(.ctIPv4Source) | FlowMatch.bit(.ctIPv4Destination)
    }
    @inline(__always)
    private static var connectionIPv6: UInt128 {
        FlowMatch.bit(.ctIPv6Source) | FlowMatch.bit(.ctIPv6Destination)
    }

    /// Checks any OXM: one that is out of order, of an experimenter, under an older number, or without a name.
    @inline(never)
    private mutating func uncommon(_ bytes: RawSpan, _ offset: Int, _ next: Int) throws(OpenFlowError) {
        let word = bytes.u32(offset)
        if word >> 16 == 0xffff, word & 0xff < 4 { throw Self.refused(offset, "oxm_experimenter", .badLength) }
        guard let field = MatchField(oxm: bytes, at: offset) else { return try unnamed(bytes, offset, next) }
        let layout = FieldLayout.table[Int(field.rawValue)]
        let hasMask = word & FieldHeader.maskBit != 0
        let count = Int(layout.byteCount)
        let first = offset &+ (word >> 16 == 0xffff ? 8 : 4)
        guard next &- first == (hasMask ? count &* 2 : count) else {
            throw Self.refused(offset, "oxm_length", .badLength)
        }
        // The header is the field's own, and not another one's of its names.
        if (word ^ layout.headerWord) & FieldHeader.nameBits != 0 { isCanonical = false }
        if word >> 16 == 0xffff, bytes.u32(offset &+ 4) != layout.numbering.experimenter { isCanonical = false }
        if count <= 8 {
            try narrow(bytes, first, layout, hasMask: hasMask, header: offset)
        } else {
            try wide(bytes, first, layout, hasMask: hasMask, header: offset)
        }
    }

    @inline(__always)
    private mutating func narrow(
        _ bytes: RawSpan, _ offset: Int, _ layout: FieldLayout, hasMask: Bool, header: Int
    ) throws(OpenFlowError) {
        let count = Int(layout.byteCount)
        let value = bytes.narrow(offset, count: count)
        var mask = UInt64.max
        if hasMask {
            mask = bytes.narrow(offset &+ count, count: count)
            guard value & ~mask == 0 else { throw Self.refused(offset, "oxm_value", .badMask) }
            let kept = layout.narrowKeptMask
            if !layout.isMaskable, mask != 0, mask != UInt64(truncatingIfNeeded: layout.byteMask) {
                throw Self.refused(offset, "oxm_hasmask", .badMask)
            }
            if mask & ~kept != 0 || mask == 0 || mask == layout.narrowFullMask { isCanonical = false }
            mask &= kept
            if mask == 0 { isCanonical = false }
        }
        try note(layout, header, isWild: mask == 0)
        try check(value, mask: mask, layout, offset)
    }

    /// Checks the value at `offset` of a field that is in its place.
    @inline(__always)
    private mutating func value(
        of field: MatchField, _ bytes: RawSpan, _ offset: Int, hasMask: Bool
    ) throws(OpenFlowError) {
        let layout = field.layout
        let count = Int(layout.byteCount)
        try check(
            bytes.narrow(offset, count: count), mask: hasMask ? bytes.narrow(offset &+ count, count: count) : .max,
            layout, offset)
    }

    /// Checks a value whose bits or meaning matter, and learns from it.
    @inline(__always)
    private mutating func check(
        _ value: UInt64, mask: UInt64, _ layout: FieldLayout, _ offset: Int
    ) throws(OpenFlowError) {
        if layout.bitCount < 64, value &>> UInt64(layout.bitCount) != 0 {
            throw Self.refused(offset, "oxm_value", .badValue)
        }
        switch layout.care {
        case .port:
            guard PortNumber.isValid(UInt32(truncatingIfNeeded: value)) else {
                throw Self.refused(offset, "oxm_value", .badValue)
            }
            if layout.field == .inPort, mask != 0 { inPort = UInt32(truncatingIfNeeded: value) }
        case .facts:
            // A field of Ethernet says what the packet's type is, so this would be the second time.
            if layout.field == .packetType, present & Self.ethernet != 0 {
                throw Self.refused(offset, "oxm_field", .duplicate)
            }
            facts.learn(layout.field, value: value, mask: mask)
        case .mask where mask == .max: isCanonical = false
        case .bits where layout.field == .nshMetadataType:
            guard value == 1 || value == 2 else { throw Self.refused(offset, "oxm_value", .badValue) }
        case .none, .bits, .mask: break
        }
    }

    private mutating func wide(
        _ bytes: RawSpan, _ offset: Int, _ layout: FieldLayout, hasMask: Bool, header: Int
    ) throws(OpenFlowError) {
        var isWild = false
        if hasMask {
            let mask = (bytes.u64(offset &+ 16), bytes.u64(offset &+ 24))
            guard bytes.u64(offset) & ~mask.0 == 0, bytes.u64(offset &+ 8) & ~mask.1 == 0 else {
                throw Self.refused(offset, "oxm_value", .badMask)
            }
            isWild = mask.0 | mask.1 == 0
            if isWild || mask.0 & mask.1 == .max { isCanonical = false }
        }
        try note(layout, header, isWild: isWild)
    }

    /// Order, duplicates and prerequisites.
    @inline(__always)
    private mutating func note(_ layout: FieldLayout, _ offset: Int, isWild: Bool) throws(OpenFlowError) {
        let bit = FlowMatch.bit(layout.field)
        let index = Int(layout.field.rawValue)
        if index > last {
            last = index
        } else {
            isCanonical = false
            guard present & bit == 0 else { throw Self.refused(offset, "oxm_field", .duplicate) }
        }
        if prerequisites == .checked, !layout.prerequisite.holds(in: facts) {
            throw Self.refused(offset, "oxm_field", .missingPrerequisite)
        }
        if !isWild { present |= bit }
    }

    /// A field that has no name of its own here: an extended register, a Geneve option, or one that nobody knows.
    @inline(never)
    private mutating func unnamed(_ bytes: RawSpan, _ start: Int, _ end: Int) throws(OpenFlowError) {
        let word = bytes.u32(start)
        if let register = ExtendedRegister(headerWord: word) { return try extended(bytes, start, end, register) }
        if last > Int(FlowMatch.lastBeforeUnnamed) { isCanonical = false }
        last = max(last, Int(FlowMatch.lastBeforeUnnamed))
        if let number = TunnelOption.number(headerWord: word) {
            guard TunnelOption.hasGoodLength(bytes, start..<end) else {
                throw Self.refused(start, "tun_metadata", .badLength)
            }
            guard TunnelOption.isWithinMask(bytes, start..<end) else {
                throw Self.refused(start, "tun_metadata", .badMask)
            }
            guard options &>> UInt64(number) & 1 == 0 else { throw Self.refused(start, "oxm_field", .duplicate) }
            if hasUnknown || options &>> UInt64(number) != 0 || TunnelOption.isMaskedInVain(bytes, start..<end) {
                isCanonical = false
            }
            options |= 1 &<< UInt64(number)
        } else {
            hasUnknown = true
        }
        present |= FlowMatch.unnamedBit
    }

    private mutating func extended(
        _ bytes: RawSpan, _ start: Int, _ end: Int, _ register: ExtendedRegister
    ) throws(OpenFlowError) {
        isCanonical = false
        let word = bytes.u32(start)
        let count = register.wordCount * 4
        guard end - start - 4 == (word & FieldHeader.maskBit != 0 ? count * 2 : count) else {
            throw Self.refused(start, "oxm_length", .badLength)
        }
        let (value, mask) = bytes.valueAndMask(start + 4, word, count: count)
        guard value & ~mask == 0 else { throw Self.refused(start + 4, "oxm_value", .badMask) }
        for (field, shift) in register.parts {
            try note(field.layout, start, isWild: mask >> shift & 0xffff_ffff == 0)
        }
    }

    @inline(__always)
    private static var ethernet: UInt128 {
        FlowMatch.bit(.ethSource) | FlowMatch.bit(.ethDestination)
            | FlowMatch.bit(.ethType) | FlowMatch.bit(.vlanID)
    }

    @inline(never)
    private static func refused(_ offset: Int, _ field: String, _ rule: OpenFlowError.Rule) -> OpenFlowError {
        OpenFlowError(offset: offset, field: field, rule: rule)
    }
}

extension MatchField {
    /// Whether this field's OXM has the canonical header with a mask, and a mask that is neither empty nor full nor too
    /// narrow for its value. Those of sixteen bytes are left to others.
    @inline(__always)
    fileprivate func isMaskedInOrder(_ bytes: RawSpan, _ offset: Int, _ word: UInt32) -> Bool {
        let layout = layout
        let count = Int(layout.byteCount)
        guard word == layout.maskedHeaderWord, layout.isMaskable, count <= 8 else { return false }
        let value = bytes.narrow(offset &+ 4, count: count)
        let mask = bytes.narrow(offset &+ 4 &+ count, count: count)
        return value & ~mask == 0 && mask & ~layout.narrowKeptMask == 0 && mask != 0 && mask != layout.narrowFullMask
    }
}

extension RawSpan {
    /// `count` bytes (1 to 8) as a number.
    @inline(__always)
    func narrow(_ offset: Int, count: Int) -> UInt64 {
        switch count {
        case 1: UInt64(u8(offset))
        case 2: UInt64(u16(offset))
        case 3: UInt64(u8(offset)) << 16 | UInt64(u16(offset &+ 1))
        case 4: UInt64(u32(offset))
        case 6: u48(offset)
        default: u64(offset)
        }
    }
}
