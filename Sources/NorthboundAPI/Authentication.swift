import HTTPTypes
import Hummingbird
import VirtualNetwork

/// Turns a bearer token (RFC 6750 §2.1) into the caller.
struct Authentication: RouterMiddleware {
    static let projectHeader = "Naru-Project"

    let tokens: TokenTable

    func handle(
        _ request: Request, context: APIContext, next: (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.caller = try caller(of: request.headers)
        return try await next(request, context)
    }

    private func caller(of headers: HTTPFields) throws(Problem) -> Caller {
        let parts = (headers[.authorization] ?? "").split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer",
            let principal = tokens.principal(for: String(parts[1]))
        else { throw .unauthorized }
        guard let name = HTTPField.Name(Self.projectHeader), let text = headers[name] else {
            return Caller(principal: principal, seesEveryProject: principal.role == .admin)
        }
        guard let project = ProjectID(text) else {
            throw Problem(
                .badRequest, "malformed-project", "\(Self.projectHeader) \"\(text)\" is no project's name",
                remedy: "give 1 to 63 characters of a-z, 0-9 and hyphens")
        }
        guard principal.role == .admin || project == principal.project else {
            throw Problem(
                .forbidden, "other-project", "the token is for project \(principal.project)",
                remedy: "leave the header \(Self.projectHeader) out, or use a token with the role admin")
        }
        return Caller(principal: Principal(project: project, role: principal.role), seesEveryProject: false)
    }
}
