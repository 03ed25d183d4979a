import JSONText
import NorthboundAPI
import NorthboundClient
import Testing
import VirtualNetwork

/// Bodies that are refused, with the field at fault and what to do.
@Suite struct NorthboundAPIRefusalTests {
    struct Refused: Sendable, CustomStringConvertible {
        let path: String
        let body: JSONValue
        let code: String
        let field: String?
        let remedy: String

        init(_ path: String, _ body: JSONValue, _ code: String, _ field: String?, _ remedy: String) {
            self.path = path
            self.body = body
            self.code = code
            self.field = field
            self.remedy = remedy
        }

        var description: String { "\(path) \(body.text)" }
    }

    static let table: [Refused] = [
        Refused("vpcs", ["cidr": ["10.0.0.0/16"], "cidrs": ["10.0.0.0/16"]], "unknown-field", "cidr", "cidrs?"),
        Refused("vpcs", ["name": "x"], "missing-field", "cidrs", "10.0.0.0/16"),
        Refused("vpcs", ["cidrs": "10.0.0.0/16"], "wrong-type", "cidrs", "an array of blocks"),
        Refused("vpcs", ["cidrs": [7]], "wrong-type", "cidrs[0]", "as a string"),
        Refused("vpcs", ["cidrs": ["10.0.0.1/16"]], "host-bits-set", "cidrs[0]", "use 10.0.0.0/16"),
        Refused("vpcs", ["cidrs": ["10.0.0/16"]], "malformed-cidr", "cidrs[0]", "CIDR"),
        Refused("vpcs", ["cidrs": ["10.0.0.0/16"], "name": nil], "wrong-type", "name", "give a string"),
        Refused("vpcs", ["cidrs": ["10.0.0.0/16"], "tags": ["a": 1]], "wrong-type", "tags.a", "give a string"),
        Refused(
            "vpcs", ["cidrs": ["10.0.0.0/16"], "revision": 4], "read-only-field", "revision", "leave revision out"),
        Refused("vpcs", [["cidrs": []]], "wrong-type", nil, "one JSON object"),
        Refused("subnets", ["vpc_id": "port-1", "cidr": "10.0.0.0/24"], "malformed-id", "vpc_id", "vpc-UUID"),
        Refused(
            "subnets", ["vpc_id": "vpc-00000000-0000-4000-8000-000000000000", "cidr": "10.0.0.0/24"],
            "unknown-reference", "vpc_id", "list the VPCs"),
        Refused(
            "subnets", ["cidr": "10.0.0.0/24", "host_routes": [["destination": "10.9.0.0/16"]]], "missing-field",
            "host_routes[0].next_hop", "next_hop"),
        Refused("ports", ["fixed_ips": [["subnet": "x"]]], "missing-field", "fixed_ips[0].subnet_id", "subnet"),
        Refused("ports", ["mac_address": "fa:16:3e"], "malformed-mac-address", "mac_address", "fa:16:3e:00:00:01"),
        Refused("ports", ["admin_state_up": "yes"], "wrong-type", "admin_state_up", "true or false"),
    ]

    @Test(arguments: table)
    func `a body is refused with its field and a remedy`(refused: Refused) async throws {
        try await TestPeople.run { people in
            let answer = try await people.red.request("POST", "/v1/\(refused.path)", body: refused.body)
            #expect(answer.status == (refused.field == nil ? 400 : 422))
            #expect(answer.header("Content-Type") == "application/problem+json")
            let problem = try #require(answer.json)
            #expect(problem["code"]?.string == refused.code)
            #expect(problem["type"]?.string == "urn:naru:problem:\(refused.code)")
            #expect(problem["status"]?.integer == Int64(answer.status))
            #expect(problem["field"]?.string == refused.field)
            #expect(problem["remedy"]?.string?.contains(refused.remedy) == true)
        }
    }

    @Test func `every fault of a body is told at once`() async throws {
        try await TestPeople.run { people in
            let answer = try await people.red.request(
                "POST", "/v1/subnets",
                body: ["cidr": "10.0.0.9/24", "dns_servers": ["one"], "dhcp_enabled": 1, "gatway_ip": "10.0.0.1"])
            let errors = answer.json?["errors"]?.array ?? []
            #expect(
                errors.compactMap { $0["field"]?.string } == ["cidr", "dhcp_enabled", "dns_servers[0]", "gatway_ip"])
            #expect(errors.last?["remedy"] == "did you mean gateway_ip?")
        }
    }

    @Test func `a body is bounded in length and depth, and has to be JSON`() async throws {
        try await TestPeople.run { people in
            let long = String(repeating: "x", count: APILimits.bodyBytes)
            let tooLong = try await people.red.request("POST", "/v1/vpcs", body: ["name": .string(long)])
            #expect(tooLong.status == 413)
            var deep: JSONValue = []
            for _ in 0...APILimits.bodyDepth { deep = [deep] }
            let tooDeep = try await people.red.request("POST", "/v1/vpcs", body: ["cidrs": deep])
            #expect(tooDeep.json?["code"] == "malformed-json")
            let empty = try await people.red.request("POST", "/v1/vpcs")
            #expect(empty.status == 400)
            #expect(try await people.red.items("/v1/vpcs").isEmpty)
        }
    }

    @Test func `a client turns a refusal into an error`() async throws {
        try await TestPeople.run { people in
            let error = await #expect(throws: NorthboundClientError.self) {
                try await people.red.call("POST", "/v1/vpcs", body: ["cidrs": ["10.0.0.1/16"]])
            }
            guard case .problem(let problem) = error else {
                Issue.record("not a problem: \(String(describing: error))")
                return
            }
            #expect(problem.status == 422)
            #expect(problem.field == "cidrs[0]")
            #expect(problem.remedy == "use 10.0.0.0/16")
        }
    }

    @Test func `a server that is not there is told apart`() async {
        let client = NorthboundClient(address: ServerAddress(host: "127.0.0.1", port: 1))
        let error = await #expect(throws: NorthboundClientError.self) { try await client.request("GET", "/healthz") }
        guard case .unreachable = error else {
            Issue.record("not unreachable: \(String(describing: error))")
            return
        }
    }

    /// The digests are the examples of FIPS 180-4 for a message of one block and of two.
    @Test(arguments: [
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `a token may stand in the file as its digest`(token: String, digest: String) throws {
        let red = Principal(project: try #require(ProjectID("red")), role: .member)
        let table = TokenTable([try #require(TokenEntry(tokenSHA256: digest, principal: red))])
        #expect(table.principal(for: token) == red)
        #expect(table.principal(for: token + "x") == nil)
        #expect(TokenEntry(tokenSHA256: String(digest.dropLast()), principal: red) == nil)
        #expect(TokenEntry(token: "", principal: red) == nil)
    }

    @Test(arguments: [
        ("http://cloud:9000", "http://cloud:9000"), ("cloud", "http://cloud:8080"),
        ("http://[fd00::1]:81/", "http://[fd00::1]:81"), ("[fd00::1]", "http://[fd00::1]:8080"),
        ("https://cloud", nil), ("http://cloud:0", nil), ("http://cloud/x", nil), ("", nil), ("a b", nil),
    ])
    func `a server's address is read strictly`(text: String, read: String?) {
        #expect((try? ServerAddress(text))?.description == read)
    }
}
