/// Why a request to the controller has no good answer.
public enum NorthboundClientError: Error, Hashable, Sendable {
    /// The text is no `http://HOST[:PORT]`.
    case invalidServer(String)
    /// No connection could be made.
    case unreachable(server: String, reason: String)
    /// The answer did not come in time; the request may have been carried out.
    case timedOut(after: Duration)
    /// The connection ended before the whole answer was there; the request may have been carried out.
    case connectionLost
    /// What came back is no answer of this API.
    case malformedAnswer(String)
    /// The answer passes `NorthboundClient.answerLimit`.
    case answerTooLong(limit: Int)
    /// The controller said no, and why.
    case problem(ProblemDetails)
}

extension NorthboundClientError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .invalidServer(let text): "\"\(text)\" is no server; write http://HOST:PORT"
        case .unreachable(let server, let reason): "no connection to \(server): \(reason)"
        case .timedOut(let time): "no answer within \(time); the request may have been carried out"
        case .connectionLost: "the connection ended before the answer; the request may have been carried out"
        case .malformedAnswer(let reason): "the answer is not of this API: \(reason)"
        case .answerTooLong(let limit): "the answer is longer than \(limit) bytes"
        case .problem(let problem): problem.description
        }
    }
}
