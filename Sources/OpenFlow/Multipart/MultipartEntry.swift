/// One of the structures that fill the body of a multipart message, whose end it knows itself.
protocol MultipartEntry {
    /// Reads the structure at the start of `range` and gives the offset after it, which is beyond the start.
    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> (Self, end: Int)

    func encode(into bytes: inout [UInt8])
}

extension MultipartEntry {
    /// Reads structures until the end of `range`.
    static func decodeList(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> [Self] {
        var entries: [Self] = []
        var offset = range.lowerBound
        while offset < range.upperBound {
            let (entry, end) = try decode(bytes, offset..<range.upperBound)
            entries.append(entry)
            offset = end
        }
        return entries
    }

    static func encode(_ entries: [Self], into bytes: inout [UInt8]) {
        for entry in entries { entry.encode(into: &bytes) }
    }
}
