import Foundation
import OpenFlow

/// One side of a control channel on a Unix socket.
final class ControlSocket {
    private let descriptor: CInt
    private var buffer: [UInt8] = []

    struct Failure: Error {
        let call: String
        let number: CInt
    }

    /// Milliseconds without a byte after which the peer is given up.
    private static let patience: CInt = 20_000

    #if os(Linux)
        private static let stream = CInt(SOCK_STREAM.rawValue)
    #else
        private static let stream = SOCK_STREAM
    #endif

    private init(_ descriptor: CInt) {
        // A peer that hangs up while it is answered would end the tests.
        signal(SIGPIPE, SIG_IGN)
        // A program that another test starts would hold the channel open.
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        self.descriptor = descriptor
    }

    deinit { _ = close(descriptor) }

    private static func withAddress(
        _ path: String, _ call: (UnsafePointer<sockaddr>, socklen_t) -> CInt
    ) -> CInt {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                call($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    /// Waits for peers at `path`.
    static func listening(at path: String) throws -> ControlSocket {
        let socket = ControlSocket(socket(AF_UNIX, stream, 0))
        guard withAddress(path, { bind(socket.descriptor, $0, $1) }) == 0, listen(socket.descriptor, 8) == 0 else {
            throw Failure(call: "bind", number: errno)
        }
        return socket
    }

    static func connected(to path: String) throws -> ControlSocket {
        let socket = ControlSocket(socket(AF_UNIX, stream, 0))
        guard withAddress(path, { connect(socket.descriptor, $0, $1) }) == 0 else {
            throw Failure(call: "connect", number: errno)
        }
        return socket
    }

    /// The next peer of a socket that listens, if one comes within the time.
    func peer(within milliseconds: CInt) throws -> ControlSocket? {
        guard isReadable(milliseconds) else { return nil }
        let peer = accept(descriptor, nil, nil)
        guard peer >= 0 else { throw Failure(call: "accept", number: errno) }
        return ControlSocket(peer)
    }

    private func isReadable(_ milliseconds: CInt) -> Bool {
        var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&wanted, 1, milliseconds) > 0
    }

    /// The next whole message; nil where the peer has hung up or says nothing more.
    func next() -> [UInt8]? {
        while true {
            if case .complete(let length) = MessageFramer.next(in: buffer.span.bytes) {
                defer { buffer.removeFirst(length) }
                return Array(buffer.prefix(length))
            }
            guard isReadable(Self.patience) else { return nil }
            var chunk = [UInt8](repeating: 0, count: 65_536)
            let count = read(descriptor, &chunk, chunk.count)
            guard count > 0 else { return nil }
            buffer += chunk.prefix(count)
        }
    }

    func send(_ message: OpenFlowMessage, xid: UInt32) throws { try send(message.encode(xid: xid)) }

    func send(_ bytes: [UInt8]) throws {
        var start = 0
        while start < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                buffer.baseAddress.map { write(descriptor, $0 + start, bytes.count - start) } ?? 0
            }
            guard count > 0 else { throw Failure(call: "write", number: errno) }
            start += count
        }
    }
}
