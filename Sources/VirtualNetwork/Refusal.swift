/// Why a command was refused, in words for the person who sent it (RFC 9457 carries them).
public struct Refusal: Error, Hashable, Sendable {
    /// The classes that HTTP tells apart.
    public enum Class: Hashable, Sendable {
        case invalid, forbidden, notFound, conflict, preconditionFailed, exhausted, unavailable
    }

    /// Stable, `lower-case-with-hyphens`: programs switch on it.
    public let code: String
    public let classification: Class
    /// The member of the request body that is at fault, as the user wrote it: `fixed_ips[0].address`.
    public let field: String?
    /// What is wrong, with the values.
    public let detail: String
    /// What to do about it.
    public let remedy: String

    public init(_ classification: Class, code: String, field: String?, detail: String, remedy: String) {
        self.classification = classification
        self.code = code
        self.field = field
        self.detail = detail
        self.remedy = remedy
    }
}
