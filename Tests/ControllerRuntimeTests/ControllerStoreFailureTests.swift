import ControllerCore
import JSONText
import NIOCore
import NIOPosix
import NetworkTypes
import NorthboundAPI
import NorthboundClient
import ServiceLifecycle
import Store
import Testing
import VirtualNetwork

@testable import ControllerRuntime

/// A disk that is full: the write is refused, and nothing of it is seen.
@Suite struct ControllerStoreFailureTests {
    /// Bytes that the database may have: a few dozen transactions.
    private static let databaseBytes = 256 << 10
    /// A tag as long as it may be, so that the database is full soon.
    private static let writesAtMost = 5000

    @Test func `a full disk is a 503 that changes nothing`() async throws {
        let directory = try TestDirectory()
        var limits = StoreLimits()
        limits.databaseBytes = Self.databaseBytes
        let store = try Store(directory: directory.path, limits: limits)
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let controller = try await Self.controller(on: store, loop: loops.next())
        try await Self.serve(controller) { red in
            let refused = try #require(try await Self.fill(red))
            #expect(refused.response.status == 503)
            #expect(refused.response.header("Content-Type") == "application/problem+json")
            #expect(refused.response.json?["code"] == "store-failed")
            #expect(refused.response.json?["type"] == "urn:naru:problem:store-failed")
            #expect(refused.response.json?["remedy"]?.string?.isEmpty == false)
            // What was acknowledged stands, and the refused write left no trace.
            #expect(refused.made > 0)
            #expect(try await red.items("/v1/vpcs").count == refused.made)
            #expect(try await red.call("GET", "/v1/status")["revision"] == .integer(Int64(refused.made)))
            #expect(controller.counters.transactions == refused.made)
            #expect(store.metrics.appendFailures == 1)
        }
        let revision = controller.snapshot.network.revision
        try store.close()
        try await loops.shutdownGracefully()

        // With room again the next controller takes up from there.
        try await RunningController.run(on: directory.path) { running in
            #expect(try await running.red.call("GET", "/v1/status")["revision"] == .integer(Int64(revision)))
            let made = try await running.red.call("POST", "/v1/vpcs", body: ["cidrs": ["10.0.0.0/16"]])
            #expect(made["revision"] == .integer(Int64(revision) + 1))
        }
    }

    /// Writes until one is refused. Returns that answer and how many were taken.
    private static func fill(_ red: NorthboundClient) async throws -> (response: NorthboundResponse, made: Int)? {
        let long = String(repeating: "x", count: 200)
        for made in 0..<writesAtMost {
            let answer = try await red.request(
                "POST", "/v1/vpcs",
                body: ["cidrs": ["10.0.0.0/16"], "tags": ["a": .string(long), "b": .string(long), "c": .string(long)]])
            if answer.status != 201 { return (answer, made) }
        }
        return nil
    }

    /// The controller on a store of the test's choice, without a southbound side.
    private static func controller(on store: Store, loop: any EventLoop) async throws -> Controller {
        let stored = try store.load()
        let writer = StoreWriter(store: store)
        let time = Timestamp(nanoseconds: 1_800_000_000_000_000_000)
        let controller = Controller(
            core: ControllerCore(
                network: stored.network, topology: stored.topology, version: "0.0.0-test", startedAt: time),
            loop: loop, wallClock: { time }, otherMetrics: { "" })
        try await controller.start(
            ControllerOutlets(
                append: { transactions, done in
                    writer.append(transactions) { result in
                        switch result {
                        case .success: done(nil)
                        case .failure(let error): done("\(error)")
                        }
                    }
                },
                persist: { writer.persist($0) }, command: { _, _ in }, enrol: { _ in }, retire: { _ in }))
        return controller
    }

    private static func serve(
        _ controller: Controller, _ dialogue: @Sendable @escaping (NorthboundClient) async throws -> Void
    ) async throws {
        let (bound, found) = AsyncStream.makeStream(of: Int.self)
        let server = NorthboundServer(
            access: controller, tokens: RunningController.tokens, configuration: .init(host: "127.0.0.1", port: 0),
            logger: RunningController.quiet, onBound: { found.yield($0) })
        let group = ServiceGroup(services: [server], logger: RunningController.quiet)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { found.finish() }
                try await group.run()
            }
            var iterator = bound.makeAsyncIterator()
            let address = ServerAddress(host: "127.0.0.1", port: await iterator.next() ?? 0)
            let red = NorthboundClient(address: address, token: "red-token")
            var failure: (any Error)?
            do { try await dialogue(red) } catch { failure = error }
            await red.close()
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            if let failure { throw failure }
        }
    }
}
