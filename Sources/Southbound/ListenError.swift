/// A port that can't be listened on, and what to do about it.
public struct ListenError: Error, CustomStringConvertible, Sendable {
    /// What would have listened: `OpenFlow`, `OVSDB`, `REST`.
    public let purpose: String
    public let host: String
    public let port: Int
    /// What the system said.
    public let cause: String

    public init(purpose: String, host: String, port: Int, cause: any Error) {
        self.purpose = purpose
        self.host = host
        self.port = port
        self.cause = "\(cause)"
    }

    public var description: String {
        "\(purpose) can't listen on \(host):\(port): \(cause). Stop what listens there, or choose another address with "
            + "--listen-\(purpose.lowercased())"
    }
}
