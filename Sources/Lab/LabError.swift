/// Why the lab could not do what it was asked to.
public enum LabError: Error, Hashable, Sendable {
    /// This machine or user lacks something; each line says what and what to do.
    case preflight([String])
    case cannotStart(command: String, reason: String)
    case commandFailed(command: String, status: Int32, output: String)
    case timedOut(what: String, seconds: Double)
    /// A system call of a traffic probe or of the lab itself.
    case systemCall(name: String, reason: String)
    /// The controller answered otherwise than the API promises.
    case unexpectedAnswer(request: String, status: Int, body: String)
    case controllerGone(log: String)
    /// The topology has no ports that the scenario could use.
    case notApplicable(String)
    case topology(String)
    /// SIGINT, SIGTERM or SIGHUP came in.
    case interrupted
}

extension LabError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .preflight(let lines): lines.joined(separator: "\n")
        case .cannotStart(let command, let reason): "cannot start `\(command)`: \(reason)"
        case .commandFailed(let command, let status, let output):
            "`\(command)` ended with \(status): \(output.isEmpty ? "no output" : output)"
        case .timedOut(let what, let seconds): "\(what) took longer than \(seconds) s"
        case .systemCall(let name, let reason): "\(name): \(reason)"
        case .unexpectedAnswer(let request, let status, let body): "\(request) answered \(status): \(body)"
        case .controllerGone(let log): "narud ended; the end of its log:\n\(log)"
        case .notApplicable(let reason): reason
        case .topology(let reason): reason
        case .interrupted: "interrupted"
        }
    }
}
