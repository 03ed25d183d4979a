import JSONText
import NorthboundClient
import Testing

/// A VPC of red, 10.0.0.0/16, with the subnet 10.0.1.0/24.
struct PolicyScene {
    let red: NorthboundClient
    let vpc: String
    let subnet: String
    let defaultGroup: String

    init(_ people: TestPeople) async throws {
        red = people.red
        let vpc = try await red.call("POST", "/v1/vpcs", body: ["name": "shop", "cidrs": ["10.0.0.0/16"]])
        self.vpc = try #require(vpc["id"]?.string)
        defaultGroup = try #require(vpc["default_security_group_id"]?.string)
        subnet = try await Self.id(
            red.call("POST", "/v1/subnets", body: ["vpc_id": .string(self.vpc), "cidr": "10.0.1.0/24"]))
    }

    static func id(_ resource: JSONValue) throws -> String { try #require(resource["id"]?.string) }

    func make(_ collection: String, _ body: JSONValue) async throws -> JSONValue {
        try await red.call("POST", "/v1/\(collection)", body: body)
    }

    func group(_ name: String) async throws -> String {
        try await Self.id(make("security-groups", ["vpc_id": .string(vpc), "name": .string(name)]))
    }

    func port(_ members: [String: JSONValue] = [:]) async throws -> JSONValue {
        try await make("ports", .object(members.merging(["subnet_id": .string(subnet)]) { given, _ in given }))
    }

    func rule(_ group: String, _ members: [String: JSONValue]) async throws -> JSONValue {
        try await make(
            "security-group-rules",
            .object(members.merging(["security_group_id": .string(group)]) { given, _ in given }))
    }

    /// The ids of what a list gives.
    func ids(_ path: String) async throws -> [String] {
        try await red.items("/v1/\(path)").compactMap { $0["id"]?.string }
    }
}

/// Has a request been refused, and are class, code, field and remedy those that a person needs?
func expectRefused(
    _ answer: NorthboundResponse, _ status: Int, _ code: String, field: String?, remedy: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let problem = answer.json
    #expect(answer.status == status, "\(problem?.text ?? "no body")", sourceLocation: sourceLocation)
    #expect(answer.header("Content-Type") == "application/problem+json", sourceLocation: sourceLocation)
    #expect(problem?["code"]?.string == code, sourceLocation: sourceLocation)
    #expect(problem?["field"]?.string == field, sourceLocation: sourceLocation)
    let told = problem?["remedy"]?.string ?? ""
    #expect(told.contains(remedy), "the remedy is: \(told)", sourceLocation: sourceLocation)
}
