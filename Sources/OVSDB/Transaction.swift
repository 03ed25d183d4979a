public import JSONText

/// Operations that hold together or not at all (RFC 7047 §4.1.3).
public struct Transaction: Hashable, Sendable {
    public let database: String
    /// Waits of no time; they come first, since an operation sees what those before it did.
    private var guards: [Operation] = []
    private var work: [Operation] = []
    private var inserted = 0

    public init(database: String = OpenVSwitchSchema.database) { self.database = database }

    /// The guards, then everything else as it was added.
    public var operations: [Operation] { guards + work }

    public mutating func append(_ operation: Operation) { work.append(operation) }

    /// Adds a row and returns the name that later operations may refer to it by.
    public mutating func insert(_ table: String, _ row: OVSDBRow) -> OVSDBAtom {
        let name = "row\(inserted)"
        inserted += 1
        work.append(.insert(table: table, row: row, name: name))
        return .namedUUID(name)
    }

    /// Guards against another writer: the transaction fails unless `row` has these values before it. It waits no time.
    public mutating func verify(_ table: String, _ row: RowID, has values: OVSDBRow) {
        let wait = Operation.wait(
            table: table, where: [.row(row)], columns: values.keys.sorted(), equal: true, rows: [values], timeout: 0)
        if !guards.contains(wait) { guards.append(wait) }
    }

    public mutating func update(_ table: String, _ row: RowID, _ values: OVSDBRow) {
        work.append(.update(table: table, where: [.row(row)], row: values))
    }

    public mutating func mutate(_ table: String, _ row: RowID, _ mutations: [Mutation]) {
        work.append(.mutate(table: table, where: [.row(row)], mutations: mutations))
    }

    /// The parameters of the method `transact`.
    public var params: [JSONValue] { [.string(database)] + operations.map(\.json) }
}

/// What one operation of a finished transaction did (RFC 7047 §5.2).
public struct OperationResult: Hashable, Sendable {
    /// Rows touched by an update, mutation or deletion.
    public var count: Int64?
    /// The row that an insertion made.
    public var row: RowID?
    /// What a selection found; `_uuid` is a column like others.
    public var rows: [OVSDBRow]?

    public init(count: Int64? = nil, row: RowID? = nil, rows: [OVSDBRow]? = nil) {
        self.count = count
        self.row = row
        self.rows = rows
    }
}

/// Why a transaction changed nothing, or why that isn't known.
public enum TransactionFailure: Error, Hashable, Sendable {
    /// The server refused; `operation` is the index of the one at fault, nil where the whole failed at commit.
    /// `error` is a name of RFC 7047 §5.2 such as "constraint violation"; "timed out" is a failed wait.
    case refused(operation: Int?, error: String, details: String)
    /// The session ended before the reply: the transaction may hold or not.
    case connectionLost
    /// No session is live, or it has as many transactions under way as it may; nothing was sent.
    case notSent
    case malformedReply
}

extension Transaction {
    /// Reads the reply to a `transact` of so many operations.
    static func outcome(
        operations: Int, result: JSONValue, error: JSONValue
    ) -> Result<[OperationResult], TransactionFailure> {
        if !error.isNull {
            let name = error["error"]?.string ?? error.string ?? error.text
            return .failure(.refused(operation: nil, error: name, details: error["details"]?.string ?? ""))
        }
        guard let elements = result.array else { return .failure(.malformedReply) }
        for (index, element) in elements.enumerated() {
            guard let name = element["error"]?.string else { continue }
            return .failure(
                .refused(
                    operation: index < operations ? index : nil, error: name,
                    details: element["details"]?.string ?? ""))
        }
        guard elements.count == operations else { return .failure(.malformedReply) }
        var results: [OperationResult] = []
        do throws(OVSDBError) {
            for element in elements { results.append(try OperationResult(json: element)) }
        } catch {
            return .failure(.malformedReply)
        }
        return .success(results)
    }
}

extension OperationResult {
    init(json: JSONValue) throws(OVSDBError) {
        guard let members = json.object else { throw .malformedResult }
        if let count = members["count"] {
            guard let number = count.integer else { throw .malformedResult }
            self.count = number
        }
        if let uuid = members["uuid"] {
            guard case .uuid(let row) = try OVSDBAtom(json: uuid) else { throw .malformedResult }
            self.row = row
        }
        if let rows = members["rows"] {
            guard let elements = rows.array else { throw .malformedResult }
            var found: [OVSDBRow] = []
            for element in elements { found.append(try OVSDBValue.row(json: element)) }
            self.rows = found
        }
    }
}
