/// A flow as it lies on the wire: numbers in fixed places, then a match, then instructions, in canonical form. Flow-mod
/// and flow statistics differ only in the numbers.
///
/// One array holds all of it, so that decoding is a check and a copy, encoding is a copy, and a flow is moved as a
/// reference.
struct FlowBytes: Hashable, Sendable {
    private(set) var bytes: [UInt8]

    /// Numbers, eight bytes each, and what comes behind them.
    @inline(__always)
    init<let count: Int>(_ prefix: InlineArray<count, UInt64>, match: FlowMatch, instructions: InstructionList) {
        bytes = []
        bytes.reserveCapacity(count &* 8 &+ match.byteCount &+ instructions.byteCount)
        var wire = prefix
        for index in prefix.indices { wire[index] = prefix[index].bigEndian }
        Swift.withUnsafeBytes(of: wire) { bytes.append(contentsOf: $0) }
        match.encode(into: &bytes)
        instructions.encode(into: &bytes)
    }

    /// Reads match and instructions behind `prefix` bytes of numbers, up to the end of `range`.
    ///
    /// - Throws: what a switch would refuse; `table` is the flow's own, which a goto has to go beyond.
    @inline(__always)
    init(
        _ bytes: RawSpan, _ range: Range<Int>, prefix: Int, prerequisites: FlowMatch.Prerequisites, table: UInt8
    ) throws(OpenFlowError) {
        var scan = MatchScan(prerequisites: prerequisites)
        let start = range.lowerBound &+ prefix
        let end = try scan.match(bytes, start..<range.upperBound)
        try scan.checkConnection(start)
        // Where the match is not held against prerequisites, the actions are not either.
        let facts = prerequisites == .checked ? scan.facts : nil
        let isCanonical = try InstructionList.check(bytes, end..<range.upperBound, facts: facts, table: table)
        if scan.isCanonical && isCanonical {
            self.bytes = bytes.array(range)
        } else {
            self.bytes = Self.rebuilt(bytes, range, prefix, end, scan, facts)
        }
    }

    @inline(never)
    private static func rebuilt(
        _ bytes: RawSpan, _ range: Range<Int>, _ prefix: Int, _ end: Int, _ scan: MatchScan,
        _ facts: PacketFacts?
    ) -> [UInt8] {
        var rebuilt = bytes.array(range.lowerBound..<(range.lowerBound + prefix))
        FlowMatch(scan, bytes, at: range.lowerBound + prefix).encode(into: &rebuilt)
        InstructionList(checked: bytes, end..<range.upperBound, facts: facts).encode(into: &rebuilt)
        return rebuilt
    }

    @inline(__always)
    func u8(_ offset: Int) -> UInt8 { bytes[offset] }

    @inline(__always)
    func u16(_ offset: Int) -> UInt16 { bytes.span.bytes.u16(offset) }

    @inline(__always)
    func u32(_ offset: Int) -> UInt32 { bytes.span.bytes.u32(offset) }

    @inline(__always)
    func u64(_ offset: Int) -> UInt64 { bytes.span.bytes.u64(offset) }

    @inline(__always)
    mutating func put<Number: FixedWidthInteger & BitwiseCopyable>(_ number: Number, at offset: Int) {
        var span = bytes.mutableSpan
        var raw = span.mutableBytes
        raw.storeBytes(of: number.bigEndian, toByteOffset: offset, as: Number.self)
    }

    /// Where the instructions begin. `ofp_match` tells its length without its padding.
    func matchEnd(prefix: Int) -> Int { prefix + (Int(u16(prefix + 2)) + 7) & ~7 }

    func match(prefix: Int) -> FlowMatch { FlowMatch(canonical: bytes.span.bytes, at: prefix) }

    mutating func setMatch(_ match: FlowMatch, prefix: Int) {
        var encoded: [UInt8] = []
        match.encode(into: &encoded)
        bytes.replaceSubrange(prefix..<matchEnd(prefix: prefix), with: encoded)
    }

    func instructions(prefix: Int) -> InstructionList {
        InstructionList(canonical: bytes.span.bytes.array(matchEnd(prefix: prefix)..<bytes.count))
    }

    mutating func setInstructions(_ instructions: InstructionList, prefix: Int) {
        bytes.removeSubrange(matchEnd(prefix: prefix)...)
        instructions.encode(into: &bytes)
    }

    /// The same match and instructions behind other numbers, zero at first.
    func replacingPrefix(_ old: Int, by new: Int) -> FlowBytes {
        var copy = self
        copy.bytes.replaceSubrange(..<old, with: repeatElement(0, count: new))
        return copy
    }
}
