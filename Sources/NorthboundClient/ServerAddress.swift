/// Where the controller listens: `http://HOST[:PORT]`, `HOST:PORT` or `HOST`; an IPv6 host stands in brackets.
public struct ServerAddress: Hashable, Sendable, CustomStringConvertible {
    public static let defaultPort = 8080

    public let host: String
    public let port: Int

    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    public init(_ text: String) throws(NorthboundClientError) {
        var rest = Substring(text)
        if rest.hasPrefix("http://") { rest = rest.dropFirst("http://".count) }
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        let name: Substring
        let number: Substring?
        if rest.hasPrefix("[") {
            guard let close = rest.firstIndex(of: "]") else { throw .invalidServer(text) }
            name = rest[rest.index(after: rest.startIndex)..<close]
            let tail = rest[rest.index(after: close)...]
            guard tail.isEmpty || tail.hasPrefix(":") else { throw .invalidServer(text) }
            number = tail.isEmpty ? nil : tail.dropFirst()
        } else {
            let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
            guard (1...2).contains(parts.count) else { throw .invalidServer(text) }
            name = parts[0]
            number = parts.count == 2 ? parts[1] : nil
        }
        guard !name.isEmpty, !name.contains(where: { "/?#@ ".contains($0) }) else { throw .invalidServer(text) }
        var port = Self.defaultPort
        if let number {
            guard let value = Int(number), (1...65_535).contains(value) else { throw .invalidServer(text) }
            port = value
        }
        self.init(host: String(name), port: port)
    }

    /// As the `Host` header has it.
    public var authority: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    public var description: String { "http://\(authority)" }
}
