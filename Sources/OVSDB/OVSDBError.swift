/// What a peer said that RFC 7047 doesn't allow.
public enum OVSDBError: Error, Hashable, Sendable {
    /// Not a request, notification or reply (§4).
    case malformedMessage
    /// Not a `<value>` (§5.1).
    case malformedValue
    /// Not `<table-updates>` (§4.1.6), or the update of a row that the cache doesn't have.
    case malformedUpdate
    /// Not the result of a transaction (§5.2).
    case malformedResult
    /// The monitored tables hold more rows than the cache takes.
    case tooManyRows(limit: Int)
}
