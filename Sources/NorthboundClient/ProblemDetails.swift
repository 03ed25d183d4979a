public import JSONText

/// A refusal as the controller words it (RFC 9457), with the members that Naru adds.
public struct ProblemDetails: Hashable, Sendable {
    /// The HTTP status.
    public let status: Int
    /// Stable; programs switch on it: `cidr-overlaps`.
    public let code: String
    public let title: String
    /// What is wrong, with the values.
    public let detail: String
    /// The member of the request at fault, as the caller wrote it.
    public let field: String?
    /// What to do about it.
    public let remedy: String?

    /// Reads the body of an answer; what it lacks is filled in from the status.
    public init(status: Int, json: JSONValue?) {
        self.status = status
        code = json?["code"]?.string ?? "http-\(status)"
        title = json?["title"]?.string ?? "HTTP status \(status)"
        detail = json?["detail"]?.string ?? ""
        field = json?["field"]?.string
        remedy = json?["remedy"]?.string
    }
}

extension ProblemDetails: CustomStringConvertible {
    public var description: String {
        var text = detail.isEmpty ? title : detail
        if let field { text = "\(field): \(text)" }
        if let remedy { text += "\n\(remedy)" }
        return text
    }
}
