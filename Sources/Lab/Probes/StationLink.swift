import Glibc
import NetworkTypes

/// The lab's end of its connection to a station. A socket in the file system reaches into every network namespace.
final class StationLink {
    private let socket: ProbeSocket
    private var buffer = [UInt8](repeating: 0, count: StationMessage.maximumBytes)

    init(to path: String) throws(LabError) {
        socket = try Self.open()
        guard Self.with(path, { connect(socket.descriptor, $0, $1) }) == 0 else {
            throw ProbeSocket.failure("connect \(path)")
        }
    }

    func ask(_ round: StationMessage.Round) throws(LabError) {
        let bytes = StationMessage.encode(round)
        guard socket.send(bytes) == bytes.count else { throw ProbeSocket.failure("send to a station") }
    }

    /// The outcomes of the round that was asked last, one for each question.
    func outcomes(count: Int, seconds: Double) throws(LabError) -> [AskOutcome] {
        let end = MonotonicClock.seconds + seconds
        while !socket.waitReadable(milliseconds: 50) {
            try Interrupts.check()
            if MonotonicClock.seconds > end { throw .timedOut(what: "a station's answer", seconds: seconds) }
        }
        guard let length = socket.receive(into: &buffer) else { throw ProbeSocket.failure("a station is gone") }
        let outcomes = StationMessage.decode(outcomes: buffer[..<length])
        guard outcomes.count == count else {
            throw .systemCall(name: "a station", reason: "\(outcomes.count) answers to \(count) questions")
        }
        return outcomes
    }

    /// The station's end: a socket that waits for the lab.
    static func listen(at path: String) throws(LabError) -> ProbeSocket {
        let socket = try open()
        guard with(path, { bind(socket.descriptor, $0, $1) }) == 0, Glibc.listen(socket.descriptor, 1) == 0 else {
            throw ProbeSocket.failure("listen at \(path)")
        }
        _ = fcntl(socket.descriptor, F_SETFL, O_NONBLOCK)
        return socket
    }

    /// Keeps messages apart, as datagrams do, and tells when the other side goes.
    private static func open() throws(LabError) -> ProbeSocket {
        let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue), 0)
        guard descriptor >= 0 else { throw ProbeSocket.failure("socket") }
        return ProbeSocket(taking: descriptor, family: .v4)
    }

    private static func with(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = UInt16(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            errno = ENAMETOOLONG
            return -1
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
