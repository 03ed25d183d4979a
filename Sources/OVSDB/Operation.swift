public import JSONText

/// A test of one column (RFC 7047 §5.1, `<condition>`). A row must pass every one in its list.
public struct Condition: Hashable, Sendable {
    public enum Function: String, Hashable, Sendable {
        case equal = "=="
        case notEqual = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        case includes
        case excludes
    }

    public var column: String
    public var function: Function
    public var value: OVSDBValue

    public init(_ column: String, _ function: Function, _ value: OVSDBValue) {
        self.column = column
        self.function = function
        self.value = value
    }

    /// The row named `id` and no other.
    public static func row(_ id: RowID) -> Condition { Condition("_uuid", .equal, .atom(.uuid(id))) }

    var json: JSONValue { [.string(column), .string(function.rawValue), value.json] }
}

/// A change of one column that needs no knowledge of its present value (RFC 7047 §5.1, `<mutation>`).
public struct Mutation: Hashable, Sendable {
    public enum Mutator: String, Hashable, Sendable {
        case add = "+="
        case subtract = "-="
        case multiply = "*="
        case divide = "/="
        case remainder = "%="
        case insert
        case delete
    }

    public var column: String
    public var mutator: Mutator
    public var value: OVSDBValue

    public init(_ column: String, _ mutator: Mutator, _ value: OVSDBValue) {
        self.column = column
        self.mutator = mutator
        self.value = value
    }

    var json: JSONValue { [.string(column), .string(mutator.rawValue), value.json] }
}

/// One operation of a transaction (RFC 7047 §5.2).
public enum Operation: Hashable, Sendable {
    /// `name` lets other operations of the transaction refer to the row.
    case insert(table: String, row: OVSDBRow, name: String?)
    /// `columns` nil asks for all.
    case select(table: String, where: [Condition], columns: [String]?)
    case update(table: String, where: [Condition], row: OVSDBRow)
    case mutate(table: String, where: [Condition], mutations: [Mutation])
    case delete(table: String, where: [Condition])
    /// Fails the transaction unless the rows found are (or, with `equal` false, are not) `rows`, within milliseconds.
    case wait(table: String, where: [Condition], columns: [String], equal: Bool, rows: [OVSDBRow], timeout: Int64)
    case comment(String)
    case abort

    public var json: JSONValue {
        switch self {
        case .insert(let table, let row, let name):
            var members: [String: JSONValue] = [
                "op": "insert", "table": .string(table), "row": OVSDBValue.json(row: row),
            ]
            if let name { members["uuid-name"] = .string(name) }
            return .object(members)
        case .select(let table, let conditions, let columns):
            var members = Self.members("select", table, conditions)
            if let columns { members["columns"] = .array(columns.map(JSONValue.string)) }
            return .object(members)
        case .update(let table, let conditions, let row):
            var members = Self.members("update", table, conditions)
            members["row"] = OVSDBValue.json(row: row)
            return .object(members)
        case .mutate(let table, let conditions, let mutations):
            var members = Self.members("mutate", table, conditions)
            members["mutations"] = .array(mutations.map(\.json))
            return .object(members)
        case .delete(let table, let conditions): return .object(Self.members("delete", table, conditions))
        case .wait(let table, let conditions, let columns, let equal, let rows, let timeout):
            var members = Self.members("wait", table, conditions)
            members["columns"] = .array(columns.map(JSONValue.string))
            members["until"] = equal ? "==" : "!="
            members["rows"] = .array(rows.map(OVSDBValue.json(row:)))
            members["timeout"] = .integer(timeout)
            return .object(members)
        case .comment(let text): return ["op": "comment", "comment": .string(text)]
        case .abort: return ["op": "abort"]
        }
    }

    private static func members(_ op: String, _ table: String, _ conditions: [Condition]) -> [String: JSONValue] {
        ["op": .string(op), "table": .string(table), "where": .array(conditions.map(\.json))]
    }
}
