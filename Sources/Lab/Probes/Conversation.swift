import Glibc
public import NetworkTypes

/// A slow, endless exchange of small messages, of which each end writes down when something came: a line with the
/// monotonic clock's milliseconds and the bytes so far. So the lab sees, while it goes on, when it stops and goes on again.
///
/// TCP: both ends speak. UDP: the called end speaks to whoever wrote to it first; the caller is silent once it was
/// answered, but for one datagram at each SIGUSR1.
public enum Conversation {
    /// Seconds between two messages of an end.
    private static let pause = 0.01
    /// Seconds after which a UDP caller that was never answered writes again.
    private static let patience = 0.2
    private static let message = [UInt8](repeating: 0x6e, count: 32)

    /// The called end.
    public static func listen(isTCP: Bool, port: UInt16, family: IPFamily, seconds: Double) throws(LabError) {
        let end = MonotonicClock.seconds + seconds
        if isTCP {
            let listener = try ProbeSocket.tcp(family)
            talk(try listener.listenAndAccept(port: port), until: end)
            return
        }
        let socket = try ProbeSocket.udp(family)
        try socket.bind(port: port)
        Probe.announceReadiness()
        guard connectToFirstSender(socket, until: end) else { return }
        talk(socket, until: end)
    }

    /// The calling end, from a port of its own.
    public static func call(
        isTCP: Bool, to address: IPAddress, port: UInt16, source: UInt16, seconds: Double
    ) throws(LabError) {
        let end = MonotonicClock.seconds + seconds
        let socket = isTCP ? try ProbeSocket.tcp(address.family) : try ProbeSocket.udp(address.family)
        try socket.bind(port: source)
        if isTCP {
            try socket.connect(to: address, port: port)
            Probe.announceReadiness()
            return talk(socket, until: end)
        }
        var poke = sigset_t()
        sigemptyset(&poke)
        sigaddset(&poke, SIGUSR1)
        sigprocmask(SIG_BLOCK, &poke, nil)
        try socket.connect(to: address, port: port)
        Probe.announceReadiness()
        hear(socket, until: end, poke: poke)
    }

    /// Speaks and hears.
    private static func talk(_ socket: ProbeSocket, until end: Double) {
        _ = fcntl(socket.descriptor, F_SETFL, O_NONBLOCK)
        var log = Log()
        var next = MonotonicClock.seconds
        while MonotonicClock.seconds < end {
            let now = MonotonicClock.seconds
            if now >= next {
                // What doesn't fit the socket's buffer is not sent: the stream has stopped.
                socket.send(message)
                next = now + pause
            }
            guard socket.waitReadable(milliseconds: 5) else { continue }
            guard log.take(from: socket) else { return Probe.write("closed\n") }
        }
    }

    /// Hears, and writes until it hears something for the first time.
    private static func hear(_ socket: ProbeSocket, until end: Double, poke: sigset_t) {
        _ = fcntl(socket.descriptor, F_SETFL, O_NONBLOCK)
        var log = Log()
        var next = MonotonicClock.seconds
        while MonotonicClock.seconds < end {
            var poke = poke
            var noTime = timespec()
            let isPoked = sigtimedwait(&poke, nil, &noTime) == SIGUSR1
            let now = MonotonicClock.seconds
            if isPoked || (log.total == 0 && now >= next) {
                socket.send(message)
                next = now + patience
            }
            if socket.waitReadable(milliseconds: 5) { _ = log.take(from: socket) }
        }
    }

    private static func connectToFirstSender(_ socket: ProbeSocket, until end: Double) -> Bool {
        while MonotonicClock.seconds < end {
            guard socket.waitReadable(milliseconds: 100) else { continue }
            var sender = sockaddr_storage()
            var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
            var buffer = message
            let isConnected = withUnsafeMutablePointer(to: &sender) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                    recvfrom(socket.descriptor, &buffer, buffer.count, 0, generic, &length) > 0
                        && connect(socket.descriptor, generic, length) == 0
                }
            }
            if isConnected { return true }
        }
        return false
    }

    /// Counts what comes.
    private struct Log {
        private(set) var total = 0
        private var buffer = [UInt8](repeating: 0, count: 1 << 16)

        /// Reads what waits; false at the end of the stream or after a reset.
        mutating func take(from socket: ProbeSocket) -> Bool {
            let before = total
            var isOpen = true
            while true {
                let count = recv(socket.descriptor, &buffer, buffer.count, 0)
                if count > 0 {
                    total += count
                    continue
                }
                // A datagram that the other side refused is no end.
                isOpen = count < 0 && (errno == EAGAIN || errno == ECONNREFUSED)
                break
            }
            if total > before { Probe.write("\(Int(MonotonicClock.seconds * 1000)) \(total)\n") }
            return isOpen
        }
    }
}
