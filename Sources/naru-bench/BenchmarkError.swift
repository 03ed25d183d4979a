/// Why a benchmark came to no figures.
enum BenchmarkError: Error, CustomStringConvertible {
    case systemCall(String, reason: String)
    /// narud ended by itself.
    case controllerGone
    case timedOut(String, seconds: Double)
    /// The controller's answer lacks something that the API promises.
    case unexpectedAnswer(request: String, body: String)
    case interrupted
    /// The script that builds the other codecs ended with an error; the text is what it printed.
    case buildFailed(String, String)
    /// Another codec's program ended by itself.
    case peerGone(String)
    /// Another codec refuses a message that is to be timed.
    case peerRefuses(String, message: String, reason: String, bytes: String)
    /// Two codecs say different things of one message.
    case unequalResults(String, String, String)

    var description: String {
        switch self {
        case .systemCall(let name, let reason): "\(name): \(reason)"
        case .controllerGone: "narud ended"
        case .timedOut(let what, let seconds): "\(what) took longer than \(seconds) s"
        case .unexpectedAnswer(let request, let body): "\(request) answered \(body)"
        case .interrupted: "interrupted"
        case .buildFailed(let script, let text): "\(script) failed:\n\(text)"
        case .peerGone(let program): "\(program) ended"
        case .peerRefuses(let side, let message, let reason, let bytes):
            "\(side) refuses \(message) (\(reason)): \(bytes)"
        case .unequalResults(let operation, let one, let other):
            "\(operation): the results differ: \(one), \(other)"
        }
    }
}
