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
            try cache.apply(["Port": [Self.id: ["new": ["name": "a", "interfaces": 1]]]])
                == [RowChange(table: "Port", row: row, kind: .inserted)])
        #expect(
            try cache.apply(["Port": [Self.id: ["old": ["interfaces": 1], "new": ["name": "a", "interfaces": 2]]]])
                == [RowChange(table: "Port", row: row, kind: .modified(old: ["interfaces": 1]))])
        #expect(cache.row("Port", row) == ["name": "a", "interfaces": 2])
        #expect(cache.rowCount == 1)
        #expect(
            try cache.apply(["Port": [Self.id: ["old": ["name": "a", "interfaces": 2]]]])
                == [RowChange(table: "Port", row: row, kind: .deleted(old: ["name": "a", "interfaces": 2]))])
        #expect(cache.rowCount == 0)
        #expect(cache.rows("Port").isEmpty)
    }

    /// A peer that sends what nobody asked for fills no memory.
    @Test func leavesColumnsThatAreNotMonitored() throws {
        let row = try #require(RowID(Self.id))
        var cache = TableCache()
        _ = try cache.apply(["Port": [Self.id: ["new": ["name": "a", "statistics": 1]]]])
        #expect(cache.row("Port", row) == ["name": "a"])
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
