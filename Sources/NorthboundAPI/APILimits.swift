import JSONText

/// Bounds on what the API takes and gives.
public enum APILimits {
    /// Bytes of a request's body.
    public static let bodyBytes = 1 << 20
    /// Arrays and objects inside one another in a body.
    public static let bodyDepth = 16
    /// Items of a page where the request does not say.
    public static let pageDefault = 100
    public static let pageMaximum = 1_000
    /// Seconds that `?wait=applied` waits where the request does not say.
    public static let waitDefaultSeconds = 10
    public static let waitMaximumSeconds = 60
    /// Seconds for which a port's counters are waited for.
    public static let countersWaitSeconds = 5
    /// Requests whose answer is kept for an `Idempotency-Key`; beyond it the oldest is forgotten.
    public static let idempotencyKeys = 10_000
    /// Bytes of such answers in all.
    public static let idempotencyBytes = 32 << 20
    /// Seconds for which such an answer is kept.
    public static let idempotencySeconds: Int64 = 24 * 60 * 60
    /// Characters of an `Idempotency-Key`.
    public static let idempotencyKeyLength = 255
    /// Nodes that `applied.behind` names.
    public static let nodesBehindNamed = 20
    /// Faults that one refusal lists.
    public static let faultsListed = 32
    /// Connections at a time; more wait until one closes.
    public static let connections = 4_096
    /// Seconds after which a request that met an overload should be sent again (RFC 9110 §10.2.3).
    public static let retryAfterSeconds = 1
    /// Seconds after which a connection without a request is closed.
    public static let idleConnectionSeconds: Int64 = 180

    static let body = JSONLimits(depth: bodyDepth, bytes: bodyBytes)
}
