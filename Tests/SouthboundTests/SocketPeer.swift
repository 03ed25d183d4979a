import JSONText
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import NetworkTypes
import NodeMachine
import OpenFlow

/// A peer on a socket of its own: says what the test wants, and takes down what it hears.
final class SocketPeer: Sendable {
    private final class Listener: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let heard: NIOLockedValueBox<[UInt8]>

        init(_ heard: NIOLockedValueBox<[UInt8]>) { self.heard = heard }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let bytes = Array(unwrapInboundIn(data).readableBytesView)
            heard.withLockedValue { $0 += bytes }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }

    private let channel: any Channel
    private let listener: NIOLockedValueBox<[UInt8]>
    private let unwritten = NIOLockedValueBox(0)

    private init(_ channel: any Channel, _ listener: NIOLockedValueBox<[UInt8]>) {
        self.channel = channel
        self.listener = listener
    }

    static func connect(to port: Int, on group: any EventLoopGroup) async throws -> SocketPeer {
        let heard = NIOLockedValueBox<[UInt8]>([])
        let channel = try await ClientBootstrap(group: group)
            .channelOption(.socketOption(.so_sndbuf), value: 1 << 16)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Listener(heard))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        return SocketPeer(channel, heard)
    }

    var heard: [UInt8] { listener.withLockedValue { $0 } }
    var isConnected: Bool { channel.isActive }
    /// What was said and the other side's TCP window has not taken.
    var hasUnwritten: Bool { unwritten.withLockedValue { $0 } > 0 }

    func say(_ bytes: [UInt8]) {
        unwritten.withLockedValue { $0 += 1 }
        channel.writeAndFlush(channel.allocator.buffer(bytes: bytes)).whenComplete { [unwritten] _ in
            unwritten.withLockedValue { $0 -= 1 }
        }
    }

    func say(_ text: String) { say(Array(text.utf8)) }

    func close() async throws { if channel.isActive { try await channel.close() } }
}

// MARK: what a database says

extension SocketPeer {
    private static func externalIDs(_ systemID: String, _ hostname: String) -> JSONValue {
        ["external_ids": ["map", [["system-id", .string(systemID)], ["hostname", .string(hostname)]]]]
    }

    /// The answer to the first monitor request, as if it had been awaited.
    func introduce(systemID: String) {
        let row: JSONValue = ["new": Self.externalIDs(systemID, "h-0")]
        let tables: JSONValue = ["Open_vSwitch": ["00000000-0000-4000-8000-000000000001": row]]
        say(JSONValue.object(["id": "monitor", "error": nil, "result": tables]).text)
    }

    /// As many changes of the host's name; the last is `h-count`.
    func rename(systemID: String, times count: Int) {
        let changes = (1...count).map { index in
            let row: JSONValue = [
                "old": Self.externalIDs(systemID, "h-\(index - 1)"), "new": Self.externalIDs(systemID, "h-\(index)"),
            ]
            let tables: JSONValue = ["Open_vSwitch": ["00000000-0000-4000-8000-000000000001": row]]
            return JSONValue.object(["id": nil, "method": "update", "params": ["monitor", tables]]).text
        }
        say(changes.joined())
    }
}

// MARK: what a switch says

extension SocketPeer {
    func introduce(switchOf node: NodeKey) {
        let features = FeaturesReply(datapathID: NodeIdentity.datapathID(of: node), tableCount: 254)
        say(
            OpenFlowMessage.hello(.version13).encode(xid: 1)
                + OpenFlowMessage.featuresReply(features).encode(xid: 2))
    }

    func askForEchoes(_ count: Int, bytes: Int) {
        let data = [UInt8](repeating: 7, count: bytes)
        for index in 0..<count { say(OpenFlowMessage.echoRequest(data).encode(xid: UInt32(1000 + index))) }
    }

    /// The xids of the echo replies that were heard whole.
    var echoedXIDs: [UInt32] {
        let bytes = heard
        var xids: [UInt32] = []
        var start = 0
        while start + 8 <= bytes.count {
            let length = Int(bytes[start + 2]) << 8 | Int(bytes[start + 3])
            guard length >= 8, start + length <= bytes.count else { break }
            if bytes[start + 1] == MessageType.echoReply {
                xids.append(bytes[(start + 4)..<(start + 8)].reduce(0) { $0 << 8 | UInt32($1) })
            }
            start += length
        }
        return xids
    }
}
