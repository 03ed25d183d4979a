import Foundation
import Glibc

/// Runs commands to their end, each with a time limit, its output kept.
public struct Shell {
    /// More output than this is cut.
    public static let maximumOutput = 16 << 20

    /// Where the outputs lie while a command runs.
    let directory: String

    public struct Result {
        public let status: Int32
        public let output: String
        public let errors: String
    }

    public init(directory: String) { self.directory = directory }

    /// Runs to the end and returns whatever came of it.
    public func attempt(
        _ arguments: [String], seconds: Double = 20, environment: [String: String] = [:], interruptible: Bool = true
    ) throws(LabError) -> Result {
        let path = "\(directory)/\(UUID().uuidString)"
        defer {
            unlink("\(path).out")
            unlink("\(path).err")
        }
        let child = try ChildProcess(
            arguments, environment: environment, output: "\(path).out", error: "\(path).err")
        do {
            let status = try child.wait(seconds: seconds, interruptible: interruptible)
            return Result(
                status: status, output: Self.contents(of: "\(path).out"), errors: Self.contents(of: "\(path).err"))
        } catch {
            child.stop(grace: 0.5)
            throw error
        }
    }

    /// Runs to the end and returns the output; an exit code other than 0 is an error.
    @discardableResult
    public func run(
        _ arguments: [String], seconds: Double = 20, environment: [String: String] = [:]
    ) throws(LabError) -> String {
        let result = try attempt(arguments, seconds: seconds, environment: environment)
        guard result.status == 0 else {
            let text = (result.errors + result.output).trimmingCharacters(in: .whitespacesAndNewlines)
            throw .commandFailed(
                command: arguments.joined(separator: " "), status: result.status, output: String(text.prefix(2000)))
        }
        return result.output
    }

    /// For a clean-up: runs, ignores failure, minds no interrupt.
    public func runQuietly(_ arguments: [String]) {
        _ = try? attempt(arguments, seconds: 10, interruptible: false)
    }

    static func contents(of path: String) -> String {
        guard let file = FileHandle(forReadingAtPath: path) else { return "" }
        defer { try? file.close() }
        let data = (try? file.read(upToCount: maximumOutput)) ?? nil
        return String(bytes: data ?? Data(), encoding: .utf8) ?? ""
    }

    static func write(_ text: String, to path: String) throws(LabError) {
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        } catch {
            throw .systemCall(name: "write \(path)", reason: "\(error)")
        }
    }

    /// Asks again until `condition` holds; what it threw last, or the time limit, is the error.
    static func until(
        _ what: String, seconds: Double, every pause: Double = 0.05,
        _ condition: () throws(LabError) -> Bool
    ) throws(LabError) {
        let end = MonotonicClock.seconds + seconds
        while true {
            if try condition() { return }
            if MonotonicClock.seconds > end { throw .timedOut(what: what, seconds: seconds) }
            try Interrupts.sleep(seconds: pause)
        }
    }
}
