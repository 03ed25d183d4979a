public import JSONText

/// The controller's REST interface as one project sees it, by curl: the lab uses what an operator has at hand.
public struct ControllerAPI {
    let address: String
    let token: String
    let shell: Shell

    public struct Answer {
        public let status: Int
        public let body: JSONValue
        /// As it came.
        public let text: String
    }

    /// Asks and returns the answer, whatever its status. Status 0: no answer at all.
    func attempt(
        _ method: String, _ path: String, _ body: JSONValue? = nil, seconds: Double = 70
    ) throws(LabError) -> Answer {
        var command = [
            "curl", "-sS", "-X", method, "--max-time", "\(Int(seconds))", "-H", "Authorization: Bearer \(token)",
            "-w", "\n%{http_code}",
        ]
        if let body { command += ["-H", "Content-Type: application/json", "--data-binary", body.text] }
        let result = try shell.attempt(command + ["http://\(address)\(path)"], seconds: seconds + 5)
        guard let lineEnd = result.output.lastIndex(of: "\n"),
            let status = Int(result.output[result.output.index(after: lineEnd)...])
        else { return Answer(status: 0, body: .null, text: result.errors) }
        let text = String(result.output[..<lineEnd])
        return Answer(
            status: status, body: (try? JSONValue(parsing: text)) ?? .null,
            text: status == 0 ? result.errors : text)
    }

    /// Asks and returns the body; any status but 2xx is an error.
    @discardableResult
    public func ask(_ method: String, _ path: String, _ body: JSONValue? = nil) throws(LabError) -> JSONValue {
        let answer = try attempt(method, path, body)
        guard (200..<300).contains(answer.status) else {
            throw .unexpectedAnswer(
                request: "\(method) \(path)\(body.map { " \($0.text)" } ?? "")", status: answer.status,
                body: answer.text)
        }
        return answer.body
    }

    /// Creates a resource and returns its body, in which `id` is certain.
    func create(_ path: String, _ body: JSONValue) throws(LabError) -> (id: String, body: JSONValue) {
        let answer = try ask("POST", path, body)
        guard let id = answer["id"]?.string else {
            throw .unexpectedAnswer(request: "POST \(path)", status: 201, body: answer.text)
        }
        return (id, answer)
    }
}
