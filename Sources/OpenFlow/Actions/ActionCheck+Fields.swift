// Actions that name a field by its header.
extension ActionCheck {
    /// The header of a field inside of an action: what the field is, and where its header ends.
    struct Named {
        let field: ActionField
        let word: UInt32
        let end: Int
        /// Bytes of one value, as the header tells.
        let count: Int
    }

    @inline(__always)
    mutating func setField(_ bytes: RawSpan, _ offset: Int, _ end: Int, in place: Place) throws(OpenFlowError) {
        let word = bytes.u32(offset &+ 4)
        let field = ActionField.openFlow(UInt8(truncatingIfNeeded: word >> 9) & 0x7f)
        // A field of OpenFlow's own, of eight bytes or less, with as much padding as it takes.
        guard word >> 16 == 0x8000, field.byteCount &- 1 < 8, end &- offset == 16, field.rule == 0, field.isWritable,
            field.isSetForm, Int(word & 0x1ff) == field.byteCount, place != .connectionTracking
        else { return try anySetField(bytes, offset, end, in: place) }
        let payload = bytes.u64(offset &+ 8)
        let bits = UInt64(truncatingIfNeeded: field.byteCount) &* 8
        guard bits == 64 || payload &<< bits == 0 else {
            throw Self.refused(offset &+ 8, "ofp_action_set_field.pad", .badPadding)
        }
        let value = payload &>> (64 &- bits)
        guard field.validBits >= 64 || value &>> field.validBits == 0 else {
            throw Self.refused(offset &+ 8, "ofp_action_set_field.field")
        }
        guard !hasFacts || facts.satisfied &>> field.prerequisite & 1 != 0 else {
            throw Self.refused(offset &+ 4, "ofp_action_set_field.field", .missingPrerequisite)
        }
    }

    @inline(never)
    private mutating func anySetField(
        _ bytes: RawSpan, _ offset: Int, _ end: Int, in place: Place
    ) throws(OpenFlowError) {
        let named = try header(bytes, (offset &+ 4)..<end, mayHaveMask: false)
        let after = named.end &+ named.count
        guard after <= end else { throw Self.refused(offset &+ 4, "ofp_action_set_field.field", .truncated) }
        guard bytes.isZero(after..<end) else { throw Self.refused(after, "ofp_action_set_field.pad", .badPadding) }
        if end &- after >= 8 || !named.field.isSetForm { isCanonical = false }
        guard named.field.isWritable, named.field.rule != ActionField.Rule.neverSet.rawValue else {
            throw Self.refused(offset &+ 4, "ofp_action_set_field.field", .badType)
        }
        if named.count <= 8, !named.field.isVariable {
            let value = bytes.narrow(named.end, count: named.count)
            guard named.field.validBits >= 64 || value &>> named.field.validBits == 0,
                named.field.rule != ActionField.Rule.presentVLAN.rawValue || value & 0x1000 != 0,
                named.field.rule != ActionField.Rule.typeOfService.rawValue || value & 3 == 0
            else { throw Self.refused(named.end, "ofp_action_set_field.field") }
            try written(named, offset, in: place)
            if named.field.rule == ActionField.Rule.tagControl.rawValue { facts.setVLAN(value & 0x1000 != 0) }
        } else {
            try written(named, offset, in: place)
        }
    }

    /// Checks what is asked of an action that writes a field.
    mutating func written(_ named: Named, _ offset: Int, in place: Place) throws(OpenFlowError) {
        guard named.field.isWritable else { throw Self.refused(offset, "ofp_action.field", .badType) }
        try demand(named, offset)
        switch named.field.rule {
        case ActionField.Rule.insideConnectionTracking.rawValue:
            guard place == .connectionTracking || place == .set else {
                throw Self.refused(offset, "ofp_action.field", .badType)
            }
        case ActionField.Rule.presentVLAN.rawValue: try demand(.vlan, offset)
        default: break
        }
        if place == .connectionTracking, named.field.rule != ActionField.Rule.insideConnectionTracking.rawValue {
            throw Self.refused(offset, "nx_action_conntrack.actions", .badType)
        }
    }

    /// Checks that the match has what a field asks for.
    func demand(_ named: Named, _ offset: Int) throws(OpenFlowError) {
        guard !hasFacts || facts.satisfied &>> named.field.prerequisite & 1 != 0 else {
            throw Self.refused(offset, "ofp_action.field", .missingPrerequisite)
        }
    }

