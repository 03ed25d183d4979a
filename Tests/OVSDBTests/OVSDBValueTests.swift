import JSONText
import OVSDB
import Testing

@Suite("OVSDB values")
struct OVSDBValueTests {
    private static let uuid = "550e8400-e29b-41d4-a716-446655440000"

    /// What a server may send, and how we write the same value.
    @Test(arguments: [
        ("5", "5"), ("1.5", "1.5"), ("true", "true"), (#""x""#, #""x""#),
        (#"["uuid","\#(uuid)"]"#, #"["uuid","\#(uuid)"]"#),
        (#"["named-uuid","row0"]"#, #"["named-uuid","row0"]"#), (#"["set",[]]"#, #"["set",[]]"#),
        (#"["set",[7]]"#, "7"),
        (#"["set",["b","a"]]"#, #"["set",["a","b"]]"#), (#"["map",[]]"#, #"["map",[]]"#),
        (#"["map",[["k2","v"],["k1",3]]]"#, #"["map",[["k1",3],["k2","v"]]]"#),
    ])
    func readsAndWrites(text: String, canonical: String) throws {
        let value = try OVSDBValue(json: JSONValue(parsing: text))
        #expect(value.json.text == canonical)
        #expect(try OVSDBValue(json: value.json) == value)
    }

    @Test(arguments: [
        "null", "{}", "[]", #"["set"]"#, #"["set",[["set",[]]]]"#, #"["set",[1,1]]"#, #"["map",[["a",1],["a",2]]]"#,
        #"["map",[["a"]]]"#, #"["map",["a"]]"#, #"["uuid","550e8400"]"#, #"["uuid",5]"#, #"["other","x"]"#,
        #"["other",[]]"#,
    ])
    func refuses(text: String) {
        #expect(throws: OVSDBError.malformedValue) { try OVSDBValue(json: JSONValue(parsing: text)) }
    }

    @Test func messagesKeepTheirKind() throws {
        let messages: [RPCMessage] = [
            .request(id: 1, method: "echo", params: [1]), .notification(method: "update", params: []),
            .reply(id: "x", result: [], error: nil), .reply(id: 1, result: nil, error: "no"),
        ]
        for message in messages { #expect(try RPCMessage(json: JSONValue(parsing: message.bytes)) == message) }
        let refused: [JSONValue] = [
            [], [:], ["id": 1], ["id": 1, "method": 5, "params": []], ["id": 1, "method": "echo"],
            ["id": nil, "result": 1, "error": nil], ["id": 1, "method": "m", "params": [], "result": 1],
        ]
        for json in refused { #expect(throws: OVSDBError.malformedMessage) { try RPCMessage(json: json) } }
    }

    @Test func operationsAreWrittenAsTheSpecificationSays() {
        let table: [(OVSDB.Operation, String)] = [
            (.abort, #"{"op":"abort"}"#), (.comment("c"), #"{"comment":"c","op":"comment"}"#),
            (
                .select(table: "T", where: [Condition("a", .notEqual, 1)], columns: ["b"]),
                #"{"columns":["b"],"op":"select","table":"T","where":[["a","!=",1]]}"#
            ),
            (.delete(table: "T", where: []), #"{"op":"delete","table":"T","where":[]}"#),
            (
                .wait(table: "T", where: [], columns: ["a"], equal: false, rows: [["a": 1]], timeout: 5),
                #"{"columns":["a"],"op":"wait","rows":[{"a":1}],"table":"T","timeout":5,"until":"!=","where":[]}"#
            ),
        ]
        for (operation, text) in table { #expect(operation.json.text == text) }
    }

    @Test func guardsComeBeforeWhatTheyGuard() {
        let row = RowID(high: 1, low: 2)
        var transaction = Transaction()
        let name = transaction.insert("T", ["a": 1])
        transaction.verify("R", row, has: ["b": 2])
        transaction.mutate("R", row, [Mutation("s", .insert, .atom(name))])
        transaction.verify("R", row, has: ["b": 2])
        #expect(transaction.params.map { $0["op"]?.string ?? "" } == ["", "wait", "insert", "mutate"])
        #expect(transaction.params[3]["mutations"]?.text == #"[["s","insert",["named-uuid","row0"]]]"#)
    }
}
