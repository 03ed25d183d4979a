import HTTPTypes
import Hummingbird
import JSONText
import VirtualNetwork

/// A refusal as RFC 9457 writes it, with the members `code`, `field`, `remedy` and, for several faults, `errors`.
struct Problem: Error, Hashable {
    var status: HTTPResponse.Status
    /// Stable, `lower-case-with-hyphens`.
    var code: String
    var detail: String
    var field: String?
    var remedy: String
    /// Every fault that was found, where it was more than one; the first is in the members above.
    var faults: [FieldFault] = []

    init(_ status: HTTPResponse.Status, _ code: String, _ detail: String, field: String? = nil, remedy: String) {
        self.status = status
        self.code = code
        self.detail = detail
        self.field = field
        self.remedy = remedy
    }

    init(_ refusal: Refusal) {
        let status: HTTPResponse.Status =
            switch refusal.classification {
            case .invalid: .unprocessableContent
            case .forbidden: .forbidden
            case .notFound: .notFound
            case .conflict, .exhausted: .conflict
            case .preconditionFailed: .preconditionFailed
            case .unavailable: .serviceUnavailable
            }
        self.init(status, refusal.code, refusal.detail, field: refusal.field, remedy: refusal.remedy)
    }

    /// `faults` in the order in which they were found; at least one.
    init(faults: [FieldFault]) {
        let first = faults.first ?? FieldFault("", "invalid", "the body is not as described", "see the description")
        self.init(.unprocessableContent, first.code, first.detail, field: first.field, remedy: first.remedy)
        if faults.count > 1 { self.faults = Array(faults.prefix(APILimits.faultsListed)) }
    }

    private var json: JSONValue {
        var members: [String: JSONValue] = [
            "type": .string("urn:naru:problem:\(code)"),
            "title": .string(status.reasonPhrase),
            "status": .integer(Int64(status.code)),
            "code": .string(code),
            "detail": .string(detail),
            "remedy": .string(remedy),
        ]
        if let field { members["field"] = .string(field) }
        if !faults.isEmpty {
            members["errors"] = .array(
                faults.map { fault in
                    .object([
                        "field": .string(fault.field), "code": .string(fault.code),
                        "detail": .string(fault.detail), "remedy": .string(fault.remedy),
                    ])
                })
        }
        return .object(members)
    }

    var response: Response {
        var response = Response.json(json, status: status)
        response.headers[.contentType] = "application/problem+json"
        if status == .serviceUnavailable { response.headers[.retryAfter] = "\(APILimits.retryAfterSeconds)" }
        if status == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer realm=\"naru\"" }
        return response
    }
}

/// One member of a body that can't be taken.
struct FieldFault: Hashable {
    /// The path as the caller wrote it: `fixed_ips[0].ip_address`.
    let field: String
    let code: String
    let detail: String
    let remedy: String

    init(_ field: String, _ code: String, _ detail: String, _ remedy: String) {
        self.field = field
        self.code = code
        self.detail = detail
        self.remedy = remedy
    }
}
