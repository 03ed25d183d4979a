import ControllerCore
import Glibc
public import Logging
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import NetworkTypes
public import NorthboundAPI
public import ServiceLifecycle
public import Southbound
import Store
import TopologyGraph
import VirtualNetwork

/// Everything that narud runs, wired in one place.
public struct ControllerSettings: Sendable {
    public var dataDirectory: String
    public var version: String
    public var southbound: SouthboundSettings
    public var northbound: NorthboundServer.Configuration
    public var tokens: TokenTable
    /// Event loops for the nodes' connections.
    public var threads: Int

    public init(
        dataDirectory: String, version: String, southbound: SouthboundSettings,
        northbound: NorthboundServer.Configuration, tokens: TokenTable, threads: Int
    ) {
        self.dataDirectory = dataDirectory
        self.version = version
        self.southbound = southbound
        self.northbound = northbound
        self.tokens = tokens
        self.threads = threads
    }
}

/// The ports that were bound.
public struct BoundPorts: Hashable, Sendable {
    public let openFlow: Int
    public let ovsdb: Int
    public let rest: Int
}

/// The controller as a service: opens the store, starts the core, listens; on shutdown hangs up, leaves every flow in
/// place, and closes the store.
public struct ControllerService: Service {
    private let settings: ControllerSettings
    private let logger: Logger
    private let onBound: @Sendable (BoundPorts, Controller) async -> Void

    public init(
        settings: ControllerSettings, logger: Logger,
        onBound: @escaping @Sendable (BoundPorts, Controller) async -> Void
    ) {
        self.settings = settings
        self.logger = logger
        self.onBound = onBound
    }

    /// Throws when the store can't be opened or a port can't be bound; the error says which and why.
    public func run() async throws {
        let store = try Store(directory: settings.dataDirectory)
        let stored = try store.load()
        let writer = StoreWriter(store: store)
        for warning in stored.warnings { logger.warning("\(warning)") }
        logger.info(
            "intent loaded",
            metadata: [
                "revision": "\(stored.network.revision)", "topology_revision": "\(stored.topology.revision)",
                "directory": "\(settings.dataDirectory)",
            ])
        let coreGroup = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let nodeGroup = MultiThreadedEventLoopGroup(numberOfThreads: settings.threads)
        let core = ControllerCore(
            network: stored.network, topology: stored.topology, version: settings.version, startedAt: Self.now())
        let box = NIOLockedValueBox<Controller?>(nil)
        let southbound = SouthboundServer(
            group: nodeGroup, settings: settings.southbound, logger: logger,
            deliver: { key, reports in
                box.withLockedValue { $0 }?.post(reports.map { .report(key, $0) })
            },
            waitingChanged: { hosts in
                box.withLockedValue { $0 }?.post(.pendingNodes(hosts.map(PendingNode.init)))
            },
            wallClock: { Self.now().nanoseconds })
        let controller = Controller(
            core: core, loop: coreGroup.next(), wallClock: Self.now,
            otherMetrics: { ControllerMetrics.text(southbound.counters) + ControllerMetrics.text(store.metrics) })
        box.withLockedValue { $0 = controller }
        // Ports first: what is wrong with them should stop narud before it touches a node.
        let ports = try await southbound.start()
        try await controller.start(
            ControllerOutlets(
                append: { transactions, done in
                    writer.append(transactions) { result in
                        switch result {
                        case .success: done(nil)
                        case .failure(let error):
                            logger.error("the event log could not be written", metadata: ["error": "\(error)"])
                            done("\(error)")
                        }
                        let state = controller.snapshot.network
                        if writer.isSnapshotDue(at: state.revision) { writer.snapshot(state) { _ in } }
                    }
                },
                persist: { writer.persist($0) },
                command: { southbound.send($1, to: $0) },
                enrol: { southbound.enrol($0.key, id: $0.id, systemID: $0.systemID) },
                retire: { southbound.retire($0) }))
        try await serve(controller, ports)
        await southbound.stop()
        try await controller.heartbeat()
        await writer.close()
        try await nodeGroup.shutdownGracefully()
        try await coreGroup.shutdownGracefully()
        logger.info("stopped; the switches keep their flows")
    }

    private func serve(_ controller: Controller, _ ports: (openFlow: Int, ovsdb: Int)) async throws {
        var configuration = settings.northbound
        configuration.ovsdbPort = ports.ovsdb
        let isBound = NIOLockedValueBox(false)
        let server = NorthboundServer(
            access: controller, tokens: settings.tokens, configuration: configuration, logger: logger,
            onBound: { [onBound] rest in
                isBound.withLockedValue { $0 = true }
                await onBound(BoundPorts(openFlow: ports.openFlow, ovsdb: ports.ovsdb, rest: rest), controller)
            })
        do {
            try await withGracefulShutdownHandler {
                try await server.run()
            } onGracefulShutdown: {
                controller.beginStopping()
            }
        } catch  where !isBound.withLockedValue({ $0 }) {
            throw ListenError(purpose: "REST", host: configuration.host, port: configuration.port, cause: error)
        }
    }

    @Sendable private static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }
}

extension PendingNode {
    init(_ host: WaitingHost) {
        self.init(
            systemID: host.systemID, address: host.address, hostname: host.hostname, ovsVersion: host.ovsVersion,
            firstSeenAt: Timestamp(nanoseconds: host.firstSeenAt))
    }
}
