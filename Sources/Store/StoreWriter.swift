public import NetworkTypes
import Dispatch
import Synchronization
public import TopologyGraph
public import VirtualNetwork

/// Writes to a store without making anyone wait: appends in their order, facts in groups after them, snapshots in the
/// background.
public final class StoreWriter: Sendable {
    private struct Pending {
        /// Facts to be written, the latest change of each key.
        var facts: [FactKey: TopologyChange] = [:]
        var isScheduled = false
        var isSnapshotRunning = false
        var lastSnapshot: Revision = 0
        var isClosed = false
    }

    private let store: Store
    private let queue = DispatchQueue(label: "naru.store.writer", qos: .userInitiated)
    private let background = DispatchQueue(label: "naru.store.snapshot", qos: .utility)
    private let pending: Mutex<Pending>

    /// Seconds before facts that could not be written are tried again.
    private static let retrySeconds = 1

    public init(store: Store) {
        self.store = store
        var start = Pending()
        // Where it can't be read, the first snapshot is merely early.
        start.lastSnapshot = (try? store.lastSnapshot()) ?? 0
        pending = Mutex(start)
    }

    /// Appends; `completion` is called on the writer's queue when the transactions are durable or refused.
    public func append(
        _ transactions: [Transaction], completion: @escaping @Sendable (Result<Void, StoreError>) -> Void
    ) {
        queue.async { [store] in
            do throws(StoreError) {
                try store.append(transactions)
                completion(.success(()))
            } catch {
                completion(.failure(error))
            }
        }
    }

    /// Takes facts to be written soon. Of those that wait, the latest of each key is written.
    public func persist(_ changes: [TopologyChange]) {
        let dropped = take(changes)
        if dropped > 0 { store.count { $0.droppedFacts += dropped } }
    }

    /// Whether `StoreLimits.snapshotInterval` transactions came after the last snapshot, and none is being written.
    public func isSnapshotDue(at revision: Revision) -> Bool {
        pending.withLock {
            !$0.isClosed && !$0.isSnapshotRunning && revision - $0.lastSnapshot >= store.limits.snapshotInterval
        }
    }

    /// Writes a snapshot in the background unless one is being written; `completion` is called when it is there. The state
    /// must be durable.
    public func snapshot(
        _ state: NetworkState, completion: @escaping @Sendable (Result<Void, StoreError>) -> Void = { _ in }
    ) {
        let isFree = pending.withLock { pending in
            guard !pending.isSnapshotRunning, !pending.isClosed else { return false }
            pending.isSnapshotRunning = true
            return true
        }
        guard isFree else { return }
        background.async { [self] in
            let result: Result<Void, StoreError>
            do throws(StoreError) {
                try store.snapshot(state)
                result = .success(())
            } catch {
                result = .failure(error)
            }
            pending.withLock {
                $0.isSnapshotRunning = false
                // After a failure the next one is tried an interval later, not with every append.
                $0.lastSnapshot = max($0.lastSnapshot, state.revision)
            }
            completion(result)
        }
    }

    /// Returns when all that was taken before has been written, or has failed once.
    public func flush() async {
        await withCheckedContinuation { continuation in
            queue.async { [self] in
                while writeFacts() {}
                background.async { continuation.resume() }
            }
        }
    }

    /// Writes what waits and closes the store. What comes later is refused, and facts that come later are dropped.
    public func close() async {
        pending.withLock { $0.isClosed = true }
        await flush()
        await withCheckedContinuation { continuation in
            queue.async { [store] in
                // The file is in order either way: WAL recovers at the next opening.
                try? store.close()
                continuation.resume()
            }
        }
    }

    /// Returns how many changes found no room.
    private func take(_ changes: [TopologyChange]) -> Int {
        var dropped = 0
        let mustSchedule = pending.withLock { pending in
            for change in changes {
                if let waiting = pending.facts[change.key] {
                    if waiting.revision < change.revision { pending.facts[change.key] = change }
                } else if pending.facts.count < store.limits.pendingFacts, !pending.isClosed {
                    pending.facts[change.key] = change
                } else {
                    dropped += 1
                }
            }
            guard !pending.isScheduled, !pending.facts.isEmpty else { return false }
            pending.isScheduled = true
            return true
        }
        if mustSchedule { queue.async { [self] in writeScheduled() } }
        return dropped
    }

    private func writeScheduled() {
        let hasWritten = writeFacts()
        let rest = pending.withLock { pending in
            pending.isScheduled = !pending.facts.isEmpty && !pending.isClosed
            return pending.isScheduled
        }
        guard rest else { return }
        // Behind the appends that wait, and after a failure not at once.
        if hasWritten {
            queue.async { [self] in writeScheduled() }
        } else {
            queue.asyncAfter(deadline: .now() + .seconds(Self.retrySeconds)) { [weak self] in self?.writeScheduled() }
        }
    }

    /// Writes the oldest of the facts that wait; false when there are none or they could not be written.
    private func writeFacts() -> Bool {
        let changes = pending.withLock { pending in
            let all = pending.facts.values.sorted { $0.revision < $1.revision }
            let some = Array(all.prefix(max(1, store.limits.factsPerWrite)))
            for change in some { pending.facts.removeValue(forKey: change.key) }
            return some
        }
        guard !changes.isEmpty else { return false }
        do throws(StoreError) {
            try store.persist(changes)
            return true
        } catch {
            // Back in line, but for keys that have changed since.
            pending.withLock { pending in
                for change in changes where pending.facts[change.key] == nil { pending.facts[change.key] = change }
            }
            return false
        }
    }
}
