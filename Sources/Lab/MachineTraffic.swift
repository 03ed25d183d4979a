import Glibc
import JSONText
import NetworkTypes

/// Counts of one ping run.
public struct PingCount: Hashable, Sendable {
    public var sent: Int
    public var received: Int

    public var lost: Int { sent - received }

    init(sent: Int, received: Int) {
        self.sent = sent
        self.received = received
    }

    /// Reads the summary line of iputils' ping.
    init?(summaryIn output: String) {
        guard let line = output.split(separator: "\n").first(where: { $0.contains("packets transmitted") }) else {
            return nil
        }
        let words = line.split(separator: " ")
        guard words.count > 3, let sent = Int(words[0]), let received = Int(words[3]) else { return nil }
        self.sent = sent
        self.received = received
    }
}

/// A probe that was started inside a machine and runs on its own.
final class RunningProbe {
    let process: ChildProcess

    init(_ process: ChildProcess) { self.process = process }

    func waitUntilReady() throws(LabError) {
        try Shell.until("the start of \(process.command)", seconds: 10, every: 0.01) { () throws(LabError) in
            if process.output.hasPrefix(Probe.readiness) { return true }
            if !process.isRunning {
                throw .commandFailed(
                    command: process.command, status: process.status ?? -1,
                    output: process.output + Shell.contents(of: process.errorPath))
            }
            return false
        }
    }

    /// The JSON object that the probe ends with.
    func report(seconds: Double) throws(LabError) -> JSONValue {
        let status = try process.wait(seconds: seconds)
        defer { removeFiles() }
        guard status == 0, let line = process.output.split(separator: "\n").last,
            let value = try? JSONValue(parsing: String(line))
        else {
            throw .commandFailed(
                command: process.command, status: status,
                output: process.output + Shell.contents(of: process.errorPath))
        }
        return value
    }

    /// Ends a sniffer and returns the frames that it saw.
    func frames() -> [[UInt8]] {
        process.stop(grace: 1)
        defer { removeFiles() }
        return process.output.split(separator: "\n").dropFirst().compactMap { Hex.bytes(of: $0) }
    }

    func removeFiles() {
        process.stop(grace: 0.2)
        unlink(process.outputPath)
        unlink(process.errorPath)
    }
}

extension LabPlace {
    /// Starts one of the lab's probes in a namespace and waits until its socket is open.
    func probe(in namespace: String, _ arguments: [String], waitReady: Bool = true) throws(LabError) -> RunningProbe {
        let path = "\(directory)/probe-\(UInt64.random(in: 0 ... .max))"
        let process = try ChildProcess(
            ["ip", "netns", "exec", namespace, probeProgram, "probe"] + arguments, output: "\(path).out",
            error: "\(path).err")
        let probe = RunningProbe(process)
        do {
            if waitReady { try probe.waitUntilReady() }
        } catch {
            probe.removeFiles()
            throw error
        }
        return probe
    }
}

extension LabMachine {
    /// Pings `count` times, `interval` seconds apart; `size` is the payload's, fragments forbidden.
    func ping(
        _ address: IPAddress, count: Int, interval: Double = 0.05, size: Int? = nil
    ) throws(LabError) -> PingCount {
        let limit = Double(count) * interval + 5
        let result = try attempt(pingCommand(address, count, interval, size), seconds: limit + 10)
        return PingCount(summaryIn: result.output) ?? PingCount(sent: count, received: 0)
    }

    /// The same in the background; `finishPing` counts.
    func startPing(_ address: IPAddress, count: Int, interval: Double) throws(LabError) -> RunningProbe {
        let path = "\(place.directory)/ping-\(UInt64.random(in: 0 ... .max))"
        return RunningProbe(
            try ChildProcess(
                ["ip", "netns", "exec", namespace] + pingCommand(address, count, interval, nil),
                output: "\(path).out", error: "\(path).err"))
    }

    func finishPing(_ probe: RunningProbe, seconds: Double) throws(LabError) -> PingCount {
        defer { probe.removeFiles() }
        try probe.process.wait(seconds: seconds)
        guard let count = PingCount(summaryIn: probe.process.output) else {
            throw .commandFailed(
                command: probe.process.command, status: probe.process.status ?? -1, output: probe.process.output)
        }
        return count
    }

    private func pingCommand(_ address: IPAddress, _ count: Int, _ interval: Double, _ size: Int?) -> [String] {
        var command = ["ping", "-n", "-q", "-c", "\(count)", "-i", "\(interval)", "-W", "1"]
        if let size { command += ["-M", "do", "-s", "\(size)"] }
        return command + ["\(address)"]
    }

    /// Pings until an answer comes, for what needs a moment (neighbour caches of the tunnel) is not what is measured.
    func warmUp(_ address: IPAddress, seconds: Double = 10) throws(LabError) {
        try Shell.until("the first answer of \(address) to \(name)", seconds: seconds) { () throws(LabError) in
            try ping(address, count: 1).received == 1
        }
    }

    func startSniffer(seconds: Double = 60) throws(LabError) -> RunningProbe {
        try place.probe(in: namespace, ["sniff", "--interface", "eth0", "--seconds", "\(seconds)"])
    }

    @discardableResult
    func sendFrames(_ frames: [[UInt8]], rounds: Int = 1, pause: Int = 1000) throws(LabError) -> Int {
        let seconds = Double(frames.count * rounds) * (Double(pause) / 1e6 + 0.0005) + 20
        let report = try place.probe(
            in: namespace,
            ["send-frames", "--interface", "eth0", "--rounds", "\(rounds)", "--pause", "\(pause)"]
                + frames.map { Hex.text(of: $0) }
        ).report(seconds: seconds)
        return Int(report["sent"]?.integer ?? 0)
    }

    /// What its neighbour table says about `address`: the MAC that answered for it.
    func neighbor(_ address: IPv4Address) throws(LabError) -> MACAddress? {
        let line = try run(["ip", "neigh", "show", "\(address)", "dev", "eth0"])
        let words = line.split(separator: " ")
        guard let index = words.firstIndex(of: "lladdr"), index + 1 < words.count else { return nil }
        return MACAddress(String(words[index + 1]))
    }

    func forgetNeighbors() throws(LabError) { try run(["ip", "neigh", "flush", "dev", "eth0"]) }
}
