import Foundation
import OpenFlow

/// A switch on a Unix socket for one peer after another: it agrees on the version, answers what must be answered, and keeps
/// the bytes of all that it is told. `ovs-ofctl` talks to it as to any switch.
final class JudgeSwitch {
    private let listener: CInt
    private let folder: URL
    /// Whole messages of the peers, in order, without hello, echo and barrier.
    private(set) var received: [[UInt8]] = []
    /// What a dump of flows is answered with.
    var flows: [FlowStatsEntry] = []

    struct SocketError: Error {
        let call: String
        let number: CInt
    }

    /// Milliseconds without a byte after which a peer is given up.
    private static let patience: CInt = 20_000

    init() throws {
        // A peer that hangs up while it is answered would end the tests.
        signal(SIGPIPE, SIG_IGN)
        folder = try JudgeProgram.temporaryFolder()
        listener = socket(AF_UNIX, Self.stream, 0)
        guard listener >= 0 else { throw SocketError(call: "socket", number: errno) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = Array(socketPath.utf8)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.prefix($0.count - 1)) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, size) }
        }
        guard bound == 0, listen(listener, 8) == 0 else { throw SocketError(call: "bind", number: errno) }
    }

    deinit {
        _ = close(listener)
        try? FileManager.default.removeItem(at: folder)
    }

    #if os(Linux)
        private static let stream = CInt(SOCK_STREAM.rawValue)
    #else
        private static let stream = SOCK_STREAM
    #endif

    private var socketPath: String { folder.appending(path: "switch").path }

    /// Runs `ovs-ofctl -O OpenFlow13 COMMAND SWITCH ARGUMENTS…` against this switch, to its end.
    func ofctl(_ command: [String], _ arguments: [String] = [], input: String = "") throws -> JudgeProgram.Outcome {
        let program = JudgeProgram.ofctl
        let process = try program.start(
            ["-O", "OpenFlow13", "--no-names", "-t", "30"] + command + ["unix:\(socketPath)"] + arguments,
            input: Data(input.utf8),
            in: folder)
        while process.isRunning {
            guard isReadable(listener, milliseconds: 50) else { continue }
            let peer = accept(listener, nil, nil)
            guard peer >= 0 else { throw SocketError(call: "accept", number: errno) }
            defer { _ = close(peer) }
            try serve(peer)
        }
        process.waitUntilExit()
        return try JudgeProgram.outcome(of: process, in: folder)
    }

    private func isReadable(_ descriptor: CInt, milliseconds: CInt) -> Bool {
        var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&wanted, 1, milliseconds) > 0
    }

    /// Talks with a peer until it hangs up.
    private func serve(_ peer: CInt) throws {
        try write(.hello(.version13), xid: 1, to: peer)
        var buffer: [UInt8] = []
        while isReadable(peer, milliseconds: Self.patience) {
            var chunk = [UInt8](repeating: 0, count: 65_536)
            let count = read(peer, &chunk, chunk.count)
            guard count > 0 else { return }
            buffer += chunk.prefix(count)
            var start = 0
            while case .complete(let length) = MessageFramer.next(
                in: buffer.span.bytes.extracting(droppingFirst: start))
            {
                try take(Array(buffer[start..<(start + length)]), from: peer)
                start += length
            }
            buffer.removeFirst(start)
        }
    }

    private func take(_ bytes: [UInt8], from peer: CInt) throws {
        guard let (xid, message) = try? OpenFlowMessage.decode(bytes) else {
            received.append(bytes)
            return
        }
        switch message {
        case .hello: return
        case .echoRequest(let data): return try write(.echoReply(data), xid: xid, to: peer)
        case .barrierRequest: return try write(.barrierReply, xid: xid, to: peer)
        default: received.append(bytes)
        }
        switch message {
        case .featuresRequest:
            let features = FeaturesReply(
                datapathID: 1, bufferCount: 0, tableCount: 254, auxiliaryID: 0, capabilities: 0x4f)
            try write(.featuresReply(features), xid: xid, to: peer)
        case .multipartRequest(let request):
            guard case .flow = request.body else { return try refuse(bytes, xid: xid, to: peer) }
            for flow in flows {
                try write(.multipartReply(MultipartReply(.flow([flow]), hasMore: true)), xid: xid, to: peer)
            }
            try write(.multipartReply(MultipartReply(.flow([]))), xid: xid, to: peer)
        case .bundleControl(let control):
            let answer: BundleControl.Kind = control.kind == .openRequest ? .openReply : .commitReply
            let reply = BundleControl(bundleID: control.bundleID, kind: answer, flags: control.flags)
            try write(.bundleControl(reply), xid: xid, to: peer)
        case .flowMod, .meterMod, .packetOut, .bundleAdd: break
        default: try refuse(bytes, xid: xid, to: peer)
        }
    }

    /// OFPBRC_BAD_TYPE: the peer need not wait for an answer.
    private func refuse(_ bytes: [UInt8], xid: UInt32, to peer: CInt) throws {
        try write(.error(ErrorMessage(type: 1, code: 1, data: Array(bytes.prefix(64)))), xid: xid, to: peer)
    }

    private func write(_ message: OpenFlowMessage, xid: UInt32, to peer: CInt) throws {
        let bytes = message.encode(xid: xid)
        var start = 0
        while start < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                guard let address = buffer.baseAddress else { return 0 }
                return send(peer, address + start, bytes.count - start, 0)
            }
            guard count > 0 else { throw SocketError(call: "send", number: errno) }
            start += count
        }
    }
}
