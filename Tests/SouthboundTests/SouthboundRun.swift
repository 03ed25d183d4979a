import Logging
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import NetworkTypes
import NodeMachine
import Southbound
import Testing

/// A server on free ports with two nodes. The event loop of `slow` stands still at its first report until the barrier is
/// opened; that of `other` runs.
struct SouthboundRun: Sendable {
    static let slow = NodeKey(1)
    static let other = NodeKey(2)

    let server: SouthboundServer
    let ports: (openFlow: Int, ovsdb: Int)
    let barrier: LoopBarrier
    private let group: MultiThreadedEventLoopGroup
    private let reported: NIOLockedValueBox<[NodeKey: [NodeReport]]>

    static func run(_ dialogue: (SouthboundRun) async throws -> Void) async throws {
        let connections = MultiThreadedEventLoopGroup(numberOfThreads: 2)
        let hosts = MultiThreadedEventLoopGroup(numberOfThreads: 2)
        let barrier = LoopBarrier()
        let reported = NIOLockedValueBox<[NodeKey: [NodeReport]]>([:])
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let server = SouthboundServer(
            group: connections, hostGroup: hosts,
            settings: SouthboundSettings(
                openFlowHost: "127.0.0.1", openFlowPort: 0, ovsdbHost: "127.0.0.1", ovsdbPort: 0,
                advertisedAddress: nil),
            logger: logger,
            deliver: { key, reports in
                if key == slow { barrier.pass() }
                reported.withLockedValue { $0[key, default: []] += reports }
            },
            waitingChanged: { _ in }, wallClock: { 0 })
        let ports = try await server.start()
        for key in [slow, other] {
            server.enrol(key, id: ResourceID(random: 0, UInt64(key.value)), systemID: "host-\(key.value)")
        }
        var failure: (any Error)?
        do {
            try await dialogue(
                SouthboundRun(server: server, ports: ports, barrier: barrier, group: connections, reported: reported))
        } catch { failure = error }
        barrier.open()
        await server.stop()
        try await connections.shutdownGracefully()
        try await hosts.shutdownGracefully()
        if let failure { throw failure }
    }

    private init(
        server: SouthboundServer, ports: (openFlow: Int, ovsdb: Int), barrier: LoopBarrier,
        group: MultiThreadedEventLoopGroup, reported: NIOLockedValueBox<[NodeKey: [NodeReport]]>
    ) {
        self.server = server
        self.ports = ports
        self.barrier = barrier
        self.group = group
        self.reported = reported
    }

    func database() async throws -> SocketPeer { try await SocketPeer.connect(to: ports.ovsdb, on: group) }
    func openFlow() async throws -> SocketPeer { try await SocketPeer.connect(to: ports.openFlow, on: group) }

    func reports(of key: NodeKey) -> [NodeReport] { reported.withLockedValue { $0[key] ?? [] } }

    /// The host names that a node has reported, in order.
    func hostnames(of key: NodeKey) -> [String] {
        reports(of: key).compactMap { report in
            if case .observed(let observation) = report { observation.hostname } else { nil }
        }
    }

    /// Waits for what must come about; records an issue where it does not.
    func wait(
        until what: Comment, at location: SourceLocation = #_sourceLocation, _ isSo: () -> Bool
    ) async throws {
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(120)
        while !isSo() {
            guard clock.now < deadline else {
                Issue.record(what, sourceLocation: location)
                return
            }
            try await Task.sleep(for: .milliseconds(2))
        }
    }
}
