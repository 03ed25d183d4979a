/// How much the store keeps, and how much waits for it.
public struct StoreLimits: Hashable, Sendable {
    /// Transactions after which a `StoreWriter` finds a snapshot due.
    public var snapshotInterval = 10_000
    /// Transactions that stay in the log though a snapshot holds what they did.
    public var retainedTransactions = 100_000
    /// Snapshots kept; the older ones are there in case the last can't be read.
    public var retainedSnapshots = 2
    /// Lines of a snapshot written in one SQL transaction, so that appends go on in between.
    public var snapshotLinesPerWrite = 2_000
    /// Facts that wait to be written. Beyond it a fact of another key is dropped and counted; the node tells it again.
    public var pendingFacts = 1 << 20
    /// Facts written in one SQL transaction.
    public var factsPerWrite = 4_000
    /// Bytes of the database file, nil for no bound but the disk.
    public var databaseBytes: Int?

    public init() {}

    public static let standard = StoreLimits()
}
