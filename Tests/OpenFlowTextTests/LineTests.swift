import OpenFlow
import OpenFlowText
import Testing

@Suite("Lines of text")
struct LineTests {
    private func lines(_ text: String, limit: Int, piece: Int) -> [String] {
        var lines = TextLines(limit: limit)
        var found: [TextLines.Line] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: piece) {
            lines.append(bytes[start..<min(start + piece, bytes.count)])
            while let line = lines.next() { found.append(line) }
        }
        if let line = lines.finish() { found.append(line) }
        return found.map { "\($0.number) " + ($0.bytes.map { String(decoding: $0, as: UTF8.self) } ?? "too long") }
    }

    @Test(arguments: [1, 2, 5, 100])
    func anySlicing(piece: Int) {
        #expect(lines("a\nbc\r\n\nlast", limit: 4, piece: piece) == ["1 a", "2 bc", "3 ", "4 last"])
        #expect(lines("12345\nab\n", limit: 4, piece: piece) == ["1 too long", "2 ab"])
        #expect(lines("ab\n123456", limit: 4, piece: piece) == ["1 ab", "2 too long"])
        #expect(lines("", limit: 4, piece: piece).isEmpty)
    }

    private func line(_ text: String) -> HexLine { HexLine(Array(text.utf8)) }

    @Test func hexadecimalLines() throws {
        let hello = HexLine.message(try MessageText(decoding: [4, 0, 0, 8, 0, 0, 0, 1]))
        #expect(line("0400000800000001") == hello)
        #expect(line("04:00:00:08 00 00 00 01  ") == hello)
        #expect(line("# a remark") == .empty)
        #expect(line("  \t") == .empty)
        #expect(line("040") == .notHexadecimal(at: nil))
        #expect(line("04 0x") == .notHexadecimal(at: 4))
        guard case .refused(let refused) = line("0400000900000001") else {
            Issue.record("a length that is wrong is refused")
            return
        }
        #expect(
            String(decoding: refused.json, as: UTF8.self)
                == #"{"error":{"offset":2,"field":"ofp_header.length","rule":"bad_length"},"hex":"0400000900000001"}"#)
    }
}
