import Glibc
import NetworkTypes

/// A `Conversation` between two machines, watched while it goes on.
final class WatchedStream {
    enum Transport: String {
        /// Both ends speak.
        case tcp
        /// Only the called end speaks, after the caller's first datagram.
        case udp
    }

    let transport: Transport
    private let called: RunningProbe
    private let caller: RunningProbe
    /// Seconds after which the probes end by themselves.
    private static let life = 60.0
    static let port: UInt16 = 9300

    /// Starts it and returns when every end that shall hear something does.
    init(_ from: LabMachine, to target: LabMachine, _ transport: Transport, _ family: IPFamily) throws(LabError) {
        self.transport = transport
        let common = ["--transport", transport.rawValue, "--port", "\(Self.port)", "--seconds", "\(Self.life)"]
        called = try target.place.probe(
            in: target.namespace, ["converse"] + common + (family == .v6 ? ["--ipv6"] : []))
        do {
            caller = try from.place.probe(
                in: from.namespace,
                ["converse", "--to", "\(try target.address(family))", "--source", "9301"] + common)
        } catch {
            called.removeFiles()
            throw error
        }
        try Shell.until("the first bytes of a stream", seconds: 10) { ends.allSatisfy { last($0) != nil } }
    }

    func stop() {
        caller.removeFiles()
        called.removeFiles()
    }

    /// Makes a silent caller send one datagram.
    func poke() { caller.process.send(signal: SIGUSR1) }

    /// Milliseconds from `start` (monotonic seconds) to the last receipt at any end; negative when it was before.
    func lastReceipt(after start: Double) -> Int {
        Int(ends.compactMap { last($0) }.max() ?? 0) - Int(start * 1000)
    }

    /// Milliseconds from `start` until every end had heard something again; nil while one has not.
    func resumption(after start: Double) -> Int? {
        var latest = 0
        for end in ends {
            guard let first = times(end).first(where: { $0 > Int(start * 1000) }) else { return nil }
            latest = max(latest, first - Int(start * 1000))
        }
        return latest
    }

    /// Whether the connection itself has ended.
    var isClosed: Bool { ends.contains { $0.process.output.hasSuffix("closed\n") } }

    private var ends: [RunningProbe] { transport == .tcp ? [caller, called] : [caller] }

    private func last(_ end: RunningProbe) -> Int? { times(end).last }

    private func times(_ end: RunningProbe) -> [Int] {
        end.process.output.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            return words.count == 2 ? Int(words[0]) : nil
        }
    }
}
