import Foundation
import Glibc

/// The narud under test: a child process with a data folder of its own, which may be killed and started again.
public final class ControllerProcess {
    /// IP:PORT of the REST interface.
    public let restAddress: String
    /// The address that nodes dial.
    public let address: String
    public let logPath: String
    public let tokensPath: String
    public let dataDirectory: String
    public private(set) var process: ChildProcess?
    private let program: String
    private let pidPath: String
    private let shell: Shell
    /// The longest start that is waited for.
    private static let startLimit = 30.0

    init(program: String, address: String, place: LabPlace) {
        self.program = program
        self.address = address
        shell = place.shell
        restAddress = "\(address):8080"
        logPath = "\(place.directory)/narud.log"
        pidPath = "\(place.directory)/narud.pid"
        tokensPath = "\(place.directory)/tokens.yaml"
        dataDirectory = "\(place.directory)/data"
    }

    /// Writes the token file: one member per project, and one administrator.
    func writeTokens(_ tokens: [(project: String, token: String)], administrator: String) throws(LabError) {
        var text = "tokens:\n"
        for entry in tokens {
            text += "  - {token: \"\(entry.token)\", project: \(entry.project), role: member}\n"
        }
        text += "  - {token: \"\(administrator)\", project: operators, role: admin}\n"
        try Shell.write(text, to: tokensPath)
        chmod(tokensPath, 0o600)
        try LabPlace.makeDirectory(dataDirectory)
    }

    /// Starts it and waits until it says that it is ready.
    public func start() throws(LabError) {
        let child = try ChildProcess(
            [
                program, "--data-dir", dataDirectory, "--tokens", tokensPath, "--listen-openflow",
                "\(address):6653", "--listen-ovsdb", "\(address):6640", "--listen-rest", restAddress,
                "--advertise", address, "--log-level", "info", "--log-format", "text",
            ], output: logPath)
        process = child
        try Shell.write("\(child.pid)\n", to: pidPath)
        try Shell.until("the start of narud", seconds: Self.startLimit, every: 0.05) { () throws(LabError) in
            guard child.isRunning else { throw .controllerGone(log: recentLog) }
            let command = ["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "http://\(restAddress)/readyz"]
            return try shell.attempt(command, seconds: 5).output == "200"
        }
    }

    /// As by `kill -9`: no chance to tidy up.
    func killHard() throws(LabError) {
        process?.send(signal: SIGKILL)
        try process?.wait(seconds: 5)
    }

    /// As by systemd: SIGTERM and time to end. Returns the exit code.
    func stopCleanly(seconds: Double = 15) throws(LabError) -> Int32 {
        process?.send(signal: SIGTERM)
        return try process?.wait(seconds: seconds) ?? 0
    }

    func remove() { process?.stop() }

    /// Resident memory in KiB, from /proc.
    public var residentKibibytes: Int? {
        guard let pid = process?.pid else { return nil }
        let status = Shell.contents(of: "/proc/\(pid)/status")
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Int($0) }
    }

    /// Its last lines.
    public var recentLog: String {
        Shell.contents(of: logPath).split(separator: "\n").suffix(15).joined(separator: "\n")
    }
}
