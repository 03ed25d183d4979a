public import Logging
import NIOConcurrencyHelpers
public import NIOCore
import NIOPosix
public import NetworkTypes
public import NodeMachine

/// Counts from every event loop.
final class ConnectionMeter: Sendable {
    private let counters = NIOLockedValueBox(SouthboundCounters())

    func count(_ change: (inout SouthboundCounters) -> Void) { counters.withLockedValue { change(&$0) } }

    /// - Parameter underWay: the connection's, this one included.
    func inputSent(underWay: Int) {
        count { counters in
            counters.inputsUnderWay += 1
            counters.inputsUnderWayPeak = max(counters.inputsUnderWayPeak, underWay)
        }
    }

    var value: SouthboundCounters { counters.withLockedValue { $0 } }
}

/// Listens for the nodes' databases and switches, and hosts a `NodeMachine` for each node that is known.
public final class SouthboundServer: Sendable {
    private let group: any EventLoopGroup
    private let hostGroup: any EventLoopGroup
    private let settings: SouthboundSettings
    private let logger: Logger
    private let registry: NodeRegistry
    private let meter = ConnectionMeter()
    private let listeners = NIOLockedValueBox<[any Channel]>([])
    private let openFlowPort = NIOLockedValueBox(0)
    private let deliver: @Sendable (NodeKey, [NodeReport]) -> Void
    private let wallClock: @Sendable () -> Int64

    /// - Parameters:
    ///   - group: event loops of the connections.
    ///   - hostGroup: event loops of the nodes; nil means those of the connections.
    ///   - deliver: takes a node's reports, in order, on that node's event loop.
    ///   - waitingChanged: takes the whole list of unknown hosts.
    ///   - wallClock: nanoseconds since 1970.
    public init(
        group: any EventLoopGroup, hostGroup: (any EventLoopGroup)? = nil, settings: SouthboundSettings, logger: Logger,
        deliver: @escaping @Sendable (NodeKey, [NodeReport]) -> Void,
        waitingChanged: @escaping @Sendable ([WaitingHost]) -> Void, wallClock: @escaping @Sendable () -> Int64
    ) {
        self.group = group
        self.hostGroup = hostGroup ?? group
        self.settings = settings
        self.logger = logger
        self.deliver = deliver
        self.wallClock = wallClock
        registry = NodeRegistry(waitingChanged: waitingChanged)
    }

    /// Binds both ports. Throws `ListenError`.
    ///
    /// - Returns: the ports that are bound, which differ from the settings' where those say 0.
    public func start() async throws -> (openFlow: Int, ovsdb: Int) {
        let openFlow = try await listen("OpenFlow", settings.openFlowHost, settings.openFlowPort) {
            [registry, logger, meter] in
            OpenFlowConnection(registry: registry, logger: logger, meter: meter)
        }
        openFlowPort.withLockedValue { $0 = openFlow }
        let ovsdb = try await listen("OVSDB", settings.ovsdbHost, settings.ovsdbPort) {
            [registry, logger, meter, wallClock] in
            DatabaseConnection(registry: registry, logger: logger, meter: meter, wallClock: wallClock)
        }
        return (openFlow, ovsdb)
    }

    private func listen(
        _ purpose: String, _ host: String, _ port: Int, _ handler: @escaping @Sendable () -> any ChannelHandler
    ) async throws -> Int {
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelOption(
                .writeBufferWaterMark,
                value: .init(low: SouthboundSettings.unsentBytesLimit / 2, high: SouthboundSettings.unsentBytesLimit)
            )
            .childChannelOption(.maxMessagesPerRead, value: UInt(SouthboundSettings.readsPerInput))
            .childChannelInitializer { [logger, meter] child in
                child.eventLoop.makeCompletedFuture {
                    try child.pipeline.syncOperations.addHandlers(
                        OverflowGuard(logger: logger, meter: meter), handler())
                }
            }
        let channel: any Channel
        do {
            channel = try await bootstrap.bind(host: host, port: port).get()
        } catch {
            throw ListenError(purpose: purpose, host: host, port: port, cause: error)
        }
        listeners.withLockedValue { $0.append(channel) }
        return channel.localAddress?.port ?? port
    }

    public func enrol(_ key: NodeKey, id: ResourceID, systemID: String?) {
        registry.enrol(key, id: id, systemID: systemID) {
            NodeHost(
                key: key, id: id, loop: hostGroup.next(), logger: logger, meter: meter,
                advertisedAddress: settings.advertisedAddress, openFlowPort: openFlowPort.withLockedValue { $0 },
                deliver: deliver)
        }
    }

    public func retire(_ key: NodeKey) { registry.retire(key) }

    public func send(_ command: NodeCommand, to key: NodeKey) { registry.host(key)?.post(command) }

    public var counters: SouthboundCounters { meter.value }

    /// Stops listening and hangs up. The switches keep their flows: they fail secure.
    public func stop() async {
        for channel in listeners.withLockedValue({ $0 }) { try? await channel.close() }
        let hangUps = registry.allHosts.map { $0.hangUp() }
        for hangUp in hangUps { try? await hangUp.get() }
    }
}

/// Hangs up on a peer that does not read.
final class OverflowGuard: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let logger: Logger
    private let meter: ConnectionMeter

    init(logger: Logger, meter: ConnectionMeter) {
        self.logger = logger
        self.meter = meter
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        guard !context.channel.isWritable else { return context.fireChannelWritabilityChanged() }
        meter.count { $0.unsentOverflows += 1 }
        logger.warning(
            "connection closed: its peer does not read",
            metadata: [
                "peer": "\(context.remoteAddress?.description ?? "")",
                "unsent_bytes_limit": "\(SouthboundSettings.unsentBytesLimit)",
            ])
        context.close(promise: nil)
    }
}
