import GRDB
import JSONText
import NetworkTypes
import TopologyGraph
import VirtualNetwork

extension Store {
    /// The state as of the last append, and the topology as of the last facts: the newest snapshot that can be read and
    /// the transactions after it. Throws when something that can't be done without is missing or unreadable.
    public func load() throws(StoreError) -> StoredState {
        try read("reading the store") { database in
            let (network, warnings) = try Self.network(database)
            return StoredState(network: network, topology: try Self.topology(database), warnings: warnings)
        }
    }

    private static func network(_ database: Database) throws -> (NetworkState, [String]) {
        let snapshots = try Int.fetchAll(
            database, sql: "SELECT revision FROM snapshots WHERE complete = 1 ORDER BY revision DESC")
        var failures: [StoreError] = []
        for revision in snapshots {
            do throws(StoreError) {
                var state = try snapshot(database, at: revision)
                try replay(database, onto: &state)
                return (state, failures.map(\.description))
            } catch {
                failures.append(error)
            }
        }
        do throws(StoreError) {
            var state = NetworkState()
            try replay(database, onto: &state)
            return (state, failures.map(\.description))
        } catch {
            // What was wrong first is what the operator should hear.
            throw failures.first ?? error
        }
    }

    private static func snapshot(_ database: Database, at revision: Revision) throws(StoreError) -> NetworkState {
        do {
            let count = try Int.fetchOne(
                database, sql: "SELECT lines FROM snapshots WHERE revision = ?", arguments: [revision])
            var lines: [JSONValue] = []
            let texts = try String.fetchCursor(
                database, sql: "SELECT json FROM snapshot_lines WHERE revision = ? ORDER BY line",
                arguments: [revision])
            while let text = try texts.next() { lines.append(try JSONValue(parsing: text)) }
            guard lines.count == count else {
                throw StoreError.unreadableSnapshot(
                    revision: revision, reason: "\(lines.count) of its \(count ?? 0) lines are there")
            }
            let state = try NetworkState(snapshot: lines)
            guard state.revision == revision else {
                throw StoreError.unreadableSnapshot(
                    revision: revision, reason: "its header says revision \(state.revision)")
            }
            return state
        } catch let error as StoreError {
            throw error
        } catch {
            throw .unreadableSnapshot(revision: revision, reason: "\(error)")
        }
    }

    /// Applies the transactions after the state's revision, each of which must be there.
    private static func replay(_ database: Database, onto state: inout NetworkState) throws(StoreError) {
        var reading = state.revision + 1
        do {
            let last = try StoreCounter.revision.value(database)
            let rows = try Row.fetchCursor(
                database, sql: "SELECT revision, json FROM transactions WHERE revision > ? ORDER BY revision",
                arguments: [state.revision])
            while let row = try rows.next() {
                let revision: Int = row[0]
                guard revision == reading else { throw StoreError.missing(revision: reading) }
                let text: String = row[1]
                let transaction = try Transaction(json: try JSONValue(parsing: text))
                guard transaction.revision == revision else {
                    throw StoreError.unreadableTransaction(
                        revision: revision, reason: "it says revision \(transaction.revision)")
                }
                state.apply(transaction)
                reading += 1
            }
            guard state.revision == last else { throw StoreError.missing(revision: reading) }
        } catch let error as StoreError {
            throw error
        } catch {
            throw .unreadableTransaction(revision: reading, reason: "\(error)")
        }
    }

    private static func topology(_ database: Database) throws -> TopologyGraph {
        var facts: [TopologyFact] = []
        let rows = try Row.fetchCursor(database, sql: "SELECT key, json FROM facts")
        while let row = try rows.next() {
            let key: String = row[0]
            let text: String = row[1]
            do {
                let fact = try TopologyFact(json: try JSONValue(parsing: text))
                guard fact.key.description == key else {
                    throw StoreError.unreadableFact(key: key, reason: "it is about \(fact.key)")
                }
                facts.append(fact)
            } catch let error as StoreError {
                throw error
            } catch {
                throw StoreError.unreadableFact(key: key, reason: "\(error)")
            }
        }
        facts.sort { $0.key < $1.key }
        return TopologyGraph(facts: facts, revision: try StoreCounter.topologyRevision.value(database))
    }
}
