public import JSONText

/// What an update did to one row.
public struct RowChange: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case inserted
        /// With the values that the changed columns had before.
        case modified(old: OVSDBRow)
        case deleted(old: OVSDBRow)
    }

    public let table: String
    public let row: RowID
    public let kind: Kind

    public init(table: String, row: RowID, kind: Kind) {
        self.table = table
        self.row = row
        self.kind = kind
    }
}

/// A copy of monitored tables, kept up by `<table-updates>` (RFC 7047 §4.1.5, §4.1.6).
public struct TableCache: Hashable, Sendable {
    /// Rows of all tables that the cache takes from one server: ports and interfaces of a very large node.
    public static let rowLimit = 200_000

    private var tables: [String: [RowID: OVSDBRow]] = [:]
    public private(set) var rowCount = 0

    public init() {}

    public func row(_ table: String, _ id: RowID) -> OVSDBRow? { tables[table]?[id] }

    /// The rows of a table in the order of their UUIDs.
    public func rows(_ table: String) -> [(id: RowID, row: OVSDBRow)] {
        (tables[table] ?? [:]).sorted { $0.key < $1.key }.map { (id: $0.key, row: $0.value) }
    }

    /// Takes the result of a `monitor` call or the second parameter of an `update`; returns what
    /// changed, by table and UUID.
    ///
    /// After an error the cache may hold part of the update and is of no further use.
    @discardableResult
    public mutating func apply(_ updates: JSONValue) throws(OVSDBError) -> [RowChange] {
        guard let members = updates.object else { throw .malformedUpdate }
        var changes: [RowChange] = []
        for table in members.keys.sorted() {
            guard let rows = members[table]?.object else { throw .malformedUpdate }
            for name in rows.keys.sorted() {
                guard let id = RowID(name), let update = rows[name] else { throw .malformedUpdate }
                changes.append(RowChange(table: table, row: id, kind: try apply(update, table, id)))
            }
        }
        return changes
    }

    private mutating func apply(_ update: JSONValue, _ table: String, _ id: RowID) throws(OVSDBError) -> RowChange.Kind
    {
        guard update.object != nil else { throw .malformedUpdate }
        guard let new = update["new"] else {
            guard update["old"] != nil, let old = tables[table]?.removeValue(forKey: id) else {
                throw .malformedUpdate
            }
            rowCount -= 1
            return .deleted(old: old)
        }
        // Columns that nobody asked for are not kept.
        let wanted = OpenVSwitchSchema.monitored[table] ?? []
        let row = try OVSDBValue.row(json: new).filter { wanted.contains($0.key) }
        if let old = update["old"] {
            guard let present = tables[table]?[id] else { throw .malformedUpdate }
            let before = try OVSDBValue.row(json: old)
            // `new` has every monitored column, but a server that sends only the changed ones loses nothing.
            tables[table]?[id] = present.merging(row) { _, new in new }
            return .modified(old: before)
        }
        guard rowCount < Self.rowLimit else { throw .tooManyRows(limit: Self.rowLimit) }
        guard tables[table, default: [:]].updateValue(row, forKey: id) == nil else { throw .malformedUpdate }
        rowCount += 1
        return .inserted
    }
}
