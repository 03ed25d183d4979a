import JSONText
import Logging
import NIOCore
import NetworkTypes
import NodeMachine
import OVSDB

/// Frames and parses JSON on the connection's event loop. Until the node is known the connection keeps the session and its
/// host is listed as waiting; then it hands the session to the node's host.
final class DatabaseConnection: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum Stage {
        case lobby(OVSDBSession, ticker: RepeatedTask?)
        case handedOver(HostInlet<JSONValue>)
        case closed
    }

    private var stage = Stage.closed
    private var framer = JSONFramer()
    private var firstSeenAt: Int64 = 0
    private let registry: NodeRegistry
    private let logger: Logger
    private let meter: ConnectionMeter
    private let wallClock: @Sendable () -> Int64

    init(registry: NodeRegistry, logger: Logger, meter: ConnectionMeter, wallClock: @escaping @Sendable () -> Int64) {
        self.registry = registry
        self.logger = logger
        self.meter = meter
        self.wallClock = wallClock
    }

    func channelActive(context: ChannelHandlerContext) {
        meter.count { $0.ovsdbConnections += 1 }
        firstSeenAt = wallClock()
        var session = OVSDBSession()
        let actions = session.connected(now: NodeHost.now)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let ticker = context.eventLoop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) { _ in
            bound.value.0.tick(bound.value.1)
        }
        stage = .lobby(session, ticker: ticker)
        perform(actions, context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        framer.append(buffer.readableBytesView)
        do throws(JSONError) {
            while let frame = try framer.next() {
                let value = try JSONValue(parsing: frame)
                if case .handedOver(let inlet) = stage { inlet.gather(value) } else { receiveInLobby(value, context) }
            }
        } catch {
            meter.count { $0.malformedMessages += 1 }
            close(context, reason: "\(error)")
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if case .handedOver(let inlet) = stage { inlet.send() }
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        if case .handedOver(let inlet) = stage, !inlet.mayRead() { return }
        context.read()
    }

    private func receiveInLobby(_ value: JSONValue, _ context: ChannelHandlerContext) {
        guard case .lobby(var session, let ticker) = stage else { return }
        let actions = session.receive(value, now: NodeHost.now)
        stage = .lobby(session, ticker: ticker)
        perform(actions, context)
    }

    private func perform(_ actions: [OVSDBSession.Action], _ context: ChannelHandlerContext) {
        for action in actions {
            switch action {
            case .send(let bytes): context.write(NIOAny(context.channel.allocator.buffer(bytes: bytes)), promise: nil)
            case .snapshot(let snapshot), .changed(let snapshot): identify(snapshot, context)
            case .close(let reason): close(context, reason: "\(reason)")
            case .transactionFinished: break
            }
        }
        context.flush()
    }

    /// Finds the node, or lists the host as waiting.
    private func identify(_ snapshot: OpenVSwitchSnapshot, _ context: ChannelHandlerContext) {
        guard case .lobby(let session, let ticker) = stage else { return }
        let who = NodeIdentification(
            nodeID: snapshot.externalIDs["naru-node"].flatMap { ResourceKind.node.parse($0) },
            systemID: snapshot.systemID)
        let waiting = WaitingHost(
            systemID: snapshot.systemID ?? "", address: context.remoteAddress?.ipAddress ?? "",
            hostname: snapshot.externalIDs["hostname"] ?? "", ovsVersion: snapshot.ovsVersion,
            firstSeenAt: firstSeenAt)
        let channelLoop = context.eventLoop
        let bound = NIOLoopBound((self, context), eventLoop: channelLoop)
        let admission = registry.admit(self, who, waiting) {
            channelLoop.execute { bound.value.0.recheck(bound.value.1) }
        }
        switch admission {
        case .host(let host):
            ticker?.cancel()
            handOver(session, to: host, context)
        case .waits: break
        case .full:
            meter.count { $0.refusedConnections += 1 }
            close(context, reason: "\(SouthboundSettings.pendingLimit) unknown hosts wait already")
        }
    }

    private func handOver(_ session: OVSDBSession, to host: NodeHost, _ context: ChannelHandlerContext) {
        let channel = context.channel
        let address = context.localAddress?.ipAddress ?? "127.0.0.1"
        guard host.attach(ovsdb: channel, session: session, localAddress: address) else {
            return close(context, reason: "its node is behind with other connections")
        }
        stage = .handedOver(
            HostInlet(host: host, channel: channel, meter: meter) { host, values, done in
                host.received(.ovsdb(values), ovsdb: channel, done: done)
            })
    }

    private func recheck(_ context: ChannelHandlerContext) {
        guard case .lobby(let session, _) = stage, let snapshot = session.snapshot else { return }
        identify(snapshot, context)
    }

    private func tick(_ context: ChannelHandlerContext) {
        guard case .lobby(var session, let ticker) = stage else { return }
        let actions = session.tick(now: NodeHost.now)
        stage = .lobby(session, ticker: ticker)
        perform(actions, context)
    }

    private func close(_ context: ChannelHandlerContext, reason: String) {
        logger.info(
            "database connection refused",
            metadata: ["reason": "\(reason)", "peer": "\(context.remoteAddress?.description ?? "")"])
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        switch stage {
        case .lobby(_, let ticker): ticker?.cancel()
        case .handedOver(let inlet):
            inlet.finish()
            inlet.host.closed(ovsdb: context.channel)
        case .closed: break
        }
        stage = .closed
        registry.waitsNoMore(self)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        logger.info("database connection failed", metadata: ["error": "\(error)"])
        context.close(promise: nil)
    }
}
