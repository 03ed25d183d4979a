public import JSONText

/// The client's side of one OVSDB connection: keeps a copy of the switch configuration and sends transactions.
///
/// ovsdb-server dials in (`ovs-vsctl set-manager tcp:…`) yet serves, so we speak first. The owner of the socket frames
/// the bytes with `JSONFramer`, hands each value to `receive`, calls `tick` about once a second, and carries out the
/// actions in order. Times are nanoseconds of a clock that never goes back.
public struct OVSDBSession: Sendable {
    public enum Action: Hashable, Sendable {
        case send([UInt8])
        /// The first complete view.
        case snapshot(OpenVSwitchSnapshot)
        /// The view after an update; not given where nothing that we read has changed.
        case changed(OpenVSwitchSnapshot)
        case transactionFinished(token: Int, Result<[OperationResult], TransactionFailure>)
        case close(CloseReason)
    }

    public enum CloseReason: Hashable, Sendable {
        /// Nothing came for `OVSDBSession.closeAfter`.
        case silent
        /// The peer said what the protocol doesn't allow.
        case violation(OVSDBError)
        /// The peer has no database Open_vSwitch, or not the columns that we read; with its own words.
        case monitorRefused(String)
    }

    private enum Phase: Sendable {
        /// Before `connected`; goes to monitoring.
        case idle
        /// The monitor request is under way; goes to live with its reply.
        case monitoring
        /// The cache is complete; goes to closed.
        case live
        /// Nothing more is sent or taken.
        case closed
    }

    private struct Pending: Sendable {
        var token: Int
        var operations: Int
    }

    /// Silence after which we ask whether the peer lives: 5 s.
    public static let echoAfter: Int64 = 5_000_000_000
    /// Silence after which the connection counts as dead: 15 s.
    public static let closeAfter: Int64 = 15_000_000_000
    /// Transactions that may await their replies at once.
    public static let transactionLimit = 32

    private static let monitorID: JSONValue = "monitor"
    private static let echoID: JSONValue = "echo"

    private var phase = Phase.idle
    private var lastHeard: Int64 = 0
    private var connectedAt: Int64 = 0
    private var echoSent = false
    private var nextID: Int64 = 1
    private var pending: [Int64: Pending] = [:]
    private var cache = TableCache()
    /// What was last reported.
    public private(set) var snapshot: OpenVSwitchSnapshot?

    public init() {}

    /// True once the first view is complete and until the session ends.
    public var isLive: Bool {
        if case .live = phase { true } else { false }
    }

    /// The connection stands: asks for the tables. Anything but the first call does nothing.
    public mutating func connected(now: Int64) -> [Action] {
        guard case .idle = phase else { return [] }
        phase = .monitoring
        lastHeard = now
        connectedAt = now
        let params: [JSONValue] = [
            .string(OpenVSwitchSchema.database), Self.monitorID, OpenVSwitchSchema.monitorRequests,
        ]
        return [.send(RPCMessage.request(id: Self.monitorID, method: "monitor", params: params).bytes)]
    }

    /// Takes one message.
    public mutating func receive(_ json: JSONValue, now: Int64) -> [Action] {
        switch phase {
        case .idle, .closed: return []
        case .monitoring, .live: break
        }
        lastHeard = now
        echoSent = false
        do throws(OVSDBError) {
            return try handle(RPCMessage(json: json))
        } catch {
            return close(.violation(error))
        }
    }

    /// Time has passed.
    public mutating func tick(now: Int64) -> [Action] {
        switch phase {
        case .idle, .closed: return []
        case .monitoring, .live: break
        }
        // A peer that talks but never answers is no database.
        if case .monitoring = phase, now &- connectedAt >= Self.closeAfter { return close(.silent) }
        let silence = now &- lastHeard
        if silence >= Self.closeAfter { return close(.silent) }
        guard silence >= Self.echoAfter, !echoSent else { return [] }
        echoSent = true
        return [.send(RPCMessage.request(id: Self.echoID, method: "echo", params: []).bytes)]
    }

    /// Sends a transaction; its outcome comes with the same token. Tokens are the caller's.
    public mutating func transact(_ transaction: Transaction, token: Int) -> [Action] {
        guard isLive, pending.count < Self.transactionLimit else {
            return [.transactionFinished(token: token, .failure(.notSent))]
        }
        let id = nextID
        nextID += 1
        pending[id] = Pending(token: token, operations: transaction.operations.count)
        return [.send(RPCMessage.request(id: .integer(id), method: "transact", params: transaction.params).bytes)]
    }

    /// The connection is gone: every transaction under way ends as lost. The session is of no further use.
    public mutating func disconnected() -> [Action] {
        phase = .closed
        let lost = pending.sorted { $0.key < $1.key }
        pending = [:]
        return lost.map { .transactionFinished(token: $0.value.token, .failure(.connectionLost)) }
    }

    private mutating func close(_ reason: CloseReason) -> [Action] { disconnected() + [.close(reason)] }
}

// MARK: Messages

extension OVSDBSession {
    private mutating func handle(_ message: RPCMessage) throws(OVSDBError) -> [Action] {
        switch message {
        case .request(let id, let method, let params):
            let reply: RPCMessage =
                method == "echo"
                ? .reply(id: id, result: .array(params), error: nil)
                : .reply(id: id, result: nil, error: ["error": "unknown method"])
            return [.send(reply.bytes)]
        case .notification(let method, let params):
            // `locked` and `stolen` answer requests that we never make.
            return method == "update" ? try update(params) : []
        case .reply(let id, let result, let error):
            if id == Self.monitorID { return try monitored(result: result, error: error) }
            guard case .integer(let number) = id, let call = pending.removeValue(forKey: number) else { return [] }
            let outcome = Transaction.outcome(operations: call.operations, result: result, error: error)
            return [.transactionFinished(token: call.token, outcome)]
        }
    }

    private mutating func monitored(result: JSONValue, error: JSONValue) throws(OVSDBError) -> [Action] {
        guard case .monitoring = phase else { throw .malformedMessage }
        guard error.isNull else {
            return close(.monitorRefused(error["details"]?.string ?? error["error"]?.string ?? error.text))
        }
        try cache.apply(result)
        phase = .live
        snapshot = OpenVSwitchRows(cache).snapshot
        // A database that no `ovs-vsctl init` has touched has no row yet; its first update will be the first view.
        return snapshot.map { [.snapshot($0)] } ?? []
    }

    private mutating func update(_ params: [JSONValue]) throws(OVSDBError) -> [Action] {
        guard params.count == 2, params[0] == Self.monitorID, isLive else { throw .malformedMessage }
        try cache.apply(params[1])
        guard let view = OpenVSwitchRows(cache).snapshot, view != snapshot else { return [] }
        let isFirst = snapshot == nil
        snapshot = view
        return [isFirst ? .snapshot(view) : .changed(view)]
    }
}
