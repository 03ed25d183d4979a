import JSONText
import OVSDB
import Testing

@Suite("OVSDB session")
struct OVSDBSessionTests {
    private static let root = "00000000-0000-0000-0000-000000000001"
    private static let second: Int64 = 1_000_000_000

    private static func rootRow(_ system: String) -> JSONValue {
        ["bridges": ["set", []], "external_ids": ["map", [["system-id", .string(system)]]], "ovs_version": "3.1.0"]
    }

    private static func update(_ rows: JSONValue) -> JSONValue {
        RPCMessage.notification(method: "update", params: ["monitor", ["Open_vSwitch": [root: rows]]]).json
    }

    private static func live() -> OVSDBSession {
        var session = OVSDBSession()
        _ = session.connected(now: 0)
        let tables: JSONValue = ["Open_vSwitch": [root: ["new": rootRow("node-1")]]]
        _ = session.receive(RPCMessage.reply(id: "monitor", result: tables, error: nil).json, now: 0)
        return session
    }

    private static func sent(_ actions: [OVSDBSession.Action]) -> [JSONValue] {
        actions.compactMap { action in
            guard case .send(let bytes) = action else { return nil }
            return try? JSONValue(parsing: bytes)
        }
    }

    @Test func monitorsThenReportsTheFirstViewAndChanges() {
        var session = OVSDBSession()
        let hello = Self.sent(session.connected(now: 0))
        #expect(hello.map { $0["method"]?.string } == ["monitor"])
        #expect(hello.first?["params"]?[2]?["Bridge"]?["columns"]?.array?.contains("fail_mode") == true)
        session = Self.live()
        #expect(session.isLive)
        #expect(session.snapshot?.systemID == "node-1")
        let same = Self.update(["old": ["ovs_version": "3.1.0"], "new": Self.rootRow("node-1")])
        #expect(session.receive(same, now: 1).isEmpty)
        let other = Self.update(["old": ["ovs_version": "3.1.0"], "new": Self.rootRow("node-2")])
        guard case .changed(let view) = session.receive(other, now: 2).first else {
            Issue.record("no change was reported")
            return
        }
        #expect(view.systemID == "node-2")
    }

    @Test func answersEchoAndOtherRequests() {
        var session = Self.live()
        let echo = RPCMessage.request(id: "e", method: "echo", params: [1, "x"]).json
        #expect(
            session.receive(echo, now: 1)
                == [.send(RPCMessage.reply(id: "e", result: [1, "x"], error: nil).bytes)])
        let strange = Self.sent(session.receive(RPCMessage.request(id: 9, method: "steal", params: []).json, now: 1))
        #expect(strange.first?["error"]?.isNull == false)
    }

    @Test func asksAfterFiveSecondsAndClosesAfterFifteen() {
        var session = Self.live()
        #expect(session.tick(now: 4 * Self.second).isEmpty)
        #expect(Self.sent(session.tick(now: 5 * Self.second)).map { $0["method"]?.string } == ["echo"])
        #expect(session.tick(now: 6 * Self.second).isEmpty)
        #expect(
            session.receive(RPCMessage.reply(id: "echo", result: [], error: nil).json, now: 7 * Self.second).isEmpty)
        #expect(!session.tick(now: 12 * Self.second).isEmpty)
        #expect(session.tick(now: 22 * Self.second) == [.close(.silent)])
        #expect(session.tick(now: 60 * Self.second).isEmpty)
    }

    @Test func transactionsEndOnce() {
        var session = Self.live()
        var transaction = Transaction()
        _ = transaction.insert("Bridge", ["name": "b"])
        let call = Self.sent(session.transact(transaction, token: 70))
        let result: JSONValue = [["uuid": ["uuid", .string(Self.root)]]]
        let reply = RPCMessage.reply(id: call.first?["id"] ?? nil, result: result, error: nil).json
        let row = RowID(Self.root)
        #expect(
            session.receive(reply, now: 1)
                == [.transactionFinished(token: 70, .success([OperationResult(row: row)]))])
        #expect(session.receive(reply, now: 2).isEmpty)
        _ = session.transact(transaction, token: 71)
        #expect(session.disconnected() == [.transactionFinished(token: 71, .failure(.connectionLost))])
        #expect(session.transact(transaction, token: 72) == [.transactionFinished(token: 72, .failure(.notSent))])
    }

    @Test(arguments: [
        (#"[{},{"error":"timed out"}]"#, TransactionFailure.refused(operation: 1, error: "timed out", details: "")),
        (
            #"[{},{},{"error":"constraint violation","details":"d"}]"#,
            .refused(operation: nil, error: "constraint violation", details: "d")
        ),
        ("[{}]", .malformedReply), ("{}", .malformedReply), (#"[{"count":"x"},{}]"#, .malformedReply),
    ])
    func failuresAreTold(result: String, failure: TransactionFailure) throws {
        var session = Self.live()
        var transaction = Transaction()
        transaction.append(.comment("a"))
        transaction.append(.comment("b"))
        _ = session.transact(transaction, token: 5)
        let reply = RPCMessage.reply(id: 1, result: try JSONValue(parsing: result), error: nil).json
        #expect(session.receive(reply, now: 1) == [.transactionFinished(token: 5, .failure(failure))])
    }

    @Test func outstandingTransactionsAreBounded() {
        var session = Self.live()
        for token in 0..<OVSDBSession.transactionLimit {
            #expect(Self.sent(session.transact(Transaction(), token: token)).count == 1)
        }
        #expect(session.transact(Transaction(), token: 99) == [.transactionFinished(token: 99, .failure(.notSent))])
    }

    @Test func violationsClose() {
        var session = Self.live()
        #expect(session.receive(["id": 5], now: 1) == [.close(.violation(.malformedMessage))])
        session = Self.live()
        #expect(
            session.receive(Self.update(["new": Self.rootRow("x")]), now: 1) == [.close(.violation(.malformedUpdate))])
        session = OVSDBSession()
        _ = session.connected(now: 0)
        let refusal = RPCMessage.reply(id: "monitor", result: nil, error: ["error": "unknown database"]).json
        #expect(session.receive(refusal, now: 1) == [.close(.monitorRefused("unknown database"))])
    }
}
