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
    private static let writesAtMost = 5000

    @Test func `a full disk is a 503 that changes nothing`() async throws {
        let directory = try TestDirectory()
        var limits = StoreLimits()
        limits.databaseBytes = Self.databaseBytes
        let store = try Store(directory: directory.path, limits: limits)
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let controller = try await Self.controller(on: store, loop: loops.next())
        try await Self.serve(controller) { red in
            let vpc = try await red.call("POST", "/v1/vpcs", body: ["cidrs": ["10.0.0.0/16"]])
            let path = "/v1/vpcs/\(vpc["id"]?.string ?? "")"
            let (refused, taken) = try await Self.fill(red, path)
            #expect(refused.status == 503)
            #expect(refused.header("Content-Type") == "application/problem+json")
            #expect(refused.header("Retry-After") == "1")
            #expect(refused.json?["code"] == "store-failed")
            #expect(refused.json?["type"] == "urn:naru:problem:store-failed")
            #expect(refused.json?["remedy"]?.string?.isEmpty == false)
            // What was acknowledged last stands, and the refused write left no trace.
            let last = try #require(taken)
            #expect(try await red.call("GET", path) == last)
            #expect(try await red.call("GET", "/v1/status")["revision"] == last["revision"])
            #expect(last["revision"] == .integer(Int64(controller.counters.transactions)))
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

    /// Changes a VPC until that is refused. Returns the refusal, and the VPC as the last good answer had it.
    private static func fill(
        _ red: NorthboundClient, _ path: String
    ) async throws -> (refused: NorthboundResponse, taken: JSONValue?) {
        let long = String(repeating: "x", count: 200)
        var taken: JSONValue?
        for index in 0..<writesAtMost {
            let name = JSONValue.string("name-\(index)")
            let answer = try await red.request(
                "PATCH", path, body: ["name": name, "tags": ["a": .string(long), "b": .string(long), "c": name]])
            guard answer.isSuccess else { return (answer, taken) }
            taken = answer.json
        }
        throw NorthboundClientError.malformedAnswer("\(writesAtMost) writes were taken by a full disk")
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