    /// Reads the header of a field that Open vSwitch knows, which it asks of every field of an action.
    func header(_ bytes: RawSpan, _ range: Range<Int>, mayHaveMask: Bool) throws(OpenFlowError) -> Named {
        let offset = range.lowerBound
        guard range.count >= 4 else { throw Self.refused(offset, "ofp_action.oxm_header", .truncated) }
        let word = bytes.u32(offset)
        var count = Int(word & 0xff)
        var end = offset &+ 4
        let field: ActionField
        if word >> 16 == 0xffff {
            guard range.count >= 8, count >= 4 else {
                throw Self.refused(offset, "ofp_action.oxm_experimenter", .truncated)
            }
            field = ActionField.experimenter(word, bytes.u32(offset &+ 4))
            count &-= 4
            end &+= 4
        } else {
            field = ActionField.named(word)
        }
        guard field.isKnown else { throw Self.refused(offset, "ofp_action.oxm_header", .badType) }
        if word & FieldHeader.maskBit != 0 {
            guard mayHaveMask, count & 1 == 0 else { throw Self.refused(offset, "ofp_action.oxm_hasmask", .badMask) }
            count /= 2
        }
        guard field.isVariable ? count < 128 : count == field.byteCount else {
            throw Self.refused(offset &+ 3, "ofp_action.oxm_length", .badLength)
        }
        return Named(field: field, word: word, end: end, count: count)
    }

    /// Reads a header of four bytes that stands in a fixed place. Open vSwitch reads past its mask bit.
    func shortHeader(_ bytes: RawSpan, _ offset: Int) throws(OpenFlowError) -> Named {
        let word = bytes.u32(offset)
        let field = ActionField.named(word)
        guard field.isKnown else { throw Self.refused(offset, "nx_action.nxm_header", .badType) }
        let count = Int(word & 0xff) >> Int(word >> 8 & 1)
        guard field.isVariable ? count < 128 : count == field.byteCount else {
            throw Self.refused(offset &+ 3, "nx_action.nxm_length", .badLength)
        }
        return Named(field: field, word: word, end: offset &+ 4, count: count)
    }

    /// Whether the header is the one that Open vSwitch writes for the field in moves, loads and the like.
    func isMoveForm(_ named: Named) -> Bool { named.field.isMoveForm && named.word & FieldHeader.maskBit == 0 }

    /// Checks that a part of a field lies inside of it.
    func part(_ named: Named, from first: Int, bits: Int, _ offset: Int) throws(OpenFlowError) {
        guard bits > 0, first < named.field.bits, first &+ bits <= named.field.bits else {
            throw Self.refused(offset, "nx_action.ofs_nbits")
        }
    }

    mutating func registerLoad(_ bytes: RawSpan, _ range: Range<Int>, in place: Place) throws(OpenFlowError) {
        let start = range.lowerBound
        try length(range, 24, "nx_action_reg_load")
        let named = try shortHeader(bytes, start &+ 12)
        let bits = Int(bytes.u16(start &+ 10) & 0x3f) &+ 1
        let first = Int(bytes.u16(start &+ 10) >> 6)
        let value = bytes.u64(start &+ 16)
        try part(named, from: first, bits: bits, start &+ 10)
        guard bits == 64 || value &>> UInt64(bits) == 0 else {
            throw Self.refused(start &+ 16, "nx_action_reg_load.value")
        }
        try written(named, start &+ 12, in: place)
        if !isMoveForm(named) { isCanonical = false }
        if named.field.rule == ActionField.Rule.tagControl.rawValue {
            // The bits that are not loaded count as zero.
            facts.setVLAN(value &<< UInt64(first) & 0x1000 != 0)
        }
    }

    mutating func registerLoad2(_ bytes: RawSpan, _ range: Range<Int>, in place: Place) throws(OpenFlowError) {
        let named = try header(bytes, (range.lowerBound &+ 10)..<range.upperBound, mayHaveMask: true)
        let hasMask = named.word & FieldHeader.maskBit != 0
        let after = named.end &+ (hasMask ? named.count &* 2 : named.count)
        guard after <= range.upperBound, bytes.isZero(after..<range.upperBound) else {
            throw Self.refused(named.end, "nx_action_reg_load2.pad", .badPadding)
        }
        if hasMask {
            for index in 0..<named.count {
                let mask = bytes.u8(named.end &+ named.count &+ index)
                guard bytes.u8(named.end &+ index) & ~mask == 0 else {
                    throw Self.refused(named.end &+ index, "nx_action_reg_load2.value", .badMask)
                }
            }
        }
        try written(named, range.lowerBound &+ 10, in: place)
        if named.field.rule == ActionField.Rule.tagControl.rawValue {
            facts.setVLAN(bytes.u8(named.end) & 0x10 != 0)
        }
        if !named.field.isMoveForm || range.upperBound &- after >= 8 || hasMask { isCanonical = false }
    }

