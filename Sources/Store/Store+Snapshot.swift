import GRDB
import JSONText
public import NetworkTypes
public import VirtualNetwork

extension Store {
    /// Writes a snapshot at the state's revision, then drops what it makes superfluous: snapshots but the last
    /// `StoreLimits.retainedSnapshots`, and transactions that every kept snapshot holds and that are older than
    /// `StoreLimits.retainedTransactions`. Appends from other threads go on in between.
    public func snapshot(_ state: NetworkState) throws(StoreError) {
        let clock = ContinuousClock()
        let start = clock.now
        do {
            guard try begin(state.revision) else { return }
            let lines = state.snapshotJSON
            var written = 0
            while written < lines.count {
                let end = min(written + max(1, limits.snapshotLinesPerWrite), lines.count)
                try write(lines, written..<end, at: state.revision)
                written = end
            }
            try complete(state.revision, lines: lines.count)
        } catch {
            count { $0.snapshotFailures += 1 }
            throw error
        }
        let seconds = (clock.now - start) / .seconds(1)
        count {
            $0.snapshots += 1
            $0.snapshotSeconds += seconds
        }
    }

    /// The revision of the last snapshot that is whole; 0 where there is none.
    public func lastSnapshot() throws(StoreError) -> Revision {
        try read("reading the store") { database in
            try Int.fetchOne(database, sql: "SELECT max(revision) FROM snapshots WHERE complete = 1") ?? 0
        }
    }

    /// False when there is a snapshot at this revision already.
    private func begin(_ revision: Revision) throws(StoreError) -> Bool {
        var isNew = true
        _ = try commit("beginning a snapshot") { database in
            let last = try StoreCounter.revision.value(database)
            guard revision <= last else { throw StoreError.snapshotAhead(of: last, snapshot: revision) }
            let complete = try Int.fetchOne(
                database, sql: "SELECT complete FROM snapshots WHERE revision = ?", arguments: [revision])
            isNew = complete != 1
            guard isNew else { return }
            try database.execute(sql: "DELETE FROM snapshot_lines WHERE revision = ?", arguments: [revision])
            try database.execute(
                sql: "INSERT OR REPLACE INTO snapshots (revision, lines, complete) VALUES (?, 0, 0)",
                arguments: [revision])
        }
        return isNew
    }

    private func write(_ lines: [JSONValue], _ range: Range<Int>, at revision: Revision) throws(StoreError) {
        // Texts are made before the database is taken.
        let texts = lines[range].map(\.text)
        _ = try commit("writing a snapshot") { database in
            let insert = try database.cachedStatement(
                sql: "INSERT INTO snapshot_lines (revision, line, json) VALUES (?, ?, ?)")
            for (line, text) in zip(range, texts) { try insert.execute(arguments: [revision, line, text]) }
        }
    }

    private func complete(_ revision: Revision, lines: Int) throws(StoreError) {
        _ = try commit("completing a snapshot") { database in
            try database.execute(
                sql: "UPDATE snapshots SET lines = ?, complete = 1 WHERE revision = ?", arguments: [lines, revision])
            let kept = try Int.fetchAll(
                database, sql: "SELECT revision FROM snapshots WHERE complete = 1 ORDER BY revision DESC LIMIT ?",
                arguments: [max(1, limits.retainedSnapshots)])
            let oldest = kept.last ?? 0
            try database.execute(sql: "DELETE FROM snapshots WHERE revision < ?", arguments: [oldest])
            try database.execute(sql: "DELETE FROM snapshot_lines WHERE revision < ?", arguments: [oldest])
            let last = try StoreCounter.revision.value(database)
            try database.execute(
                sql: "DELETE FROM transactions WHERE revision <= ?",
                arguments: [min(oldest, last - max(0, limits.retainedTransactions))])
        }
    }
}
