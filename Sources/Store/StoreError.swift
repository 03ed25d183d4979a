public import NetworkTypes

/// Why the store can't do what was asked. Nothing of a failed write is in the store.
public enum StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The directory is not there and can't be made, or no file can be made in it.
    case directory(String, reason: String)
    /// Another process, or another store of this one, has the directory open.
    case inUse(directory: String)
    /// A later release of this program has migrated the file.
    case newerSchema(file: String)
    /// SQLite failed; `code` is its extended result code (https://www.sqlite.org/rescode.html), 0 for another failure.
    case database(operation: String, code: Int32, reason: String)
    /// SQLite does not do what durability rests on.
    case setting(String, wanted: String, found: String)
    /// Transactions that do not follow upon the last that is stored.
    case gap(expected: Revision, found: Revision)
    /// A snapshot of a state that the log has not come to.
    case snapshotAhead(of: Revision, snapshot: Revision)
    /// A stored transaction is missing.
    case missing(revision: Revision)
    case unreadableTransaction(revision: Revision, reason: String)
    case unreadableSnapshot(revision: Revision, reason: String)
    case unreadableFact(key: String, reason: String)
    case closed

    public var description: String {
        switch self {
        case .directory(let path, let reason): "the store's directory \(path) can't be used: \(reason)"
        case .inUse(let path): "the store in \(path) is in use by another narud"
        case .newerSchema(let file): "\(file) was written by a newer release of this program"
        case .database(let operation, let code, let reason): "\(operation): \(reason) (SQLite code \(code))"
        case .setting(let name, let wanted, let found): "SQLite has \(name) = \(found); \(wanted) is needed"
        case .gap(let expected, let found):
            "transaction \(found) does not follow upon the stored ones; \(expected) is next"
        case .snapshotAhead(let stored, let snapshot):
            "a snapshot at revision \(snapshot), while the log ends at \(stored)"
        case .missing(let revision): "transaction \(revision) is missing in the log"
        case .unreadableTransaction(let revision, let reason): "transaction \(revision) can't be read: \(reason)"
        case .unreadableSnapshot(let revision, let reason):
            "the snapshot at revision \(revision) can't be read: \(reason)"
        case .unreadableFact(let key, let reason): "the fact \(key) can't be read: \(reason)"
        case .closed: "the store is closed"
        }
    }
}
