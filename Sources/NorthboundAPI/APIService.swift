import HTTPTypes
import Hummingbird
import JSONText
import NIOCore
import NetworkTypes
import VirtualNetwork

/// What the routes share.
struct APIService: Sendable {
    let access: any ControllerAccess
    let tokens: TokenTable
    let metrics: RequestMetrics
    let idempotency: IdempotencyCache
    /// The host that nodes are told to dial; nil for the one that the request was sent to.
    let advertisedHost: String?
    let ovsdbPort: Int

    /// The body's bytes, at most `APILimits.bodyBytes`.
    func body(of request: Request) async throws -> [UInt8] {
        let tooLong = Problem(
            .contentTooLarge, "body-too-large", "the body is longer than \(APILimits.bodyBytes) bytes",
            remedy: "send a shorter body")
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > APILimits.bodyBytes {
            throw tooLong
        }
        do {
            return Array(buffer: try await request.body.collect(upTo: APILimits.bodyBytes))
        } catch is NIOTooManyBytesError {
            throw tooLong
        }
    }

    /// The members of a body that has to be one JSON object.
    func members(_ bytes: [UInt8]) throws(Problem) -> [String: JSONValue] {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes, limits: APILimits.body)
        } catch {
            throw Problem(
                .badRequest, "malformed-json", "the body is no JSON: \(error)", remedy: "send one JSON object")
        }
        guard let members = value.object else {
            throw Problem(
                .badRequest, "wrong-type", "the body is \(BodyReader.name(of: value))", remedy: "send one JSON object")
        }
        return members
    }

    /// The revision that `If-Match` asks for (RFC 9110 §13.1.1); nil for none, or for any.
    func ifMatch(_ headers: HTTPFields) throws(Problem) -> Revision? {
        guard let text = headers[.ifMatch], text != "*" else { return nil }
        guard text.hasPrefix("\""), text.hasSuffix("\""), text.utf8.count > 2,
            let revision = Revision(text.dropFirst().dropLast()), revision >= 0
        else {
            throw Problem(
                .badRequest, "malformed-if-match", "If-Match \(text) is no entity tag of this API",
                remedy: "send the ETag of the resource as it was read, quotes included, such as \"42\"")
        }
        return revision
    }

    /// `HOST:PORT` for `set-manager`. Where no host is configured it is the one that the operator reached the API by,
    /// unless that is this machine's own name for itself.
    func ovsdbTarget(_ request: Request) -> String {
        let host = advertisedHost ?? Self.host(ofAuthority: request.head.authority) ?? "ADVERTISE"
        return "\(host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host):\(ovsdbPort)"
    }

    /// The host of `HOST[:PORT]`; nil for a loopback name and for characters that have no place in a command line.
    static func host(ofAuthority authority: String?) -> String? {
        guard let authority else { return nil }
        let end: String.Index
        if authority.hasPrefix("[") {
            guard let close = authority.firstIndex(of: "]") else { return nil }
            end = authority.index(after: close)
        } else {
            end = authority.firstIndex(of: ":") ?? authority.endIndex
        }
        let host = String(authority[..<end])
        let allowed = host.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: ":"),
                UInt8(ascii: "["), UInt8(ascii: "]"):
                true
            default: false
            }
        }
        guard allowed, !host.isEmpty, host != "localhost", host != "[::1]", !host.hasPrefix("127.") else { return nil }
        return host
    }
}

extension ResourceID {
    /// A new id from the system's random source.
    static func random() -> ResourceID {
        var source = SystemRandomNumberGenerator()
        return ResourceID(random: source.next(), source.next())
    }
}

extension DefaultGroupIDs {
    /// New ids from the system's random source.
    static func random() -> DefaultGroupIDs {
        DefaultGroupIDs(group: .random(), egressRule: .random(), ingressRule: .random())
    }
}
