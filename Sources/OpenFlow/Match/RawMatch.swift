/// A match without the header and padding of an `ofp_match`, as properties of Open vSwitch's extensions hold it.
enum RawMatch {
    private static let headerSize = 4

    /// Reads the fields that fill `range`. They are facts about a packet, so that no prerequisites are asked for.
    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> FlowMatch {
        // Built up as an ofp_match, since a match is read from nothing else; the offsets of errors are moved back.
        var match: [UInt8] = []
        match.reserveCapacity(range.count + headerSize + 8)
        match.put(UInt16(1))
        match.put(UInt16(truncatingIfNeeded: headerSize + range.count))
        match.append(contentsOf: bytes.array(range))
        match.padToEight(since: 0)
        do {
            let whole = match.span.bytes
            return try FlowMatch.decode(whole, 0..<whole.byteCount, prerequisites: .ignored).match
        } catch {
            throw OpenFlowError(
                scope: error.scope, offset: error.offset - headerSize + range.lowerBound, field: error.field,
                rule: error.rule)
        }
    }

    static func encode(_ match: FlowMatch, into bytes: inout [UInt8]) {
        var whole: [UInt8] = []
        match.encode(into: &whole)
        bytes.append(contentsOf: whole[headerSize..<match.unpaddedByteCount])
    }
}
