import GRDB
import JSONText
import NetworkTypes
import Synchronization
public import TopologyGraph
public import VirtualNetwork

/// The durable log of the intent, its snapshots, and the facts of the topology: one SQLite file in a directory.
///
/// A write that returned is on the disk (WAL with `synchronous = FULL`, https://www.sqlite.org/pragma.html). All calls
/// block, and may come from any thread; `StoreWriter` makes them on queues of its own.
public final class Store: Sendable {
    public let limits: StoreLimits
    private let database: DatabaseQueue
    private let lock: Mutex<DirectoryLock?>
    /// Changed on the database's queue alone, so that nothing is asked of a connection that is gone.
    private let isClosed = Mutex(false)
    private let counted = Mutex(StoreMetrics())

    /// Opens `naru.sqlite` in a directory, which is made if need be; migrates an older file.
    public init(directory: String, limits: StoreLimits = .standard) throws(StoreError) {
        let lock = try DirectoryLock(directory: directory)
        let path = "\(directory)/naru.sqlite"
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.label = "naru.store"
        do {
            database = try DatabaseQueue(path: path, configuration: configuration)
            try Self.prepare(database, path: path, limits: limits)
        } catch let error as StoreError {
            throw error
        } catch {
            throw .wrap(error, "opening \(path)")
        }
        try DirectoryLock.synchronize(directory)
        self.lock = Mutex(lock)
        self.limits = limits
    }

    private static func prepare(_ database: DatabaseQueue, path: String, limits: StoreLimits) throws {
        let migrator = StoreSchema.migrator
        guard try !database.read(migrator.hasBeenSuperseded) else { throw StoreError.newerSchema(file: path) }
        try database.writeWithoutTransaction { database in
            // GRDB sets NORMAL as it turns WAL on, and NORMAL may lose what was acknowledged.
            try database.execute(sql: "PRAGMA synchronous = FULL")
            let synchronous = try Int.fetchOne(database, sql: "PRAGMA synchronous") ?? 0
            guard synchronous == 2 else {
                throw StoreError.setting("synchronous", wanted: "2 (FULL)", found: "\(synchronous)")
            }
            let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode") ?? ""
            guard mode == "wal" else { throw StoreError.setting("journal_mode", wanted: "wal", found: mode) }
        }
        try migrator.migrate(database)
        try database.writeWithoutTransaction { database in
            if let bytes = limits.databaseBytes {
                let pageSize = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 4096
                _ = try Int.fetchOne(database, sql: "PRAGMA max_page_count = \(max(1, bytes / pageSize))")
            }
        }
        // What a snapshot left that was cut short.
        try database.write { database in
            try database.execute(
                sql: """
                    DELETE FROM snapshots WHERE complete = 0;
                    DELETE FROM snapshot_lines WHERE revision NOT IN (SELECT revision FROM snapshots);
                    """)
        }
    }

    public var metrics: StoreMetrics { counted.withLock { $0 } }

    /// Appends to the log; durable when it returns. All of them are stored or none.
    public func append(_ transactions: [Transaction]) throws(StoreError) {
        guard !transactions.isEmpty else { return }
        do {
            let seconds = try commit("appending to the log") { database in
                var revision = try StoreCounter.revision.value(database)
                let insert = try database.cachedStatement(
                    sql: "INSERT INTO transactions (revision, json) VALUES (?, ?)")
                for transaction in transactions {
                    revision += 1
                    guard transaction.revision == revision else {
                        throw StoreError.gap(expected: revision, found: transaction.revision)
                    }
                    try insert.execute(arguments: [revision, transaction.json.text])
                }
                try StoreCounter.revision.set(revision, database)
            }
            count {
                $0.appends += 1
                $0.transactions += transactions.count
                $0.commitSeconds += seconds
            }
        } catch {
            count { $0.appendFailures += 1 }
            throw error
        }
    }

    /// Stores facts put and removed; of several changes with one key the one of the highest revision holds.
    public func persist(_ changes: [TopologyChange]) throws(StoreError) {
        guard !changes.isEmpty else { return }
        do {
            let seconds = try commit("storing facts") { database in
                let put = try database.cachedStatement(
                    sql:
                        "INSERT INTO facts (key, json) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET json = excluded.json"
                )
                let remove = try database.cachedStatement(sql: "DELETE FROM facts WHERE key = ?")
                var revision = try StoreCounter.topologyRevision.value(database)
                for change in changes.sorted(by: { $0.revision < $1.revision }) {
                    if let fact = change.put {
                        try put.execute(arguments: [change.key.description, fact.json.text])
                    } else {
                        try remove.execute(arguments: [change.key.description])
                    }
                    revision = max(revision, change.revision)
                }
                try StoreCounter.topologyRevision.set(revision, database)
            }
            count {
                $0.factWrites += 1
                $0.facts += changes.count
                $0.commitSeconds += seconds
            }
        } catch {
            count { $0.factFailures += 1 }
            throw error
        }
    }

    /// Closes the file and gives the directory up. A second call does nothing.
    public func close() throws(StoreError) {
        try attempt("closing the store") {
            database.writeWithoutTransaction { _ in isClosed.withLock { $0 = true } }
            try database.close()
            lock.withLock { $0 = nil }
        }
    }

    func count(_ change: (inout StoreMetrics) -> Void) { counted.withLock { change(&$0) } }

    /// Runs one SQL transaction and tells how many seconds its COMMIT took.
    func commit(_ operation: String, _ body: (Database) throws -> Void) throws(StoreError) -> Double {
        try attempt(operation) {
            try database.writeWithoutTransaction { database in
                try checkOpen()
                let clock = ContinuousClock()
                var start = clock.now
                try database.inTransaction(.immediate) {
                    try body(database)
                    start = clock.now
                    return .commit
                }
                return (clock.now - start) / .seconds(1)
            }
        }
    }

    /// Reads of one moment.
    func read<Value>(_ operation: String, _ body: (Database) throws -> Value) throws(StoreError) -> Value {
        try attempt(operation) {
            // Nothing else has the connection meanwhile, so it is one moment without a transaction.
            try database.unsafeRead { database in
                try checkOpen()
                return try body(database)
            }
        }
    }

    private func checkOpen() throws(StoreError) {
        if isClosed.withLock({ $0 }) { throw .closed }
    }

    private func attempt<Value>(_ operation: String, _ body: () throws -> Value) throws(StoreError) -> Value {
        do {
            return try body()
        } catch let error as StoreError {
            throw error
        } catch {
            throw .wrap(error, operation)
        }
    }
}

extension StoreError {
    /// The store's words for an error of SQLite or GRDB.
    fileprivate static func wrap(_ error: any Error, _ operation: String) -> StoreError {
        guard let error = error as? DatabaseError else {
            return .database(operation: operation, code: 0, reason: "\(error)")
        }
        return .database(
            operation: operation, code: error.extendedResultCode.rawValue,
            reason: error.message ?? "\(error.resultCode)")
    }
}
