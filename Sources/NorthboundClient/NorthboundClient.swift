public import JSONText
import NIOCore
import NIOHTTP1
import NIOPosix

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Speaks to the northbound over HTTP/1.1 and keeps connections for the next request. One request per connection at a
/// time; requests made at the same time take connections of their own.
public actor NorthboundClient {
    /// Bytes of one answer's body.
    public static let answerLimit = 256 << 20
    /// Connections kept while nobody uses them.
    public static let idleConnectionLimit = 64

    public nonisolated let server: ServerAddress
    private let token: String?
    private let timeout: TimeAmount
    private var idle: [any Channel] = []
    private var isClosed = false

    /// `server` as `ServerAddress` reads it. `timeout` bounds one request, connecting included; it should pass any
    /// `?wait=applied&timeout=` that is sent.
    public init(
        server: String, token: String? = nil, timeout: Duration = .seconds(90)
    ) throws(NorthboundClientError) {
        self.init(address: try ServerAddress(server), token: token, timeout: timeout)
    }

    public init(address: ServerAddress, token: String? = nil, timeout: Duration = .seconds(90)) {
        self.server = address
        self.token = token
        self.timeout = TimeAmount(timeout)
    }

    /// Sends one request and gives its answer, whatever its status. `path` starts with a slash and holds the query,
    /// already percent-encoded; `percentEncoded` does that for a value.
    public func request(
        _ method: String, _ path: String, body: JSONValue? = nil, headers: [String: String] = [:]
    ) async throws(NorthboundClientError) -> NorthboundResponse {
        var fields = HTTPHeaders()
        fields.add(name: "Host", value: server.authority)
        fields.add(name: "Accept", value: "application/json, */*")
        if let token { fields.add(name: "Authorization", value: "Bearer \(token)") }
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) { fields.replaceOrAdd(name: name, value: value) }
        var buffer = ByteBuffer()
        if let body {
            fields.replaceOrAdd(name: "Content-Type", value: "application/json")
            buffer.writeBytes(body.bytes)
        }
        if body != nil || method == "POST" || method == "PATCH" || method == "PUT" {
            fields.replaceOrAdd(name: "Content-Length", value: String(buffer.readableBytes))
        }
        let head = HTTPRequestHead(
            version: .http1_1, method: HTTPMethod(rawValue: method), uri: path, headers: fields)
        // A kept connection may have been closed by the other side just now; what changes nothing is sent again.
        if let channel = takeIdle() {
            do {
                return try await exchange(head, buffer, on: channel)
            } catch .connectionLost where method == "GET" {
                return try await exchange(head, buffer, on: connect())
            }
        }
        return try await exchange(head, buffer, on: connect())
    }

    /// As `request`, but an answer that is no success is thrown as `.problem`. Gives the body, null when it is empty.
    @discardableResult
    public func call(
        _ method: String, _ path: String, body: JSONValue? = nil, headers: [String: String] = [:]
    ) async throws(NorthboundClientError) -> JSONValue {
        let response = try await request(method, path, body: body, headers: headers).checked()
        if response.body.isEmpty { return .null }
        guard let json = response.json else { throw .malformedAnswer("the body is no JSON") }
        return json
    }

    /// Every item of a list, page by page. `path` has no `limit` and no `cursor`.
    public func items(
        _ path: String, headers: [String: String] = [:]
    ) async throws(NorthboundClientError) -> [JSONValue] {
        var items: [JSONValue] = []
        var cursor: String?
        let separator = path.contains("?") ? "&" : "?"
        repeat {
            var page = "\(path)\(separator)limit=1000"
            if let cursor { page += "&cursor=\(Self.percentEncoded(cursor))" }
            let answer = try await call("GET", page, headers: headers)
            guard let next = answer["items"]?.array else { throw .malformedAnswer("no items in a list") }
            items += next
            let following = answer["next_cursor"]?.string
            if following != nil, following == cursor { throw .malformedAnswer("the list does not end") }
            cursor = following
        } while cursor != nil
        return items
    }

    /// Closes the connections; a request after that makes new ones, which it closes itself.
    public func close() async {
        isClosed = true
        let channels = idle
        idle = []
        for channel in channels { try? await channel.close().get() }
    }

    /// Writes `text` so that it can stand as a value in a query (RFC 3986 §2.3: unreserved characters stay).
    public static func percentEncoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                bytes.append(byte)
            default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func takeIdle() -> (any Channel)? {
        while let channel = idle.popLast() {
            if channel.isActive { return channel }
        }
        return nil
    }

    private func connect() async throws(NorthboundClientError) -> any Channel {
        do {
            return try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connectTimeout(min(timeout, .seconds(10)))
                .channelOption(.tcpOption(.tcp_nodelay), value: 1)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHTTPClientHandlers()
                        try channel.pipeline.syncOperations.addHandler(ExchangeHandler())
                    }
                }
                .connect(host: server.host, port: server.port).get()
        } catch {
            throw .unreachable(server: server.description, reason: Self.reason(error))
        }
    }

    private static func reason(_ error: any Error) -> String {
        guard let connection = error as? NIOConnectionError else { return "\(error)" }
        if let first = connection.connectionErrors.first {
            guard let failure = first.error as? IOError else { return "\(first.error)" }
            return String(cString: strerror(failure.errnoCode))
        }
        return connection.dnsAError != nil ? "the name \(connection.host) has no address" : "no address answered"
    }

    private func exchange(
        _ head: HTTPRequestHead, _ body: ByteBuffer, on channel: any Channel
    ) async throws(NorthboundClientError) -> NorthboundResponse {
        let promise = channel.eventLoop.makePromise(of: Exchange.Answer.self)
        let exchange = Exchange(head: head, body: body, timeout: timeout, answer: promise)
        // On a channel already closed the handler is gone and only the write itself fails.
        channel.writeAndFlush(exchange).whenFailure { _ in
            promise.fail(NorthboundClientError.connectionLost)
            channel.close(promise: nil)
        }
        let answer: Exchange.Answer
        do {
            answer = try await promise.futureResult.get()
        } catch let error as NorthboundClientError {
            throw error
        } catch {
            throw .connectionLost
        }
        if answer.keepAlive, !isClosed, idle.count < Self.idleConnectionLimit {
            idle.append(channel)
        } else {
            channel.close(promise: nil)
        }
        return answer.response
    }
}
