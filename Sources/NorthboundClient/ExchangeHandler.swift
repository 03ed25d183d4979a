import NIOCore
import NIOHTTP1

/// One request and the promise of its answer, written into the pipeline as one message.
struct Exchange: Sendable {
    let head: HTTPRequestHead
    let body: ByteBuffer
    let timeout: TimeAmount
    let answer: EventLoopPromise<Answer>

    struct Answer: Sendable {
        let response: NorthboundResponse
        /// The connection may carry another request.
        let keepAlive: Bool
    }
}

/// Pairs one request at a time with its answer on a connection.
final class ExchangeHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundIn = Exchange
    typealias OutboundOut = HTTPClientRequestPart

    private var exchange: Exchange?
    private var deadline: Scheduled<Void>?
    private var head: HTTPResponseHead?
    private var body: [UInt8] = []

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let exchange = unwrapOutboundIn(data)
        guard self.exchange == nil, context.channel.isActive else {
            exchange.answer.fail(NorthboundClientError.connectionLost)
            promise?.fail(NorthboundClientError.connectionLost)
            return
        }
        self.exchange = exchange
        head = nil
        body = []
        let time = Duration.nanoseconds(exchange.timeout.nanoseconds)
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: exchange.timeout) {
            self.fail(.timedOut(after: time), context: context)
        }
        context.write(wrapOutboundOut(.head(exchange.head)), promise: nil)
        if exchange.body.readableBytes > 0 {
            context.write(wrapOutboundOut(.body(.byteBuffer(exchange.body))), promise: nil)
        }
        context.write(wrapOutboundOut(.end(nil)), promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard exchange != nil else {
            // An answer nobody asked for.
            context.close(promise: nil)
            return
        }
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body(let bytes):
            guard body.count + bytes.readableBytes <= NorthboundClient.answerLimit else {
                return fail(.answerTooLong(limit: NorthboundClient.answerLimit), context: context)
            }
            body += bytes.readableBytesView
        case .end: finish(context: context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(.malformedAnswer("\(error)"), context: context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(.connectionLost, context: context)
        context.fireChannelInactive()
    }

    private func finish(context: ChannelHandlerContext) {
        guard let exchange, let head else { return fail(.malformedAnswer("no head"), context: context) }
        // 1xx answers come before the answer proper.
        if (100..<200).contains(Int(head.status.code)) { return }
        let headers = head.headers.map { NorthboundResponse.Header(name: $0.name, value: $0.value) }
        let response = NorthboundResponse(status: Int(head.status.code), headers: headers, body: body)
        forget()
        if !head.isKeepAlive { context.close(promise: nil) }
        exchange.answer.succeed(Exchange.Answer(response: response, keepAlive: head.isKeepAlive))
    }

    private func fail(_ error: NorthboundClientError, context: ChannelHandlerContext) {
        let promise = exchange?.answer
        forget()
        if context.channel.isActive { context.close(promise: nil) }
        promise?.fail(error)
    }

    private func forget() {
        deadline?.cancel()
        deadline = nil
        exchange = nil
        head = nil
        body = []
    }
}
