import Logging
import NIOCore
import NodeMachine
import OpenFlow
import OpenFlowChannel

/// Frames and decodes in place on the connection's event loop. Until the switch has told its datapath-id the connection
/// keeps the protocol's state; then it hands it to the node's host.
final class OpenFlowConnection: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum Stage {
        case lobby(ControllerChannel, ticker: RepeatedTask?)
        case handedOver(HostInlet<ReceivedMessage>)
        case closed
    }

    private var stage = Stage.closed
    private var unread = ByteBuffer()
    /// Nothing more is read once the connection was refused.
    private var isRefused = false
    private let registry: NodeRegistry
    private let logger: Logger
    private let meter: ConnectionMeter

    init(registry: NodeRegistry, logger: Logger, meter: ConnectionMeter) {
        self.registry = registry
        self.logger = logger
        self.meter = meter
    }

    func channelActive(context: ChannelHandlerContext) {
        meter.count { $0.openFlowConnections += 1 }
        var channel = ControllerChannel()
        let actions = channel.connected(now: NodeHost.now)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let ticker = context.eventLoop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) { _ in
            bound.value.0.tick(bound.value.1)
        }
        stage = .lobby(channel, ticker: ticker)
        perform(actions, context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        if unread.readableBytes == 0 { unread = buffer } else { unread.writeBuffer(&buffer) }
        if case .lobby = stage { readInLobby(context) }
        // The lobby may have ended in the middle of a read.
        while case .handedOver(let inlet) = stage, let message = next(context) { inlet.gather(message) }
        if unread.readableBytes == 0 { unread = ByteBuffer() } else { unread.discardReadBytes() }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if case .handedOver(let inlet) = stage { inlet.send() }
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        if case .handedOver(let inlet) = stage, !inlet.mayRead() { return }
        context.read()
    }

    private func readInLobby(_ context: ChannelHandlerContext) {
        while case .lobby(var channel, let ticker) = stage, let received = next(context) {
            let actions = channel.receive(xid: received.xid, received.message, now: NodeHost.now)
            stage = .lobby(channel, ticker: ticker)
            perform(actions, context)
        }
    }

    /// The next whole message; nil when there is none yet, or the connection is beyond help.
    private func next(_ context: ChannelHandlerContext) -> ReceivedMessage? {
        while !isRefused {
            switch MessageFramer.next(in: unread.readableBytesSpan) {
            case .needMore: return nil
            case .malformed(let error):
                meter.count { $0.malformedMessages += 1 }
                return close(context, reason: "\(error)")
            case .complete(let length):
                guard let slice = unread.readSlice(length: length) else { return nil }
                meter.count { $0.openFlowMessages += 1 }
                do throws(OpenFlowError) {
                    let (xid, message) = try OpenFlowMessage.decode(slice.readableBytesSpan)
                    return ReceivedMessage(xid: xid, message: message)
                } catch {
                    meter.count { $0.malformedMessages += 1 }
                    // Without a part of an answer the whole would be waited for in vain, or be taken for less than it is.
                    if error.scope == .channel || Self.isAnswer(slice) { return close(context, reason: "\(error)") }
                    logger.warning("message skipped", metadata: ["error": "\(error)"])
                }
            }
        }
        return nil
    }

    private static func isAnswer(_ message: ByteBuffer) -> Bool {
        let type = message.getInteger(at: message.readerIndex + 1, as: UInt8.self)
        return type == MessageType.multipartReply || type == MessageType.experimenter
    }

    private func perform(_ actions: [ChannelAction], _ context: ChannelHandlerContext) {
        for action in actions {
            switch action {
            case .send(let bytes): context.write(NIOAny(context.channel.allocator.buffer(bytes: bytes)), promise: nil)
            case .ready(let features): handOver(features.datapathID, context)
            case .close(let reason): close(context, reason: "\(reason)")
            default: break
            }
        }
        context.flush()
    }

    private func handOver(_ datapathID: UInt64, _ context: ChannelHandlerContext) {
        guard case .lobby(let channel, let ticker) = stage else { return }
        guard let key = NodeIdentity.node(of: datapathID), let host = registry.host(key) else {
            meter.count { $0.refusedConnections += 1 }
            close(context, reason: "no node has datapath-id 0x\(String(datapathID, radix: 16))")
            return
        }
        ticker?.cancel()
        let connection = context.channel
        guard host.attach(openFlow: connection, channel) else {
            close(context, reason: "its node is behind with other connections")
            return
        }
        stage = .handedOver(
            HostInlet(host: host, channel: connection, meter: meter) { host, messages, done in
                host.received(.openFlow(messages), openFlow: connection, done: done)
            })
    }

    private func tick(_ context: ChannelHandlerContext) {
        guard case .lobby(var channel, let ticker) = stage else { return }
        let actions = channel.tick(now: NodeHost.now)
        stage = .lobby(channel, ticker: ticker)
        perform(actions, context)
    }

    @discardableResult
    private func close(_ context: ChannelHandlerContext, reason: String) -> ReceivedMessage? {
        logger.info(
            "OpenFlow connection refused",
            metadata: ["reason": "\(reason)", "peer": "\(context.remoteAddress?.description ?? "")"])
        isRefused = true
        context.close(promise: nil)
        return nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        switch stage {
        case .lobby(_, let ticker): ticker?.cancel()
        case .handedOver(let inlet):
            inlet.finish()
            inlet.host.closed(openFlow: context.channel)
        case .closed: break
        }
        stage = .closed
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        logger.info("OpenFlow connection failed", metadata: ["error": "\(error)"])
        context.close(promise: nil)
    }
}
