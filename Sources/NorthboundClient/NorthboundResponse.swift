public import JSONText

/// An answer, whatever its status.
public struct NorthboundResponse: Hashable, Sendable {
    public let status: Int
    /// In the order of the wire.
    public let headers: [Header]
    public let body: [UInt8]
    /// The body read as JSON; nil when there is none or it is something else, as `/metrics` is.
    public let json: JSONValue?

    public struct Header: Hashable, Sendable {
        public let name: String
        public let value: String

        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    public init(status: Int, headers: [Header], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
        json = body.isEmpty ? nil : try? JSONValue(parsing: body)
    }

    public var isSuccess: Bool { (200..<300).contains(status) }

    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }

    /// The first header of that name; names are the same in either case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// Itself, or the controller's refusal as an error.
    public func checked() throws(NorthboundClientError) -> NorthboundResponse {
        guard isSuccess else { throw .problem(ProblemDetails(status: status, json: json)) }
        return self
    }
}
