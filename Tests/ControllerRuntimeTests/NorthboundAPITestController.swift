import ControllerCore
import FlowCompiler
import Logging
import NetworkTypes
import NorthboundAPI
import NorthboundClient
import PersistentCollections
import Synchronization
import TopologyGraph
import VirtualNetwork

/// The real intent behind the API, without a store and without nodes that follow.
final class TestController: ControllerAccess {
    private struct State {
        var network = NetworkState()
        var now = Timestamp(nanoseconds: 1_800_000_000_000_000_000)
        var behind: [ResourceID] = []
        var topology = TopologyGraph()
        var drops: DropReport?
    }

    private let state = Mutex(State())

    var snapshot: ControllerSnapshot {
        let (network, topology) = state.withLock { ($0.network, $0.topology) }
        return ControllerSnapshot(
            network: network, topology: topology,
            compiler: FlowCompiler.compileAll(network: network, topology: topology),
            startedAt: Timestamp(nanoseconds: 1_800_000_000_000_000_000), version: "0.0.0-test",
            pendingNodes: [
                PendingNode(
                    systemID: "5f0c", address: "192.0.2.9", hostname: "host-9", ovsVersion: "3.1.0",
                    firstSeenAt: Timestamp(nanoseconds: 0))
            ], nodes: PagedArray(), bindingSerials: PagedArray())
    }

    func submit(_ command: Command, by principal: Principal) async -> Result<Committed, Refusal> {
        state.withLock { state in
            state.now = state.now.advanced(milliseconds: 1)
            do throws(Refusal) {
                let decision = try state.network.decide(command, by: principal, at: state.now)
                state.network.apply(decision.transaction)
                return .success(
                    Committed(
                        kind: decision.kind, id: decision.subject, revision: decision.transaction.revision))
            } catch {
                return .failure(error)
            }
        }
    }

    /// From now on these nodes do not follow.
    func leaveBehind(_ nodes: [ResourceID]) { state.withLock { $0.behind = nodes } }

    /// What a node reports.
    func observe(_ facts: [TopologyFact]) {
        state.withLock { state in
            for fact in facts { _ = state.topology.put(fact) }
        }
    }

    /// What the switch of any port says from now on.
    func count(_ report: DropReport) { state.withLock { $0.drops = report } }

    func drops(of port: PortKey, timeout: Duration) async -> DropReport? { state.withLock { $0.drops } }

    func waitUntilApplied(_ revision: Revision, timeout: Duration) async -> AppliedStatus {
        let behind = state.withLock { $0.behind }
        if !behind.isEmpty { try? await Task.sleep(for: timeout) }
        return AppliedStatus(revision: revision, behind: behind)
    }

    var metricsText: String { get async { "runtime_says 1\n" } }

    var readiness: (ready: Bool, reason: String) { (true, "serving") }
}

/// A server on a free port, and a client for each of the people.
struct TestPeople: Sendable {
    let controller: TestController
    let server: ServerAddress
    /// Members of two projects, and an operator.
    let red: NorthboundClient
    let blue: NorthboundClient
    let admin: NorthboundClient

    static let tokens: [(token: String, project: String, role: Principal.Role)] = [
        ("red-token", "red", .member), ("blue-token", "blue", .member), ("admin-token", "staff", .admin),
    ]

    /// Serves while `dialogue` runs.
    static func run(_ dialogue: @Sendable @escaping (TestPeople) async throws -> Void) async throws {
        let entries = tokens.compactMap { line in
            ProjectID(line.project).flatMap {
                TokenEntry(token: line.token, principal: Principal(project: $0, role: line.role))
            }
        }
        let controller = TestController()
        let (ports, found) = AsyncStream.makeStream(of: Int.self)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let server = NorthboundServer(
            access: controller, tokens: TokenTable(entries), configuration: .init(host: "127.0.0.1", port: 0),
            logger: logger, onBound: { port in found.yield(port) })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            var iterator = ports.makeAsyncIterator()
            let address = ServerAddress(host: "127.0.0.1", port: await iterator.next() ?? 0)
            let people = TestPeople(
                controller: controller, server: address,
                red: NorthboundClient(address: address, token: "red-token"),
                blue: NorthboundClient(address: address, token: "blue-token"),
                admin: NorthboundClient(address: address, token: "admin-token"))
            try await dialogue(people)
            for client in [people.red, people.blue, people.admin] { await client.close() }
            group.cancelAll()
            do { try await group.waitForAll() } catch is CancellationError {}
        }
    }
}
