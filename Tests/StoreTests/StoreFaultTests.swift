import Foundation
import NetworkTypes
import Store
import Testing
import VirtualNetwork

/// What is wrong is told in words that an operator can act on, and nothing is lost by it.
@Suite struct StoreFaultTests {
    @Test func a_second_opener_is_refused() throws {
        let directory = try TemporaryDirectory()
        let store = try Store(directory: directory.path)
        #expect(throws: StoreError.inUse(directory: directory.path)) { try Store(directory: directory.path) }
        try store.close()
        _ = try Store(directory: directory.path)
    }

    @Test func a_closed_store_says_so() throws {
        let directory = try TemporaryDirectory()
        let store = try Store(directory: directory.path)
        var intent = RandomIntent(seed: 1)
        try store.close()
        try store.close()
        #expect(throws: StoreError.closed) { try store.append(intent.transactions(1)) }
        #expect(throws: StoreError.closed) { try store.load() }
    }

    @Test func a_newer_schema_is_refused() throws {
        let directory = try TemporaryDirectory()
        try Store(directory: directory.path).close()
        // The migration's name stands in the table and in its index.
        #expect(try directory.replace("0001-log-snapshots-facts", "0009-log-snapshots-facts") == 2)
        #expect(throws: StoreError.newerSchema(file: directory.database)) { try Store(directory: directory.path) }
    }

    @Test func a_directory_that_can_not_be_is_refused() throws {
        let directory = try TemporaryDirectory()
        let file = "\(directory.path)/file"
        try Data("text".utf8).write(to: URL(fileURLWithPath: file))
        for path in [file, "\(file)/below", "/proc/naru"] {
            let error = #expect(throws: StoreError.self) { try Store(directory: path) }
            guard case .directory(path, _)? = error else {
                Issue.record("\(path): \(String(describing: error))")
                continue
            }
        }
    }

    @Test(.enabled(if: geteuid() != 0, "root may write anywhere"))
    func a_directory_that_is_read_only_is_refused() throws {
        let directory = try TemporaryDirectory()
        chmod(directory.path, 0o500)
        defer { chmod(directory.path, 0o700) }
        let error = #expect(throws: StoreError.self) { try Store(directory: directory.path) }
        guard case .directory? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func a_file_that_is_no_database_is_refused() throws {
        let directory = try TemporaryDirectory()
        let text = String(repeating: "This is no database. ", count: 300)
        try Data(text.utf8).write(to: URL(fileURLWithPath: directory.database))
        let error = #expect(throws: StoreError.self) { try Store(directory: directory.path) }
        // SQLITE_NOTADB
        guard case .database(_, 26, _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try String(contentsOfFile: directory.database, encoding: .utf8) == text)
    }

    @Test func a_full_disk_fails_the_append_and_loses_nothing() throws {
        let directory = try TemporaryDirectory()
        var limits = StoreLimits()
        limits.databaseBytes = 80 * 4096
        var intent = RandomIntent(seed: 5)
        var durable = intent.state
        var refused: [Transaction] = []
        do {
            let store = try Store(directory: directory.path, limits: limits)
            for _ in 1...200 where refused.isEmpty {
                let transactions = intent.transactions(5)
                do throws(StoreError) {
                    try store.append(transactions)
                    durable = intent.state
                } catch {
                    // SQLITE_FULL
                    guard case .database(_, 13, _) = error else { throw error }
                    refused = transactions
                }
            }
            #expect(!refused.isEmpty)
            #expect(durable.revision > 50)
            #expect(same(try store.load().network, durable))
            try store.close()
        }
        // With room again it goes on where it stood.
        let store = try Store(directory: directory.path)
        #expect(same(try store.load().network, durable))
        try store.append(refused)
        #expect(same(try store.load().network, intent.state))
    }

    @Test func an_unreadable_transaction_is_named() throws {
        let table: [(old: String, new: String, words: String)] = [
            ("\"revision\":3,\"v\":2", "\"revision\":3,\"v\":9", "newer"),
            ("\"revision\":3,\"v\":2", "\"revision\":7,\"v\":2", "it says revision 7"),
            ("\"revision\":3,\"v\":2", "\"revision\":3,\"v\":,", "byte"),
        ]
        for (old, new, words) in table {
            let directory = try TemporaryDirectory()
            do {
                let store = try Store(directory: directory.path)
                var intent = RandomIntent(seed: 2)
                try store.append(intent.transactions(5))
                try store.close()
            }
            // The last member of the transaction itself; resources of the same revision say it in other words.
            #expect(try directory.replace(old + "}", new + "}") == 1)
            let store = try Store(directory: directory.path)
            let error = #expect(throws: StoreError.self) { try store.load() }
            guard case .unreadableTransaction(3, let reason)? = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(reason.contains(words), "\(reason)")
        }
    }

    @Test func an_unreadable_fact_is_named() throws {
        let directory = try TemporaryDirectory()
        do {
            let store = try Store(directory: directory.path)
            try store.persist([TopologyFixture.change])
            try store.close()
        }
        #expect(try directory.replace("\"link_up\":true", "\"link_up\":1234") == 1)
        let store = try Store(directory: directory.path)
        let error = #expect(throws: StoreError.self) { try store.load() }
        guard case .unreadableFact("interface/1/tap0", _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}
