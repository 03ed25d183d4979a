/// The type and extent of a property, as OpenFlow 1.3's table features and the extensions of Open vSwitch lay it out: a
/// type, a length that counts this header and not the padding, the payload, and zeros up to a multiple of eight bytes.
struct PropertyHeader {
    private static let size = 4

    let type: UInt16
    let payload: Range<Int>
    /// After the padding.
    let end: Int

    /// Reads the header at the start of `range`; the payload and its padding lie within `range`.
    static func decode(_ bytes: RawSpan, _ range: Range<Int>, _ field: String) throws(OpenFlowError) -> PropertyHeader {
        try require(size, in: range, field)
        let start = range.lowerBound
        let length = Int(bytes.u16(start + 2))
        let padded = (length + 7) & ~7
        guard length >= size, padded <= range.count else {
            throw OpenFlowError(offset: start + 2, field: field, rule: .badLength)
        }
        return PropertyHeader(
            type: bytes.u16(start), payload: (start + size)..<(start + length), end: start + padded)
    }

    /// The payload behind the four bytes that align nested properties.
    func nested(_ field: String) throws(OpenFlowError) -> Range<Int> {
        try require(4, in: payload, field)
        return (payload.lowerBound + 4)..<payload.upperBound
    }
}

extension [UInt8] {
    /// Appends a property's header and gives where it starts, for `endProperty`.
    mutating func startProperty(_ type: UInt16) -> Int {
        let start = count
        put(type)
        put(UInt16(0))
        return start
    }

    /// Appends a property's header and the zeros that align nested properties.
    mutating func startNestedProperty(_ type: UInt16) -> Int {
        let start = startProperty(type)
        putZeros(4)
        return start
    }

    /// Writes the length of the property that starts at `start`, and its padding.
    mutating func endProperty(_ start: Int) {
        patch(count - start, at: start + 2)
        padToEight(since: start)
    }

    mutating func putProperty(_ type: UInt16, _ payload: [UInt8]) {
        let start = startProperty(type)
        append(contentsOf: payload)
        endProperty(start)
    }

    /// Appends a number of 16 bits, with zeros after it that the length counts, as Open vSwitch writes it.
    mutating func putProperty(_ type: UInt16, _ value: UInt16) { putProperty(type, UInt32(value) << 16) }

    mutating func putProperty(_ type: UInt16, _ value: UInt32) {
        let start = startProperty(type)
        put(value)
        endProperty(start)
    }
}
