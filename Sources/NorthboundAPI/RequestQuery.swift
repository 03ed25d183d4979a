import Hummingbird

/// The parameters of a request's query; those that nobody asked for are refused by `close`.
struct RequestQuery {
    private var parameters: [String: String] = [:]

    init(_ request: Request) throws(Problem) {
        for (name, value) in request.uri.queryParameters {
            guard parameters.updateValue(String(value), forKey: String(name)) == nil else {
                throw Problem(
                    .badRequest, "repeated-parameter", "the parameter \(name) stands twice", field: String(name),
                    remedy: "give it once")
            }
        }
    }

    /// The names left, sorted.
    var names: [String] { parameters.keys.sorted() }

    /// The parameter's value; nil when it is not there. It counts as asked for.
    mutating func take(_ name: String) -> String? { parameters.removeValue(forKey: name) }

    /// A whole number within `range`.
    mutating func take(_ name: String, in range: ClosedRange<Int>) throws(Problem) -> Int? {
        guard let text = take(name) else { return nil }
        guard let value = Int(text), range.contains(value) else {
            throw Problem(
                .badRequest, "parameter-out-of-range", "\(name)=\(text) is not within \(range)", field: name,
                remedy: "give a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// One of the given words.
    mutating func take(_ name: String, among words: [String]) throws(Problem) -> String? {
        guard let text = take(name) else { return nil }
        guard words.contains(text) else {
            throw Problem(
                .badRequest, "unknown-value", "\(name)=\(text) is not known", field: name,
                remedy: "give one of: \(words.joined(separator: ", "))")
        }
        return text
    }

    /// `?wait=applied&timeout=SECONDS`; nil when the request does not wait.
    mutating func takeWait() throws(Problem) -> Duration? {
        let seconds = try take("timeout", in: 0...APILimits.waitMaximumSeconds)
        guard try take("wait", among: ["applied"]) != nil else { return nil }
        return .seconds(seconds ?? APILimits.waitDefaultSeconds)
    }

    func close(known: [String]) throws(Problem) {
        guard let name = names.first else { return }
        let nearest = BodyReader.nearest(to: name, in: known)
        throw Problem(
            .badRequest, "unknown-parameter", "there is no parameter \(name) here", field: name,
            remedy: nearest.map { "did you mean \($0)?" } ?? "known parameters: \(known.joined(separator: ", "))")
    }
}
