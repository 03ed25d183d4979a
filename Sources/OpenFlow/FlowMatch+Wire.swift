extension FlowMatch {
    /// Bytes of one field's value on the wire, twice that with a mask, and the header's.
    private static let standardMatchType: UInt16 = 0
    private static let oxmMatchType: UInt16 = 1

    /// Whether prerequisites are looked at: they are in flows, and are not in the match of a packet-in, whose fields are
    /// facts about one packet and not a filter.
    enum Prerequisites {
        case checked
        case ignored
    }

    /// Reads an `ofp_match` with its padding, at the start of `range`. Gives the match and the offset after it.
    static func decode(
        _ bytes: RawSpan, _ range: Range<Int>, prerequisites: Prerequisites = .checked
    ) throws(OpenFlowError) -> (match: FlowMatch, end: Int) {
        let start = range.lowerBound
        try require(8, in: range, "ofp_match")
        guard bytes.u16(start) == oxmMatchType else {
            throw OpenFlowError(offset: start, field: "ofp_match.type", rule: .badType)
        }
        let length = Int(bytes.u16(start + 2))
        let padded = (length + 7) & ~7
        guard length >= 4, padded <= range.count else {
            throw OpenFlowError(offset: start + 2, field: "ofp_match.length", rule: .badLength)
        }
        guard bytes.isZero((start + length)..<(start + padded)) else {
            throw OpenFlowError(offset: start + length, field: "ofp_match.pad", rule: .badPadding)
        }
        var match = FlowMatch()
        var offset = start + 4
        let end = start + length
        while offset < end {
            offset = try match.decodeField(bytes, offset..<end, prerequisites)
        }
        return (match, start + padded)
    }

    /// Reads one OXM and gives the offset after it.
    private mutating func decodeField(
        _ bytes: RawSpan, _ range: Range<Int>, _ prerequisites: Prerequisites
    ) throws(OpenFlowError) -> Int {
        let header = try FieldHeader.decode(bytes, range)
        let start = range.lowerBound
        let end = start + 4 + Int(header.length)
        guard end <= range.upperBound else { throw OpenFlowError(offset: start, field: "oxm_length", rule: .truncated) }
        if header.oxmClass == 1, (111...114).contains(header.field) {
            try decodeExtendedRegister(bytes, header, start, words: 4, first: (header.field - 111) * 4)
            return end
        }
        if header.oxmClass == 0x8001, header.field < 8 {
            try decodeExtendedRegister(bytes, header, start, words: 2, first: header.field * 2)
            return end
        }
        guard let field = MatchField(header) else {
            unknown.append(contentsOf: bytes.array(start..<end))
            return end
        }
        let count = field.byteCount
        let (value, mask) = try Self.valueAndMask(bytes, header, start, count: count)
        if header.hasMask, !field.isMaskable, mask != field.fullMask {
            throw OpenFlowError(offset: start, field: "oxm_hasmask", rule: .badMask)
        }
        try put(field, value, mask, at: start, prerequisites)
        return end
    }

    /// The value and mask behind a header, the mask all ones where there is none.
    private static func valueAndMask(
        _ bytes: RawSpan, _ header: FieldHeader, _ start: Int, count: Int
    ) throws(OpenFlowError) -> (value: UInt128, mask: UInt128) {
        let first = start + header.size
        guard start + 4 + Int(header.length) == first + count * (header.hasMask ? 2 : 1) else {
            throw OpenFlowError(offset: start, field: "oxm_length", rule: .badLength)
        }
        let value = bytes.unsigned(first, count: count)
        guard header.hasMask else { return (value, .max) }
        let mask = bytes.unsigned(first + count, count: count)
        guard value & ~mask == 0 else {
            throw OpenFlowError(offset: first, field: "oxm_value", rule: .badMask)
        }
        return (value, mask)
    }

    private mutating func put(
        _ field: MatchField, _ value: UInt128, _ mask: UInt128, at offset: Int, _ prerequisites: Prerequisites
    ) throws(OpenFlowError) {
        let full = field.fullMask
        guard value & ~full == 0 else { throw OpenFlowError(offset: offset, field: "oxm_value", rule: .badValue) }
        guard !contains(field) else { throw OpenFlowError(offset: offset, field: "oxm_field", rule: .duplicate) }
        let prerequisite = FieldTable.layout(field).prerequisite
        if prerequisites == .checked, !prerequisite.holds(in: self) {
            throw OpenFlowError(offset: offset, field: "oxm_field", rule: .missingPrerequisite)
        }
        guard mask & full != 0 else { return }
        store(field, value: value, mask: mask & full)
    }

    /// A register of 64 or 128 bits is its 32-bit parts, the highest first.
    private mutating func decodeExtendedRegister(
        _ bytes: RawSpan, _ header: FieldHeader, _ start: Int, words: Int, first: UInt8
    ) throws(OpenFlowError) {
        let (value, mask) = try Self.valueAndMask(bytes, header, start, count: words * 4)
        for index in 0..<words {
            let shift = UInt128((words - 1 - index) * 32)
            try put(
                .register(first + UInt8(index)), value >> shift & 0xffff_ffff, mask >> shift & 0xffff_ffff, at: start,
                .ignored)
        }
    }

    /// Appends the `ofp_match` with its padding, as Open vSwitch 3.1 would write it.
    ///
    /// - Precondition: the fields fit in 65,531 bytes. Those with a name always do.
    public func encode(into bytes: inout [UInt8]) {
        let start = bytes.count
        bytes.put(Self.oxmMatchType)
        bytes.put(UInt16(0))
        var unknownIsWritten = unknown.isEmpty
        forEachField { field in
            if !unknownIsWritten, field.rawValue > MatchField.tunnelIPv6Destination.rawValue {
                bytes.append(contentsOf: unknown)
                unknownIsWritten = true
            }
            encode(field, into: &bytes)
        }
        if !unknownIsWritten { bytes.append(contentsOf: unknown) }
        bytes.patch(bytes.count - start, at: start + 2)
        bytes.padToEight(since: start)
    }

    private func encode(_ field: MatchField, into bytes: inout [UInt8]) {
        guard let masked = self[field] else { return }
        let layout = FieldTable.layout(field)
        var header = layout.header
        let hasMask = masked.mask != layout.fullMask
        if hasMask {
            header.hasMask = true
            header.length += UInt8(layout.byteCount)
        }
        header.encode(into: &bytes)
        bytes.put(masked.value, count: layout.byteCount)
        if hasMask { bytes.put(masked.mask, count: layout.byteCount) }
    }
}
