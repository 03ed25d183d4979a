import JSONText
import OVSDB
import Testing

@Suite("Table cache")
struct TableCacheTests {
    private static let id = "00000000-0000-0000-0000-000000000001"

    @Test func followsInsertModifyDelete() throws {
        let row = try #require(RowID(Self.id))
        var cache = TableCache()
        #expect(
            try cache.apply(["Port": [Self.id: ["new": ["name": "a", "n": 1]]]])
                == [RowChange(table: "Port", row: row, kind: .inserted)])
        #expect(
            try cache.apply(["Port": [Self.id: ["old": ["n": 1], "new": ["name": "a", "n": 2]]]])
                == [RowChange(table: "Port", row: row, kind: .modified(old: ["n": 1]))])
        #expect(cache.row("Port", row) == ["name": "a", "n": 2])
        #expect(cache.rowCount == 1)
        #expect(
            try cache.apply(["Port": [Self.id: ["old": ["name": "a", "n": 2]]]])
                == [RowChange(table: "Port", row: row, kind: .deleted(old: ["name": "a", "n": 2]))])
        #expect(cache.rowCount == 0)
        #expect(cache.rows("Port").isEmpty)
    }

    @Test(arguments: [
        "[]", #"{"Port":[]}"#, #"{"Port":{"x":{"new":{}}}}"#, #"{"Port":{"\#(id)":{}}}"#, #"{"Port":{"\#(id)":5}}"#,
        #"{"Port":{"\#(id)":{"old":{}}}}"#, #"{"Port":{"\#(id)":{"old":{},"new":{}}}}"#,
    ])
    func refuses(text: String) {
        var cache = TableCache()
        #expect(throws: OVSDBError.malformedUpdate) { try cache.apply(JSONValue(parsing: text)) }
    }
}
