extension FlowMatch {
    /// Whether prerequisites are looked at: they are in flows, and are not in the match of a packet-in, whose fields are
    /// facts about one packet and not a filter.
    enum Prerequisites {
        case checked
        case ignored
    }

    /// Reads an `ofp_match` with its padding, at the start of `range`. Gives the match and the offset after it.
    ///
    /// One pass checks everything and finds whether the bytes are canonical; then they are copied as they are. If not,
    /// the match is built anew, field by field.
    static func decode(
        _ bytes: RawSpan, _ range: Range<Int>, prerequisites: Prerequisites = .checked
    ) throws(OpenFlowError) -> (match: FlowMatch, end: Int) {
        var scan = MatchScan(prerequisites: prerequisites)
        let end = try scan.match(bytes, range)
        return (try FlowMatch(scan, bytes, at: range.lowerBound), end)
    }

    /// The match at `start`, which `scan` went over.
    ///
    /// - Throws: where its canonical form is longer than its length field can tell, or has a field that lacks what it needs:
    ///   of a later fragment's ports, say, nothing is wrong until the fragment stands before them.
    @inline(__always)
    init(_ scan: borrowing MatchScan, _ bytes: RawSpan, at start: Int) throws(OpenFlowError) {
        let length = Int(bytes.u16(start &+ 2))
        if scan.isCanonical {
            self.init(canonical: MatchBytes(bytes, at: start, count: length), present: scan.present)
        } else {
            self = Self.rebuilt(bytes, start, length)
            guard byteCount <= OpenFlowLimit.messageLength else {
                throw OpenFlowError(offset: start &+ 2, field: "ofp_match.length", rule: .limit)
            }
            guard scan.prerequisites == .ignored || firstWithoutPrerequisite() == nil else {
                throw OpenFlowError(offset: start, field: "ofp_match.oxm_fields", rule: .missingPrerequisite)
            }
        }
    }

    /// Takes the match at `start`, which was checked and is canonical.
    init(canonical bytes: RawSpan, at start: Int) {
        let length = Int(bytes.u16(start + 2))
        var present: UInt128 = 0
        var offset = start + MatchBytes.headerSize
        while offset < start + length {
            present |= MatchField(oxm: bytes, at: offset).map(Self.bit) ?? Self.unnamedBit
            offset += 4 + Int(bytes.u8(offset + 3))
        }
        self.init(canonical: MatchBytes(bytes, at: start, count: length), present: present)
    }

    /// A match of the fields of checked bytes, whatever their order and form.
    @inline(never)
    private static func rebuilt(_ bytes: RawSpan, _ start: Int, _ length: Int) -> FlowMatch {
        var match = FlowMatch()
        // What nobody knows may be thousands of fields: it goes in all at once.
        var unknown: [UInt8] = []
        var offset = start + MatchBytes.headerSize
        while offset < start + length {
            let word = bytes.u32(offset)
            let end = offset + 4 + Int(word & 0xff)
            if let register = ExtendedRegister(headerWord: word) {
                let (value, mask) = bytes.valueAndMask(offset + 4, word, count: register.wordCount * 4)
                for (field, shift) in register.parts {
                    match.add(field, value: value >> shift & 0xffff_ffff, mask: mask >> shift & 0xffff_ffff)
                }
            } else if let field = MatchField(oxm: bytes, at: offset) {
                let headerSize = word >> 16 == 0xffff ? 8 : 4
                let (value, mask) = bytes.valueAndMask(offset + headerSize, word, count: field.byteCount)
                match.add(field, value: value, mask: mask)
            } else if let number = TunnelOption.number(headerWord: word) {
                match.addUnnamed(TunnelOption(checked: bytes, offset..<end, number: number).encoded)
            } else {
                unknown += bytes.array(offset..<end)
            }
            offset = end
        }
        if !unknown.isEmpty { match.addUnnamed(unknown) }
        return match
    }

    private mutating func add(_ field: MatchField, value: UInt128, mask: UInt128) {
        let mask = mask & field.layout.keptMask
        if mask != 0 { insert(field, value: value & mask, mask: mask) }
    }

    /// Geneve options go in the order of their numbers, before what nobody knows: one option, or any number of others.
    mutating func addUnnamed(_ field: [UInt8]) {
        let place = storage.withSpan { bytes in
            var offset = MatchBytes.headerSize
            while offset < storage.count {
                let isBefore =
                    if let other = MatchField(oxm: bytes, at: offset) {
                        other.rawValue <= Self.lastBeforeUnnamed
                    } else if let number = TunnelOption.number(headerWord: field.span.bytes.u32(0)) {
                        TunnelOption.number(headerWord: bytes.u32(offset)).map { $0 < number } ?? false
                    } else {
                        true
                    }
                if !isBefore { break }
                offset += 4 + Int(bytes.u8(offset + 3))
            }
            return offset
        }
        insertUnnamed(field, at: place)
    }

    /// Writes the `ofp_match` with its padding: `byteCount` bytes.
    @inline(__always)
    func copy(to buffer: UnsafeMutableRawBufferPointer) {
        storage.withSpan { bytes in
            bytes.extracting(0..<byteCount).withUnsafeBytes { buffer.copyMemory(from: $0) }
        }
    }

    /// Appends the `ofp_match` with its padding, as Open vSwitch 3.1 would write it.
    ///
    /// - Precondition: the fields fit in 65,531 bytes. Those with a name always do.
    @inline(__always)
    public func encode(into bytes: inout [UInt8]) { storage.append(to: &bytes) }
}

extension RawSpan {
    /// A value at `offset` and the mask behind it, all ones where the header has none.
    func valueAndMask(_ offset: Int, _ headerWord: UInt32, count: Int) -> (value: UInt128, mask: UInt128) {
        let value = unsigned(offset, count: count)
        guard headerWord & FieldHeader.maskBit != 0 else { return (value, .max) }
        return (value, unsigned(offset + count, count: count))
    }
}

/// A register of 64 or 128 bits, which is 32-bit registers side by side, the highest bits first (ovs-fields(7)).
struct ExtendedRegister {
    let wordCount: Int
    let firstRegister: UInt8

    init?(headerWord word: UInt32) {
        let number = UInt8(truncatingIfNeeded: word >> 9) & 0x7f
        switch word >> 16 {
        case 0x8001 where number < 8:
            wordCount = 2
            firstRegister = number * 2
        case 0x0001 where (111...114).contains(number):
            wordCount = 4
            firstRegister = (number - 111) * 4
        default: return nil
        }
    }

    /// Each 32-bit register with the place of its lowest bit.
    var parts: [(field: MatchField, shift: UInt128)] {
        (0..<wordCount).map {
            (.register(firstRegister + UInt8($0)), UInt128((wordCount - 1 - $0) * 32))
        }
    }
}
