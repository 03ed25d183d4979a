import Foundation
import NetworkTypes
import Store
import Testing
import TopologyGraph
import VirtualNetwork

@Suite struct StoreTests {
    @Test func an_empty_store_is_the_empty_state() throws {
        let directory = try TemporaryDirectory()
        let store = try Store(directory: "\(directory.path)/made/as/needed")
        let stored = try store.load()
        #expect(stored.network.revision == 0)
        #expect(stored.topology.revision == 0)
        #expect(stored.topology.factCount == 0)
        #expect(try store.lastSnapshot() == 0)
    }

    /// Whatever was appended is there at the next opening, with and without snapshots in between.
    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func the_intent_survives_reopening(seed: UInt64) throws {
        let directory = try TemporaryDirectory()
        var intent = RandomIntent(seed: seed)
        var limits = StoreLimits()
        limits.retainedTransactions = intent.generator.below(30)
        limits.snapshotLinesPerWrite = 7
        for _ in 1...8 {
            let store = try Store(directory: directory.path, limits: limits)
            #expect(same(try store.load().network, intent.state))
            for _ in 0..<intent.generator.below(4) {
                try store.append(intent.transactions(1 + intent.generator.below(12)))
                if intent.generator.below(3) == 0 {
                    try store.snapshot(intent.state)
                    #expect(try store.lastSnapshot() == intent.state.revision)
                }
            }
            let stored = try store.load()
            #expect(same(stored.network, intent.state))
            #expect(stored.warnings.isEmpty)
            // What is decided next is decided alike, so nothing that was allotted is forgotten.
            var (one, other) = (intent, intent)
            other.state = stored.network
            #expect(one.transactions(5) == other.transactions(5))
            try store.close()
        }
        #expect(intent.state.revision > 20)
    }

    /// The file as a power failure leaves it: the log is cut anywhere, or ends in bytes that were never written whole.
    /// What was acknowledged before the cut is there, and nothing of what was not.
    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func what_was_acknowledged_survives_a_torn_log(seed: UInt64) throws {
        let directory = try TemporaryDirectory()
        var intent = RandomIntent(seed: seed)
        let store = try Store(directory: directory.path)
        var acknowledged = [(size: try directory.logSize, state: intent.state)]
        for _ in 1...40 {
            try store.append(intent.transactions(1 + intent.generator.below(4)))
            acknowledged.append((try directory.logSize, intent.state))
        }
        let sizes = acknowledged.map(\.size)
        // Were the log begun anew in between, sizes would tell nothing.
        #expect(sizes == sizes.sorted())
        let database = try Data(contentsOf: URL(fileURLWithPath: directory.database))
        let log = try Data(contentsOf: URL(fileURLWithPath: directory.log))
        let first = sizes[0]
        for trial in 0..<40 {
            let cut = trial == 0 ? log.count : first + intent.generator.below(log.count - first)
            var torn = log.prefix(cut)
            if intent.generator.below(2) == 0 {
                torn.append(
                    contentsOf: (0..<intent.generator.below(9_000)).map { _ in UInt8(intent.generator.below(256)) })
            }
            let copy = try TemporaryDirectory()
            try database.write(to: URL(fileURLWithPath: copy.database))
            try torn.write(to: URL(fileURLWithPath: copy.log))
            let reopened = try Store(directory: copy.path)
            let stored = try reopened.load().network
            let last = try #require(acknowledged.last { $0.size <= cut })
            #expect(same(stored, last.state), "log cut at \(cut) of \(log.count)")
        }
    }

    @Test func a_gap_is_refused_and_nothing_of_it_stored() throws {
        let directory = try TemporaryDirectory()
        let store = try Store(directory: directory.path)
        var intent = RandomIntent(seed: 7)
        let steps = intent.transactions(6)
        try store.append(Array(steps[0..<2]))
        let before = try store.load().network
        let table: [([Transaction], StoreError)] = [
            ([steps[3]], .gap(expected: 3, found: 4)), ([steps[1]], .gap(expected: 3, found: 2)),
            ([steps[2], steps[4]], .gap(expected: 4, found: 5)), ([steps[2], steps[2]], .gap(expected: 4, found: 3)),
        ]
        for (transactions, error) in table {
            #expect(throws: error) { try store.append(transactions) }
            #expect(same(try store.load().network, before))
        }
        try store.append([])
        try store.append(Array(steps[2...]))
        #expect(same(try store.load().network, intent.state))
        #expect(store.metrics.appends == 2)
        #expect(store.metrics.transactions == 6)
        #expect(store.metrics.appendFailures == 4)
    }

    @Test func the_last_value_of_a_fact_holds() throws {
        let directory = try TemporaryDirectory()
        var graph = TopologyGraph()
        let facts = [interface("tap/0", ofport: 1), interface("tap%1", ofport: 2), interface("tap2", ofport: 3)]
        var changes = facts.compactMap { graph.put($0) }
        changes += [graph.put(interface("tap/0", ofport: 9)), graph.remove(facts[1].key)].compactMap { $0 }
        #expect(changes.count == 5)
        do {
            let store = try Store(directory: directory.path)
            try store.persist(Array(changes[0..<2]))
            // Within one call revisions decide, not places.
            try store.persist(changes[2...].reversed())
            #expect(store.metrics.facts == 5)
            try store.close()
        }
        let store = try Store(directory: directory.path)
        var stored = try store.load().topology
        #expect(stored.revision == 5)
        #expect(stored.factCount == 2)
        #expect(stored[facts[0].key] == interface("tap/0", ofport: 9))
        #expect(stored[facts[1].key] == nil)
        #expect(stored.put(facts[1])?.revision == 6)
        // A revision outlives the facts that it counted.
        try store.persist(stored.remove(facts[2].key).map { [$0] } ?? [])
        #expect(try store.load().topology.revision == 7)
    }
}
