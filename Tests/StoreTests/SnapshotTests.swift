import NetworkTypes
import Store
import Testing
import VirtualNetwork

@Suite struct SnapshotTests {
    /// Three snapshots, ten transactions apart, and ten transactions after the last; closed.
    private func storeWithSnapshots(_ directory: TemporaryDirectory, retained: Int) throws -> NetworkState {
        var limits = StoreLimits()
        limits.retainedTransactions = retained
        let store = try Store(directory: directory.path, limits: limits)
        var intent = RandomIntent(seed: 11)
        for _ in 1...3 {
            try store.append(intent.transactions(10))
            try store.snapshot(intent.state)
        }
        // A second one at the same revision is none.
        try store.snapshot(intent.state)
        #expect(store.metrics.snapshots == 3)
        try store.append(intent.transactions(10))
        try store.close()
        return intent.state
    }

    /// What a program of the next release would have written can't be read by this one.
    private func spoil(_ directory: TemporaryDirectory, snapshot revision: Int) throws {
        let places = try directory.replace(
            "\"revision\":\(revision),\"type\":\"snapshot\"", "\"revision\":\(revision),\"type\":\"snapshut\"")
        #expect(places == 1)
    }

    @Test func an_older_snapshot_steps_in() throws {
        let directory = try TemporaryDirectory()
        let state = try storeWithSnapshots(directory, retained: 0)
        try spoil(directory, snapshot: 30)
        let stored = try Store(directory: directory.path).load()
        #expect(same(stored.network, state))
        #expect(stored.warnings.count == 1)
        #expect(stored.warnings.first?.contains("snapshot at revision 30") == true)
    }

    @Test func the_whole_log_steps_in_where_it_is_kept() throws {
        let directory = try TemporaryDirectory()
        let state = try storeWithSnapshots(directory, retained: 40)
        try spoil(directory, snapshot: 30)
        try spoil(directory, snapshot: 20)
        let stored = try Store(directory: directory.path).load()
        #expect(same(stored.network, state))
        #expect(stored.warnings.count == 2)
    }

    @Test func the_first_fault_is_told_where_nothing_steps_in() throws {
        let directory = try TemporaryDirectory()
        _ = try storeWithSnapshots(directory, retained: 0)
        try spoil(directory, snapshot: 30)
        try spoil(directory, snapshot: 20)
        let store = try Store(directory: directory.path)
        let error = #expect(throws: StoreError.self) { try store.load() }
        guard case .unreadableSnapshot(30, let reason)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains("snapshot"))
    }

    @Test func a_snapshot_of_what_is_not_stored_is_refused() throws {
        let directory = try TemporaryDirectory()
        let store = try Store(directory: directory.path)
        var intent = RandomIntent(seed: 3)
        try store.append(intent.transactions(4))
        _ = intent.transactions(1)
        #expect(throws: StoreError.snapshotAhead(of: 4, snapshot: 5)) { try store.snapshot(intent.state) }
        #expect(try store.lastSnapshot() == 0)
        #expect(store.metrics.snapshotFailures == 1)
    }
}
