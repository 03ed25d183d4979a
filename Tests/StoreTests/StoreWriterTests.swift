import NetworkTypes
import Store
import Synchronization
import Testing
import TopologyGraph
import VirtualNetwork

enum TopologyFixture {
    static let change = TopologyChange(revision: 1, put: interface("tap0", ofport: 1))
}

@Suite struct StoreWriterTests {
    @Test func appends_are_acknowledged_in_order_while_snapshots_and_facts_are_written() async throws {
        let directory = try TemporaryDirectory()
        var limits = StoreLimits()
        limits.snapshotInterval = 20
        limits.snapshotLinesPerWrite = 1
        limits.factsPerWrite = 3
        let store = try Store(directory: directory.path, limits: limits)
        let writer = StoreWriter(store: store)
        let acknowledged = Mutex([Revision]())
        var intent = RandomIntent(seed: 21)
        var graph = TopologyGraph()
        for round in 1...60 {
            let transactions = intent.transactions(2)
            let revision = intent.state.revision
            await withCheckedContinuation { continuation in
                writer.append(transactions) { result in
                    if case .success = result { acknowledged.withLock { $0.append(revision) } }
                    continuation.resume()
                }
            }
            if writer.isSnapshotDue(at: revision) { writer.snapshot(intent.state) }
            let fact = interface("tap\(round % 7)", ofport: UInt32(round))
            writer.persist([graph.put(fact)].compactMap { $0 })
        }
        await writer.flush()
        #expect(acknowledged.withLock { $0 } == (1...60).map { $0 * 2 })
        #expect(store.metrics.snapshots >= 1)
        #expect(store.metrics.snapshotFailures == 0)
        #expect(try store.lastSnapshot() > 0)
        await writer.close()
        let stored = try Store(directory: directory.path).load()
        #expect(same(stored.network, intent.state))
        #expect(stored.topology.revision == 60)
        #expect(stored.topology.factCount == 7)
        for slot in 0..<7 {
            let name = "tap\(slot)"
            let key = interface(name, ofport: 0).key
            #expect(stored.topology[key] == graph[key])
        }
    }

    @Test func facts_that_wait_are_merged_and_bounded() async throws {
        let directory = try TemporaryDirectory()
        var limits = StoreLimits()
        limits.pendingFacts = 5
        let store = try Store(directory: directory.path, limits: limits)
        let writer = StoreWriter(store: store)
        // One call is one look at the room that there is: ten keys, twice.
        let changes = (1...20).map { revision in
            TopologyChange(revision: revision, put: interface("tap\(revision % 10)", ofport: UInt32(revision)))
        }
        writer.persist(changes)
        await writer.close()
        #expect(store.metrics.facts == 5)
        #expect(store.metrics.droppedFacts == 10)
        let topology = try Store(directory: directory.path).load().topology
        #expect(topology.factCount == 5)
        for number in 1...5 {
            let fact = interface("tap\(number)", ofport: UInt32(10 + number))
            #expect(topology[fact.key] == fact)
        }
    }

    @Test func a_snapshot_is_due_after_so_many_transactions_even_across_openings() async throws {
        let directory = try TemporaryDirectory()
        var limits = StoreLimits()
        limits.snapshotInterval = 10
        var intent = RandomIntent(seed: 4)
        do {
            let store = try Store(directory: directory.path, limits: limits)
            let writer = StoreWriter(store: store)
            try store.append(intent.transactions(12))
            #expect(!writer.isSnapshotDue(at: 9))
            #expect(writer.isSnapshotDue(at: 12))
            writer.snapshot(intent.state)
            await writer.flush()
            #expect(!writer.isSnapshotDue(at: 21))
            await writer.close()
            #expect(!writer.isSnapshotDue(at: 100))
        }
        let writer = StoreWriter(store: try Store(directory: directory.path, limits: limits))
        #expect(!writer.isSnapshotDue(at: 21))
        #expect(writer.isSnapshotDue(at: 22))
    }

    @Test func after_closing_an_append_is_refused() async throws {
        let directory = try TemporaryDirectory()
        let writer = StoreWriter(store: try Store(directory: directory.path))
        await writer.close()
        var intent = RandomIntent(seed: 8)
        let transactions = intent.transactions(1)
        let outcome: StoreError? = await withCheckedContinuation { continuation in
            writer.append(transactions) { result in
                switch result {
                case .success: continuation.resume(returning: nil)
                case .failure(let error): continuation.resume(returning: error)
                }
            }
        }
        #expect(outcome == .closed)
    }
}
