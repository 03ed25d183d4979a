import Glibc
import NetworkTypes

/// Lives in a machine for a whole run: answers on its ports, TCP and UDP, both families, and asks other machines when the
/// lab tells it to, all questions of a round at once.
public final class Station {
    /// Source ports are taken in turn from these, so that no connection of a round has the ports of an earlier one.
    private static let sourcePorts: ClosedRange<UInt16> = 20_000...59_999
    /// Seconds for which a connection that nobody closed is kept.
    private static let connectionLife = 5.0

    private let commands: ProbeSocket
    private var listeners: [ProbeSocket] = []
    private var echoes: [ProbeSocket] = []
    private var connections: [(socket: ProbeSocket, until: Double)] = []
    private var link: ProbeSocket?
    private var nextSource = UInt16.random(in: Station.sourcePorts)
    private var buffer = [UInt8](repeating: 0, count: StationMessage.maximumBytes)

    /// Listens on `ports`, and for the lab at the socket `path`.
    public init(path: String, ports: [UInt16]) throws(LabError) {
        commands = try StationLink.listen(at: path)
        for family in [IPFamily.v4, .v6] {
            for port in ports {
                let listener = try ProbeSocket.tcp(family, isBlocking: false)
                try listener.listen(port: port, backlog: 512)
                listeners.append(listener)
                let echo = try ProbeSocket.udp(family, isBlocking: false)
                echo.set(SO_RCVBUF, 1 << 20)
                try echo.bind(port: port)
                echoes.append(echo)
            }
        }
    }

    /// Serves until the lab closes its connection, or never comes.
    public func run() throws(LabError) {
        Probe.announceReadiness()
        while true {
            serve(beside: [], milliseconds: 1000)
            if let link, link.waitReadable(milliseconds: 0) {
                guard let count = link.receive(into: &buffer) else { return }
                guard let round = StationMessage.decode(buffer[..<count]) else { return }
                link.send(StationMessage.encode(try ask(round)))
            } else if getppid() == 1 {
                return
            }
        }
    }

    /// Puts every question, tries the silent ones again, and waits for answers to any attempt until the last has had its
    /// time.
    private func ask(_ round: StationMessage.Round) throws(LabError) -> [AskOutcome] {
        var outcomes = [AskOutcome](repeating: .silent, count: round.questions.count)
        var underWay: [(index: Int, question: AskedQuestion)] = []
        for _ in 0..<round.attempts {
            for (index, question) in round.questions.enumerated() where outcomes[index] == .silent {
                underWay.append((index, try begin(question)))
            }
            let end = MonotonicClock.seconds + Double(round.milliseconds) / 1000
            while !underWay.isEmpty {
                for entry in underWay {
                    if entry.question.isSettled { outcomes[entry.index] = entry.question.outcome }
                }
                underWay.removeAll { outcomes[$0.index] != .silent }
                let left = end - MonotonicClock.seconds
                if left <= 0 || underWay.isEmpty { break }
                serve(beside: underWay.map(\.question), milliseconds: Int32(left * 1000) + 1)
            }
        }
        return outcomes
    }

    private func begin(_ question: StationMessage.Question) throws(LabError) -> AskedQuestion {
        for _ in 0..<100 {
            nextSource = nextSource == Self.sourcePorts.upperBound ? Self.sourcePorts.lowerBound : nextSource + 1
            do {
                return try AskedQuestion(question, from: nextSource)
            } catch  where errno == EADDRINUSE {
                continue
            }
        }
        throw .systemCall(name: "bind", reason: "100 source ports in a row are in use")
    }

    /// One wait for whatever comes: questions' answers, connections, datagrams to echo, the lab.
    private func serve(beside questions: [AskedQuestion], milliseconds: Int32) {
        let sockets = listeners + echoes + connections.map(\.socket)
        var entries = questions.map { pollfd(fd: $0.socket.descriptor, events: $0.events, revents: 0) }
        entries += sockets.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
        // While a round is under way the lab has nothing to say.
        if questions.isEmpty {
            entries.append(pollfd(fd: (link ?? commands).descriptor, events: Int16(POLLIN), revents: 0))
        }
        guard poll(&entries, nfds_t(entries.count), milliseconds) > 0 else { return dropOldConnections() }
        for (index, question) in questions.enumerated() where entries[index].revents != 0 { question.advance() }
        for listener in listeners {
            while let connection = listener.takeConnection() {
                connection.resetAtClose()
                connections.append((connection, MonotonicClock.seconds + Self.connectionLife))
            }
        }
        for echo in echoes { answer(echo) }
        connections.removeAll { !isOpen($0.socket) }
        dropOldConnections()
        if link == nil { link = commands.takeConnection(isBlocking: true) }
    }

    private func dropOldConnections() {
        let now = MonotonicClock.seconds
        connections.removeAll { $0.until < now }
    }

    /// False when the other side has closed.
    private func isOpen(_ socket: ProbeSocket) -> Bool {
        var byte: UInt8 = 0
        let count = recv(socket.descriptor, &byte, 1, 0)
        return count > 0 || (count < 0 && errno == EAGAIN)
    }

    /// Sends back every datagram that waits.
    private func answer(_ echo: ProbeSocket) {
        var sender = sockaddr_storage()
        while true {
            var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let count = withUnsafeMutablePointer(to: &sender) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                    let count = recvfrom(echo.descriptor, &buffer, buffer.count, 0, generic, &length)
                    if count >= 0 { _ = sendto(echo.descriptor, buffer, count, 0, generic, length) }
                    return count
                }
            }
            if count < 0 { return }
        }
    }
}