    mutating func registerMove(_ bytes: RawSpan, _ range: Range<Int>, in place: Place) throws(OpenFlowError) {
        let start = range.lowerBound
        guard range.count >= 24 else { throw Self.refused(start &+ 2, "nx_action_reg_move.len", .badLength) }
        let source = try header(bytes, (start &+ 16)..<range.upperBound, mayHaveMask: false)
        let destination = try header(bytes, source.end..<range.upperBound, mayHaveMask: false)
        guard bytes.isZero(destination.end..<range.upperBound) else {
            throw Self.refused(destination.end, "nx_action_reg_move.pad", .badPadding)
        }
        let bits = Int(bytes.u16(start &+ 10))
        try part(source, from: Int(bytes.u16(start &+ 12)), bits: bits, start &+ 10)
        try part(destination, from: Int(bytes.u16(start &+ 14)), bits: bits, start &+ 10)
        try demand(source, start &+ 16)
        try written(destination, source.end, in: place)
        if !source.field.isMoveForm || !destination.field.isMoveForm || range.upperBound &- destination.end >= 8 {
            isCanonical = false
        }
    }

    /// Pushes and pops of the stack: offset, header, number of bits.
    mutating func stack(
        _ bytes: RawSpan, _ range: Range<Int>, writes: Bool, in place: Place
    ) throws(OpenFlowError) {
        let start = range.lowerBound
        try length(range, 24, "nx_action_stack")
        let named = try header(bytes, (start &+ 12)..<range.upperBound, mayHaveMask: false)
        guard bytes.isZero((named.end &+ 2)..<range.upperBound) else {
            throw Self.refused(named.end &+ 2, "nx_action_stack.pad", .badPadding)
        }
        try part(named, from: Int(bytes.u16(start &+ 10)), bits: Int(bytes.u16(named.end)), start &+ 10)
        try demand(named, start &+ 12)
        guard !writes || named.field.isWritable else { throw Self.refused(start &+ 12, "nx_action_stack", .badType) }
        if !named.field.isMoveForm { isCanonical = false }
    }

    mutating func outputRegister(_ bytes: RawSpan, _ range: Range<Int>, isSecond: Bool) throws(OpenFlowError) {
        let start = range.lowerBound
        try length(range, 24, "nx_action_output_reg")
        let named =
            isSecond
            ? try header(bytes, (start &+ 14)..<range.upperBound, mayHaveMask: false)
            : try shortHeader(bytes, start &+ 12)
        let padding = isSecond ? named.end : start &+ 18
        guard bytes.isZero(padding..<range.upperBound) else {
            throw Self.refused(padding, "nx_action_output_reg.zero", .badPadding)
        }
        let place = bytes.u16(start &+ 10)
        try part(named, from: Int(place >> 6), bits: Int(place & 0x3f) &+ 1, start &+ 10)
        try demand(named, isSecond ? start &+ 14 : start &+ 12)
        if !isMoveForm(named) { isCanonical = false }
    }

    mutating func checkPacketLarger(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) {
        let start = range.lowerBound
        try length(range, 24, "nx_action_check_pkt_larger")
        let named = try header(bytes, (start &+ 14)..<range.upperBound, mayHaveMask: false)
        guard bytes.isZero(named.end..<range.upperBound) else {
            throw Self.refused(named.end, "nx_action_check_pkt_larger.pad", .badPadding)
        }
        try part(named, from: Int(bytes.u16(start &+ 12)), bits: 1, start &+ 12)
        guard named.field.isWritable else {
            throw Self.refused(start &+ 14, "nx_action_check_pkt_larger.dst", .badType)
        }
        if !named.field.isMoveForm { isCanonical = false }
    }

    /// Open vSwitch deletes Geneve options alone, but says so only where there is a match.
    mutating func deleteField(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) {
        let start = range.lowerBound
        try length(range, 24, "nx_action_delete_field")
        let named = try header(bytes, (start &+ 10)..<range.upperBound, mayHaveMask: false)
        guard !hasFacts || named.field.isVariable else {
            throw Self.refused(start &+ 10, "nx_action_delete_field.field", .badType)
        }
        if !named.field.isMoveForm || !bytes.isZero(named.end..<range.upperBound) { isCanonical = false }
    }

    func length(_ range: Range<Int>, _ count: Int, _ field: String) throws(OpenFlowError) {
        guard range.count == count else { throw Self.refused(range.lowerBound &+ 2, field, .badLength) }
    }
}
