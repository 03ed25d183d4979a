import Foundation
public import Glibc

/// A program that the lab started, known by its process id; the lab ends no other.
public final class ChildProcess {
    public let pid: pid_t
    public let command: String
    /// Where its standard output goes.
    public let outputPath: String
    /// Where its standard error goes.
    public let errorPath: String
    /// The exit code, or 128 plus the signal; nil while it runs.
    public private(set) var status: Int32?

    /// Starts `arguments[0]`, found by `PATH`, in a process group of its own so that a terminal's Ctrl-C misses it.
    public init(
        _ arguments: [String], environment: [String: String] = [:], output: String, error: String? = nil
    ) throws(LabError) {
        command = arguments.joined(separator: " ")
        outputPath = output
        errorPath = error ?? output
        guard let name = arguments.first, let path = Self.locate(name) else {
            throw .cannotStart(command: command, reason: "no such program")
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        if let error {
            posix_spawn_file_actions_addopen(&actions, 2, error, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        } else {
            posix_spawn_file_actions_adddup2(&actions, 1, 2)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var pipe = sigset_t()
        sigemptyset(&pipe)
        sigaddset(&pipe, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &pipe)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var variables = ProcessInfo.processInfo.environment
        variables["LC_ALL"] = "C"
        for (key, value) in environment { variables[key] = value }
        let argumentList = arguments.map { strdup($0) }
        let variableList = variables.map { strdup("\($0.key)=\($0.value)") }
        defer { (argumentList + variableList).forEach { free($0) } }
        var pid: pid_t = 0
        let result = posix_spawn(&pid, path, &actions, &attributes, argumentList + [nil], variableList + [nil])
        guard result == 0 else { throw .cannotStart(command: command, reason: String(cString: strerror(result))) }
        self.pid = pid
    }

    /// Whether it still runs; collects its exit code when it doesn't.
    public var isRunning: Bool {
        if status != nil { return false }
        var raw: Int32 = 0
        guard waitpid(pid, &raw, WNOHANG) == pid else { return true }
        status = raw & 0x7f == 0 ? (raw >> 8) & 0xff : 128 + (raw & 0x7f)
        return false
    }

    /// Waits for its end and returns its exit code.
    @discardableResult
    public func wait(seconds: Double, interruptible: Bool = true) throws(LabError) -> Int32 {
        let end = MonotonicClock.seconds + seconds
        var pause: UInt32 = 500
        while isRunning {
            if interruptible { try Interrupts.check() }
            if MonotonicClock.seconds > end { throw .timedOut(what: "`\(command)`", seconds: seconds) }
            usleep(pause)
            pause = min(pause * 2, 10_000)
        }
        return status ?? -1
    }

    public func send(signal number: Int32) {
        if isRunning { kill(pid, number) }
    }

    /// Ends it: SIGTERM, and after `grace` seconds SIGKILL. Never throws, so that a clean-up can rely on it.
    public func stop(grace: Double = 5) {
        send(signal: SIGTERM)
        if (try? wait(seconds: grace, interruptible: false)) == nil {
            send(signal: SIGKILL)
            _ = try? wait(seconds: 5, interruptible: false)
        }
    }

    /// What it has written to standard output so far, at most `Shell.maximumOutput` bytes.
    public var output: String { Shell.contents(of: outputPath) }

    /// The path of a program: as given when it has a slash, else by `PATH` and the folders of system programs.
    public static func locate(_ name: String) -> String? {
        if name.contains("/") { return access(name, X_OK) == 0 ? name : nil }
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        return (folders + ["/usr/local/sbin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"])
            .map { "\($0)/\(name)" }
            .first { access($0, X_OK) == 0 }
    }
}
