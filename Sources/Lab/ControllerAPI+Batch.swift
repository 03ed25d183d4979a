import Foundation
import JSONText

extension ControllerAPI {
    /// One request of several.
    struct Request {
        var method: String
        var path: String
        var body: JSONValue?

        init(_ method: String, _ path: String, _ body: JSONValue? = nil) {
            self.method = method
            self.path = path
            self.body = body
        }
    }

    /// Connections that one batch uses at most.
    private static let connections = 50

    /// Asks all of it at once, by one curl over many connections; answers stand in the order of the requests.
    func attemptAll(_ requests: [Request], seconds: Double = 120) throws(LabError) -> [Answer] {
        guard !requests.isEmpty else { return [] }
        let path = "\(shell.directory)/\(UUID().uuidString)"
        defer {
            for index in requests.indices { try? FileManager.default.removeItem(atPath: "\(path).\(index)") }
            try? FileManager.default.removeItem(atPath: "\(path).curl")
        }
        let sections = requests.enumerated().map { index, request in
            section(request, number: index, output: "\(path).\(index)", seconds: Int(seconds))
        }
        try Shell.write(sections.joined(separator: "next\n"), to: "\(path).curl")
        let result = try shell.attempt(
            [
                "curl", "-sS", "--parallel", "--parallel-immediate", "--parallel-max", "\(Self.connections)",
                "-K", "\(path).curl",
            ], seconds: seconds + 5)
        var statuses = [Int](repeating: 0, count: requests.count)
        for line in result.output.split(separator: "\n") {
            let numbers = line.split(separator: " ").compactMap { Int($0) }
            if numbers.count == 2, statuses.indices.contains(numbers[0]) { statuses[numbers[0]] = numbers[1] }
        }
        return statuses.enumerated().map { index, status in
            let text = status == 0 ? result.errors : Shell.contents(of: "\(path).\(index)")
            return Answer(status: status, body: (try? JSONValue(parsing: text)) ?? .null, text: text)
        }
    }

    /// The same; any status but 2xx is an error, and so is a wait that ended before every switch had acknowledged.
    @discardableResult
    func askAll(_ requests: [Request], seconds: Double = 120) throws(LabError) -> [JSONValue] {
        var bodies: [JSONValue] = []
        for (request, answer) in zip(requests, try attemptAll(requests, seconds: seconds)) {
            let isLate = request.path.contains("wait=applied") && answer.body["applied"]?["applied"]?.bool == false
            guard (200..<300).contains(answer.status), !isLate else {
                throw .unexpectedAnswer(
                    request: "\(request.method) \(request.path)\(request.body.map { " \($0.text)" } ?? "")",
                    status: answer.status, body: answer.text)
            }
            bodies.append(answer.body)
        }
        return bodies
    }

    /// A section of curl's configuration file, in which text stands in quotes with backslashes (curl(1), `--config`).
    private func section(_ request: Request, number: Int, output: String, seconds: Int) -> String {
        var lines = [
            "url = \(Self.quoted("http://\(address)\(request.path)"))", "request = \(request.method)",
            "header = \(Self.quoted("Authorization: Bearer \(token)"))", "output = \(Self.quoted(output))",
            "max-time = \(seconds)", "write-out = \"\(number) %{http_code}\\n\"",
        ]
        if let body = request.body {
            lines.append("header = \"Content-Type: application/json\"")
            lines.append("data-binary = \(Self.quoted(body.text))")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
