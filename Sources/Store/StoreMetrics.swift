/// What the store has done since it was opened.
public struct StoreMetrics: Hashable, Sendable {
    /// Appends that are durable, and the transactions in them.
    public internal(set) var appends = 0
    public internal(set) var transactions = 0
    public internal(set) var appendFailures = 0
    /// Seconds spent in SQL's COMMIT by appends and facts; nearly all of it waits for the disk.
    public internal(set) var commitSeconds = 0.0
    /// Writes of facts, and the facts put or removed in them.
    public internal(set) var factWrites = 0
    public internal(set) var facts = 0
    public internal(set) var factFailures = 0
    /// Facts that were dropped since `StoreLimits.pendingFacts` waited.
    public internal(set) var droppedFacts = 0
    public internal(set) var snapshots = 0
    public internal(set) var snapshotFailures = 0
    public internal(set) var snapshotSeconds = 0.0

    public init() {}
}
