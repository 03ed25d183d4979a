import Foundation
import Glibc
import JSONText
import Lab
import NorthboundClient

/// The narud under measurement: a child process with tokens, ports and a data folder of its own.
final class MeasuredController {
    let ovsdbPort: Int
    /// A member of the project `bench`.
    let member: NorthboundClient
    let admin: NorthboundClient
    private let program: String
    private let arguments: [String]
    private let logPath: String
    private var process: ChildProcess?

    /// The longest start that is waited for.
    private static let startLimit = 60.0

    init(program: String, folder: String) throws {
        let ports = try FreePort.find(3)
        let tokens = (member: UUID().uuidString, admin: UUID().uuidString)
        let tokensPath = "\(folder)/tokens.yaml"
        let text = """
            tokens:
              - {token: "\(tokens.member)", project: bench, role: member}
              - {token: "\(tokens.admin)", project: operators, role: admin}

            """
        try Data(text.utf8).write(to: URL(fileURLWithPath: tokensPath))
        chmod(tokensPath, 0o600)
        self.program = program
        logPath = "\(folder)/narud.log"
        ovsdbPort = ports[1]
        arguments = [
            "--data-dir", "\(folder)/data", "--tokens", tokensPath, "--listen-openflow", "127.0.0.1:\(ports[0])",
            "--listen-ovsdb", "127.0.0.1:\(ports[1])", "--listen-rest", "127.0.0.1:\(ports[2])",
            "--advertise", "127.0.0.1", "--log-level", "info", "--log-format", "json",
        ]
        let address = ServerAddress(host: "127.0.0.1", port: ports[2])
        member = NorthboundClient(address: address, token: tokens.member)
        admin = NorthboundClient(address: address, token: tokens.admin)
    }

    /// Starts it and waits until it is ready. Returns the seconds from the start of the process to that.
    @discardableResult
    func start() async throws -> Double {
        let start = MonotonicClock.seconds
        process = try ChildProcess([program] + arguments, output: logPath)
        try await wait("the start of narud", seconds: Self.startLimit) {
            (try? await self.admin.request("GET", "/readyz"))?.status == 200
        }
        return MonotonicClock.seconds - start
    }

    /// As by `kill -9`.
    func killHard() throws {
        process?.send(signal: SIGKILL)
        _ = try process?.wait(seconds: 10)
    }

    func stop() { process?.stop() }

    /// Asks again every two milliseconds until it holds.
    func wait(_ what: String, seconds: Double, _ condition: () async throws -> Bool) async throws {
        let end = MonotonicClock.seconds + seconds
        while try await !condition() {
            if Interrupts.isPending { throw BenchmarkError.interrupted }
            guard process?.isRunning == true else { throw BenchmarkError.controllerGone }
            if MonotonicClock.seconds > end { throw BenchmarkError.timedOut(what, seconds: seconds) }
            usleep(2000)
        }
    }

    /// Seconds of CPU that the process has used, user and system, all threads.
    func cpuSeconds() throws -> Double {
        guard let pid = process?.pid else { throw BenchmarkError.controllerGone }
        var clock = clockid_t()
        var time = timespec()
        guard clock_getcpuclockid(pid, &clock) == 0, clock_gettime(clock, &time) == 0 else {
            throw BenchmarkError.controllerGone
        }
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// What /proc/PID/status says of its memory now.
    func memory() throws -> MemoryUse {
        guard let pid = process?.pid, let text = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        else { throw BenchmarkError.controllerGone }
        func kibibytes(_ name: String) -> Int {
            let line = text.split(separator: "\n").first { $0.hasPrefix("\(name):") }
            let words = line?.split(whereSeparator: { $0 == " " || $0 == "\t" }) ?? []
            return words.count > 1 ? Int(words[1]) ?? 0 : 0
        }
        return MemoryUse(resident: kibibytes("VmRSS"), peak: kibibytes("VmHWM"))
    }

    /// Its last lines.
    var recentLog: String {
        let text = (try? String(contentsOfFile: logPath, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").suffix(15).joined(separator: "\n")
    }
}

/// Memory of a process in KiB.
struct MemoryUse: Sendable {
    /// Resident now.
    let resident: Int
    /// The most that was ever resident.
    let peak: Int

    var json: JSONValue { ["rss_kib": .integer(Int64(resident)), "hwm_kib": .integer(Int64(peak))] }
}
