/// A flow as it lies on the wire: numbers in fixed places, then a match, then instructions, in canonical form. Flow-mod
/// and flow statistics differ only in the numbers.
///
/// One array holds all of it, so that decoding is a check and a copy, encoding is a copy, and a flow is moved as a
/// reference. The entries of one message share one array: an entry that is kept keeps the bytes of its message.
struct FlowBytes: Sendable {
    private var storage: [UInt8]
    /// Where the flow is in the storage.
    private var start: UInt32
    private var end: UInt32

    @inline(__always)
    private init(_ storage: [UInt8], _ range: Range<Int>) {
        self.storage = storage
        start = UInt32(truncatingIfNeeded: range.lowerBound)
        end = UInt32(truncatingIfNeeded: range.upperBound)
    }

    @inline(__always)
    private init(_ storage: [UInt8]) { self.init(storage, 0..<storage.count) }

    /// Numbers, eight bytes each, and what comes behind them.
    @inline(__always)
    init<let count: Int>(
        _ prefix: InlineArray<count, UInt64>, match: borrowing FlowMatch, instructions: borrowing InstructionList
    ) {
        let matchStart = count &* 8
        let instructionStart = matchStart &+ match.byteCount
        let size = instructionStart &+ instructions.byteCount
        // Put together on the stack: an array that grows in three steps takes twice as long.
        let bytes = withUnsafeTemporaryAllocation(byteCount: size, alignment: 8) { buffer in
            for index in 0..<count {
                buffer.storeBytes(of: prefix[index].bigEndian, toByteOffset: index &* 8, as: UInt64.self)
            }
            match.copy(to: UnsafeMutableRawBufferPointer(rebasing: buffer[matchStart..<instructionStart]))
            instructions.copy(to: UnsafeMutableRawBufferPointer(rebasing: buffer[instructionStart...]))
            return [UInt8](buffer)
        }
        self.init(bytes)
    }

    /// Reads match and instructions behind `prefix` bytes of numbers, up to the end of `range`.
    ///
    /// - Parameters:
    ///   - table: the flow's own, which a goto has to go beyond.
    ///   - judgesActions: whether prerequisites of actions are held against the match. Open vSwitch tells of flows of other
    ///     versions of OpenFlow that it would not take in this one.
    ///   - shared: an array with the same bytes as `bytes` from `origin` on, where there is one; else one is made.
    /// - Throws: what a switch would refuse.
    @inline(__always)
    init(
        _ bytes: RawSpan, _ range: Range<Int>, prefix: Int, table: UInt8, judgesActions: Bool, shared: [UInt8]? = nil,
        origin: Int = 0
    ) throws(OpenFlowError) {
        var scan = MatchScan(prerequisites: .checked)
        let matchStart = range.lowerBound &+ prefix
        let matchEnd = try scan.match(bytes, matchStart..<range.upperBound)
        try scan.checkConnection(matchStart)
        let facts = judgesActions ? scan.facts : nil
        let isCanonical = try InstructionList.check(bytes, matchEnd..<range.upperBound, facts: facts, table: table)
        if scan.isCanonical && isCanonical {
            if let shared {
                self.init(shared, (range.lowerBound &- origin)..<(range.upperBound &- origin))
            } else {
                self.init(bytes.array(range))
            }
        } else {
            self = try Self.rebuilt(bytes, range, prefix, matchEnd, scan, facts)
        }
    }

    @inline(never)
    private static func rebuilt(
        _ bytes: RawSpan, _ range: Range<Int>, _ prefix: Int, _ matchEnd: Int, _ scan: MatchScan, _ facts: PacketFacts?
    ) throws(OpenFlowError) -> FlowBytes {
        var rebuilt = bytes.array(range.lowerBound..<(range.lowerBound + prefix))
        try FlowMatch(scan, bytes, at: range.lowerBound + prefix).encode(into: &rebuilt)
        InstructionList(checked: bytes, matchEnd..<range.upperBound, facts: facts).encode(into: &rebuilt)
        guard rebuilt.count <= OpenFlowLimit.messageLength else {
            throw OpenFlowError(offset: range.lowerBound, field: "flow", rule: .limit)
        }
        return FlowBytes(rebuilt)
    }

    @inline(__always)
    var count: Int { Int(end &- start) }

    @inline(__always)
    func u8(_ offset: Int) -> UInt8 { storage.span.bytes.u8(Int(start) &+ offset) }

    @inline(__always)
    func u16(_ offset: Int) -> UInt16 { storage.span.bytes.u16(Int(start) &+ offset) }

    @inline(__always)
    func u32(_ offset: Int) -> UInt32 { storage.span.bytes.u32(Int(start) &+ offset) }

    @inline(__always)
    func u64(_ offset: Int) -> UInt64 { storage.span.bytes.u64(Int(start) &+ offset) }

    @inline(__always)
    mutating func put<Number: FixedWidthInteger & BitwiseCopyable>(_ number: Number, at offset: Int) {
        if count != storage.count { self = FlowBytes(Array(storage[Int(start)..<Int(end)])) }
        let place = Int(start) &+ offset
        var span = storage.mutableSpan
        var raw = span.mutableBytes
        raw.storeBytes(of: number.bigEndian, toByteOffset: place, as: Number.self)
    }

    @inline(__always)
    func encode(into bytes: inout [UInt8]) {
        if count == storage.count {
            bytes.append(contentsOf: storage)
        } else {
            storage.span.bytes.extracting(Int(start)..<Int(end)).withUnsafeBytes { bytes.append(contentsOf: $0) }
        }
    }

    /// Where the instructions begin in the storage. `ofp_match` tells its length without its padding.
    private func matchEnd(prefix: Int) -> Int { Int(start) + prefix + (Int(u16(prefix + 2)) + 7) & ~7 }

    func match(prefix: Int) -> FlowMatch { FlowMatch(canonical: storage.span.bytes, at: Int(start) + prefix) }

    mutating func setMatch(_ match: FlowMatch, prefix: Int) {
        var bytes = Array(storage[Int(start)..<(Int(start) + prefix)])
        match.encode(into: &bytes)
        bytes += storage[matchEnd(prefix: prefix)..<Int(end)]
        self = FlowBytes(bytes)
    }

    func instructions(prefix: Int) -> InstructionList {
        InstructionList(canonical: storage.span.bytes.array(matchEnd(prefix: prefix)..<Int(end)))
    }

    mutating func setInstructions(_ instructions: InstructionList, prefix: Int) {
        var bytes = Array(storage[Int(start)..<matchEnd(prefix: prefix)])
        instructions.encode(into: &bytes)
        self = FlowBytes(bytes)
    }

    /// The same match and instructions behind other numbers, zero at first.
    func replacingPrefix(_ old: Int, by new: Int) -> FlowBytes {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(new + count - old)
        bytes.putZeros(new)
        bytes += storage[(Int(start) + old)..<Int(end)]
        return FlowBytes(bytes)
    }
}

extension FlowBytes: Hashable {
    static func == (left: FlowBytes, right: FlowBytes) -> Bool {
        left.storage[Int(left.start)..<Int(left.end)] == right.storage[Int(right.start)..<Int(right.end)]
    }

    func hash(into hasher: inout Hasher) {
        storage.span.bytes.extracting(Int(start)..<Int(end)).withUnsafeBytes { hasher.combine(bytes: $0) }
    }
}
