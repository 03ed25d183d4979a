/// The bytes of an `ofp_match`: its header, its fields, and zeros up to a multiple of eight. Twelve words need no
/// allocation, which is enough for nearly every flow (a pair of IPv6 addresses with masks takes ten).
struct MatchBytes: Sendable {
    private static let inlineWords = 12
    /// `OFPMT_OXM`, and the type and length before the fields (OpenFlow 1.3.5 §7.2.3.1).
    static let oxmType: UInt16 = 1
    static let headerSize = 4

    /// Bytes without the padding. The header tells them too.
    private(set) var count: Int
    /// Words as they lie on the wire.
    private var inline = InlineArray<12, UInt64>(repeating: 0)
    /// All of the words, where they are more than fit inline; then `inline` is zero.
    private var heap: [UInt64] = []

    /// A match without a field.
    init() {
        count = Self.headerSize
        inline[0] = Self.header(count: Self.headerSize)
    }

    /// Takes the `count` bytes of a match at `offset`.
    ///
    /// - Precondition: its padding is there, and is zero.
    @inline(__always)
    init(_ bytes: RawSpan, at offset: Int, count: Int) {
        self.count = count
        let words = (count &+ 7) &>> 3
        if words <= Self.inlineWords {
            for index in 0..<words {
                inline[unchecked: index] = bytes.unsafeLoadUnaligned(
                    fromByteOffset: offset &+ index &* 8, as: UInt64.self)
            }
        } else {
            heap = (0..<words).map {
                bytes.unsafeLoadUnaligned(fromByteOffset: offset &+ $0 &* 8, as: UInt64.self)
            }
        }
    }

    private static func header(count: Int) -> UInt64 {
        (UInt64(oxmType) << 48 | UInt64(UInt16(truncatingIfNeeded: count)) << 32).bigEndian
    }

    @inline(__always)
    private var isInline: Bool { heap.isEmpty }

    /// Bytes with the padding.
    @inline(__always)
    var paddedCount: Int { (count &+ 7) & ~7 }

    @inline(__always)
    func withSpan<Result>(_ body: (RawSpan) -> Result) -> Result {
        isInline ? body(inline.span.bytes) : body(heap.span.bytes)
    }

    @inline(__always)
    mutating func withMutableSpan(_ body: (inout MutableRawSpan) -> Void) {
        if isInline {
            var span = inline.mutableSpan
            var bytes = span.mutableBytes
            body(&bytes)
        } else {
            var span = heap.mutableSpan
            var bytes = span.mutableBytes
            body(&bytes)
        }
    }

    @inline(__always)
    func append(to output: inout [UInt8]) {
        if isInline {
            inline.span.bytes.extracting(0..<paddedCount).withUnsafeBytes { output.append(contentsOf: $0) }
        } else {
            heap.withUnsafeBytes { output.append(contentsOf: $0) }
        }
    }

    /// Whether sixteen more bytes fit without moving to the heap.
    @inline(__always)
    var hasInlineRoom: Bool { isInline && count <= Self.inlineWords &* 8 &- 16 }

    /// Puts the first `number` bytes of sixteen, of which the others are zero, behind the last field.
    ///
    /// - Precondition: `hasInlineRoom`.
    @inline(__always)
    mutating func append(_ first: UInt64, _ second: UInt64, _ number: Int) {
        let end = count
        count = end &+ number
        let newCount = UInt16(truncatingIfNeeded: count)
        var span = inline.mutableSpan
        var bytes = span.mutableBytes
        bytes.storeBytes(of: first.bigEndian, toByteOffset: end, as: UInt64.self)
        bytes.storeBytes(of: second.bigEndian, toByteOffset: end &+ 8, as: UInt64.self)
        bytes.storeBytes(of: newCount.bigEndian, toByteOffset: 2, as: UInt16.self)
    }

    /// Makes room for `number` bytes before `offset`; what they hold is not said.
    @inline(__always)
    mutating func makeRoom(_ number: Int, at offset: Int) {
        let end = count
        setCount(end &+ number)
        guard offset < end else { return }
        withMutableSpan { bytes in
            for index in stride(from: end - 1, through: offset, by: -1) {
                bytes.storeBytes(of: bytes.bytes.u8(index), toByteOffset: index + number, as: UInt8.self)
            }
        }
    }

    mutating func remove(_ number: Int, at offset: Int) {
        let end = count
        withMutableSpan { bytes in
            for index in offset..<(end - number) {
                bytes.storeBytes(of: bytes.bytes.u8(index + number), toByteOffset: index, as: UInt8.self)
            }
            for index in (end - number)..<end { bytes.storeBytes(of: 0, toByteOffset: index, as: UInt8.self) }
        }
        setCount(end - number)
    }

    /// Makes the storage as large as `newCount` bytes want it, and tells the header. What is freed is zero already.
    @inline(__always)
    private mutating func setCount(_ newCount: Int) {
        count = newCount
        let words = (newCount &+ 7) &>> 3
        if !isInline || words > Self.inlineWords { resize(words) }
        withMutableSpan { bytes in
            bytes.storeBytes(
                of: UInt16(truncatingIfNeeded: newCount).bigEndian, toByteOffset: 2, as: UInt16.self)
        }
    }

    /// Moves the words between the inline storage and the heap, so that equal matches are stored alike.
    @inline(never)
    private mutating func resize(_ words: Int) {
        if isInline { heap = (0..<Self.inlineWords).map { inline[$0] } }
        while heap.count > words { heap.removeLast() }
        while heap.count < words { heap.append(0) }
        inline = InlineArray(repeating: 0)
        guard words <= Self.inlineWords else { return }
        for (index, word) in heap.enumerated() { inline[index] = word }
        heap = []
    }
}

extension MatchBytes: Hashable {
    static func == (left: MatchBytes, right: MatchBytes) -> Bool {
        guard left.count == right.count else { return false }
        guard left.isInline else { return left.heap == right.heap }
        for index in 0..<inlineWords where left.inline[index] != right.inline[index] { return false }
        return true
    }

    func hash(into hasher: inout Hasher) {
        withSpan { bytes in
            for offset in stride(from: 0, to: paddedCount, by: 8) { hasher.combine(bytes.u64(offset)) }
        }
    }
}
