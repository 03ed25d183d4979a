import Glibc
import NetworkTypes

/// One attempt to connect, under way on a socket of its own that waits for nothing.
final class AskedQuestion {
    let socket: ProbeSocket
    private let transport: TruthProbe.Transport
    /// What the echo has to bring back.
    private let nonce: [UInt8]
    private(set) var outcome = AskOutcome.silent

    /// Sends the first packet from `source`, a port that nothing else uses.
    init(_ question: StationMessage.Question, from source: UInt16) throws(LabError) {
        transport = question.transport
        nonce = (0..<16).map { _ in UInt8.random(in: 0...255) }
        switch transport {
        case .tcp:
            socket = try ProbeSocket.tcp(question.address.family, isBlocking: false)
            socket.resetAtClose()
        case .udp: socket = try ProbeSocket.udp(question.address.family, isBlocking: false)
        }
        try socket.bind(port: source)
        let result = socket.beginConnect(to: question.address, port: question.port)
        if result != 0, result != EINPROGRESS {
            settle(result)
        } else if transport == .udp, socket.send(nonce) != nonce.count {
            settle(errno)
        }
    }

    var isSettled: Bool { outcome != .silent }

    /// What to wait for.
    var events: Int16 { Int16(transport == .tcp ? POLLOUT : POLLIN) }

    /// Looks what has come.
    func advance() {
        guard !isSettled else { return }
        let error = socket.takeError()
        if error != 0 { return settle(error) }
        if transport == .tcp {
            outcome = .answered
            return
        }
        var buffer = [UInt8](repeating: 0, count: 64)
        while let count = socket.receive(into: &buffer) {
            if buffer[..<count].elementsEqual(nonce) { outcome = .answered }
        }
    }

    private func settle(_ error: Int32) {
        switch error {
        case ECONNREFUSED, ECONNRESET: outcome = .refused
        // The machine's kernel has given up by itself; as far as the network goes it is silence.
        case ETIMEDOUT: break
        default: outcome = .failed(String(cString: strerror(error)).replacing("\n", with: " "))
        }
    }
}
