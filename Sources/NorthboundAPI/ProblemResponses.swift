import HTTPTypes
import Hummingbird
import Logging
import NetworkTypes

/// Turns every error into problem details, and counts every request.
struct ProblemResponses: RouterMiddleware {
    let metrics: RequestMetrics
    let clock = ContinuousClock()

    func handle(
        _ request: Request, context: APIContext, next: (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        let start = clock.now
        let response = await respond(request, context, next)
        metrics.record(
            method: request.method.rawValue, route: context.endpointPath ?? "none", status: response.status.code,
            seconds: (clock.now - start) / Duration.seconds(1))
        return response
    }

    private func respond(
        _ request: Request, _ context: APIContext, _ next: (Request, APIContext) async throws -> Response
    ) async -> Response {
        do {
            return try await next(request, context)
        } catch let problem as Problem {
            return problem.response
        } catch let error as HTTPError where error.status == .notFound {
            let collections = ResourceKind.allCases.map(\.collection).joined(separator: ", ")
            return Problem(
                .notFound, "no-such-path", "there is nothing at \(request.method) \(request.uri.path)",
                remedy: "the resources are under /v1: \(collections)"
            ).response
        } catch let error as HTTPError {
            return Problem(
                error.status, "http-\(error.status.code)", error.body ?? error.status.reasonPhrase,
                remedy: "change the request"
            ).response
        } catch {
            context.logger.error("request failed", metadata: ["error": "\(error)"])
            return Problem(
                .internalServerError, "internal", "the controller failed to answer",
                remedy: "look into the controller's log; the request may have been carried out"
            ).response
        }
    }
}
