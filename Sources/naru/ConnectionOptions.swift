import ArgumentParser
import JSONText
import NorthboundClient

/// Where the controller is, who asks, and how the answer is shown.
struct ConnectionOptions: ParsableArguments {
    static let defaultServer = "http://127.0.0.1:8080"

    @Option(help: ArgumentHelp("The controller, http://HOST:PORT.", valueName: "url"))
    var server: String?

    @Option(help: "The bearer token that the controller knows you by.")
    var token: String?

    @Option(help: "The project to act for; operators only.")
    var project: String?

    @Flag(help: "Print what the controller answered, as JSON.")
    var json = false

    /// Runs `body` with a session, and turns what it throws into a message and the exit code 1.
    func run(_ body: (Session) async throws -> Void) async throws {
        do {
            let client = try NorthboundClient(
                server: server ?? Terminal.environment("NARU_SERVER") ?? Self.defaultServer,
                token: token ?? Terminal.environment("NARU_TOKEN"))
            let headers = project.map { ["Naru-Project": $0] } ?? [:]
            do {
                try await body(Session(client: client, headers: headers, json: json))
            } catch {
                await client.close()
                throw error
            }
            await client.close()
        } catch let error as NorthboundClientError {
            Self.explain(error)
            throw ExitCode.failure
        } catch let error as LookupError {
            Terminal.complain("error: \(error)")
            throw ExitCode.failure
        }
    }

    private static func explain(_ error: NorthboundClientError) {
        guard case .problem(let problem) = error else {
            Terminal.complain("error: \(error)")
            if case .unreachable = error {
                Terminal.complain("remedy: see that narud runs there, or set --server or NARU_SERVER")
            }
            return
        }
        let detail = problem.detail.isEmpty ? problem.title : problem.detail
        Terminal.complain("error: \(detail) (\(problem.code))")
        if let field = problem.field { Terminal.complain("field: \(field)") }
        if problem.status == 401 {
            Terminal.complain("remedy: give a known token with --token or NARU_TOKEN")
        } else if let remedy = problem.remedy {
            Terminal.complain("remedy: \(remedy)")
        }
    }
}

/// One run's way to the controller.
struct Session {
    let client: NorthboundClient
    let headers: [String: String]
    let json: Bool

    @discardableResult
    func call(_ method: String, _ path: String, body: JSONValue? = nil) async throws -> JSONValue {
        try await client.call(method, path, body: body, headers: headers)
    }

    func items(_ path: String) async throws -> [JSONValue] { try await client.items(path, headers: headers) }

    func text(_ path: String) async throws -> String {
        try await client.request("GET", path, headers: headers).checked().text
    }
}
