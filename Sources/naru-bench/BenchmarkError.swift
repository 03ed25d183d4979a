/// Why a benchmark came to no figures.
enum BenchmarkError: Error, CustomStringConvertible {
    case systemCall(String, reason: String)
    /// narud ended by itself.
    case controllerGone
    case timedOut(String, seconds: Double)
    /// The controller's answer lacks something that the API promises.
    case unexpectedAnswer(request: String, body: String)
    case interrupted

    var description: String {
        switch self {
        case .systemCall(let name, let reason): "\(name): \(reason)"
        case .controllerGone: "narud ended"
        case .timedOut(let what, let seconds): "\(what) took longer than \(seconds) s"
        case .unexpectedAnswer(let request, let body): "\(request) answered \(body)"
        case .interrupted: "interrupted"
        }
    }
}
