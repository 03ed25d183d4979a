import JSONText
import NorthboundClient
import Testing

/// Bodies of rules, prefix lists, routes and subnets that are refused, with the field at fault and what to do.
@Suite struct NorthboundAPIRuleRefusalTests {
    struct Refused: Sendable, CustomStringConvertible {
        let members: [String: JSONValue]
        let code: String
        let field: String
        let remedy: String

        init(_ members: [String: JSONValue], _ code: String, _ field: String, _ remedy: String) {
            self.members = members
            self.code = code
            self.field = field
            self.remedy = remedy
        }

        var description: String { JSONValue.object(members).text }
    }

    static let rules: [Refused] = [
        Refused(["direction": "in"], "unknown-direction", "direction", "one of: ingress, egress"),
        Refused(["direction": nil], "wrong-type", "direction", "a string"),
        Refused(["protocol": "gre"], "unknown-protocol", "protocol", "any, tcp, udp, icmp, icmpv6"),
        Refused(["protocol": 6], "wrong-type", "protocol", "a string"),
        Refused(["port_min": 80], "wrong-protocol", "port_min", "set protocol to tcp or udp"),
        Refused(["protocol": "icmp", "port_max": 80, "port_min": 80], "wrong-protocol", "port_min", "tcp or udp"),
        Refused(["protocol": "tcp", "icmp_type": 8], "wrong-protocol", "icmp_type", "icmp or icmpv6"),
        Refused(["protocol": "tcp", "port_min": 90, "port_max": 80], "reversed-range", "port_max", "from 90 on"),
        Refused(["protocol": "tcp", "port_max": 80], "missing-field", "port_min", "neither for all ports"),
        Refused(["protocol": "tcp", "port_min": 65536], "out-of-range", "port_min", "from 0 to 65535"),
        Refused(["protocol": "tcp", "port_min": "80"], "wrong-type", "port_min", "a whole number"),
        Refused(["protocol": "tcp", "port_min": 80, "port_max": -1], "out-of-range", "port_max", "from 0 to 65535"),
        Refused(["protocol": "icmp", "icmp_code": 4], "missing-field", "icmp_type", "leave icmp_code out"),
        Refused(["protocol": "icmp", "icmp_type": 256], "out-of-range", "icmp_type", "from 0 to 255"),
        Refused(["remote_cidr": "10.0.0.1/8"], "host-bits-set", "remote_cidr", "use 10.0.0.0/8"),
        Refused(["remote_cidr": "10.0.0.1"], "malformed-cidr", "remote_cidr", "CIDR"),
        Refused(["remote_group_id": "pl-1"], "malformed-id", "remote_group_id", "sg-UUID"),
        Refused(
            ["remote_cidr": "10.0.0.0/8", "remote_prefix_list_id": "pl-00000000-0000-4000-8000-000000000000"],
            "conflicting-fields", "remote_prefix_list_id", "give one of them"),
        Refused(["port": 80], "unknown-field", "port", "known fields"),
        Refused(["portmin": 80], "unknown-field", "portmin", "did you mean port_min?"),
        Refused(["protocol": "icmp", "remote_cidr": "2001:db8::/32"], "family-mismatch", "remote_cidr", "icmpv6"),
        Refused(["protocol": "icmpv6", "remote_cidr": "10.0.0.0/8"], "family-mismatch", "remote_cidr", "icmp"),
    ]

    @Test(arguments: rules)
    func `a rule is refused with its field and a remedy`(refused: Refused) async throws {
        try await TestPeople.run { people in
            let scene = try await PolicyScene(people)
            let base: [String: JSONValue] = [
                "security_group_id": .string(scene.defaultGroup), "direction": "ingress",
            ]
            let body = JSONValue.object(base.merging(refused.members) { _, given in given })
            let answer = try await people.red.request("POST", "/v1/security-group-rules", body: body)
            expectRefused(answer, 422, refused.code, field: refused.field, remedy: refused.remedy)
        }
    }

    @Test func `a rule without group and direction hears of both`() async throws {
        try await TestPeople.run { people in
            let answer = try await people.red.request("POST", "/v1/security-group-rules", body: ["protocol": "gre"])
            let errors = answer.json?["errors"]?.array ?? []
            #expect(errors.compactMap { $0["field"]?.string } == ["security_group_id", "direction", "protocol"])
        }
    }

    static let others: [(path: String, body: JSONValue, code: String, field: String, remedy: String)] = [
        ("security-groups", [:], "missing-field", "vpc_id", "the VPC"),
        ("security-groups", ["vpc_id": nil], "wrong-type", "vpc_id", "a string"),
        ("prefix-lists", [:], "missing-field", "entries", "192.0.2.0/24"),
        ("prefix-lists", ["entries": ["192.0.2.1/24"]], "host-bits-set", "entries[0]", "use 192.0.2.0/24"),
        ("prefix-lists", ["entries": "192.0.2.0/24"], "wrong-type", "entries", "an array of blocks"),
        ("route-tables", ["routes": []], "missing-field", "vpc_id", "the VPC"),
        ("ports", ["security_group_ids": ["web"]], "malformed-id", "security_group_ids[0]", "sg-UUID"),
        ("ports", ["security_group_ids": [1]], "wrong-type", "security_group_ids[0]", "sg-UUID"),
        (
            "subnets", ["cidr": "fd00::/64", "ipv6_address_mode": "static"], "unknown-address-mode",
            "ipv6_address_mode", "dhcpv6, slaac"
        ),
        ("subnets", ["cidr": "10.0.0.0/24", "route_table_id": "main"], "malformed-id", "route_table_id", "rtb-UUID"),
    ]

    @Test(arguments: others)
    func `a body is refused with its field and a remedy`(
        path: String, body: JSONValue, code: String, field: String, remedy: String
    ) async throws {
        try await TestPeople.run { people in
            expectRefused(
                try await people.red.request("POST", "/v1/\(path)", body: body), 422, code, field: field,
                remedy: remedy)
        }
    }

    @Test(arguments: [
        ("security-group-rules?direction=in", "direction"),
        ("security-group-rules?remote_group_id=web", "remote_group_id"),
        ("security-group-rules?security_group_id=web", "security_group_id"), ("route-tables?vpc_id=shop", "vpc_id"),
        ("security-groups?vpc_id=shop", "vpc_id"), ("ports?security_group_id=web", "security_group_id"),
    ])
    func `a filter's value has to be one that the member can have`(path: String, field: String) async throws {
        try await TestPeople.run { people in
            let answer = try await people.red.request("GET", "/v1/\(path)")
            expectRefused(answer, 400, "malformed-filter", field: field, remedy: "shows it")
        }
    }

    @Test func `groups and route tables are for their own VPC`() async throws {
        try await TestPeople.run { people in
            let scene = try await PolicyScene(people)
            let other = try await scene.make("vpcs", ["cidrs": ["10.0.0.0/16"]])
            let foreign = try #require(other["default_security_group_id"])
            let table = try await scene.make("route-tables", ["vpc_id": other["id"] ?? .null])
            let own = JSONValue.string(scene.defaultGroup)
            let port: [String: JSONValue] = ["subnet_id": .string(scene.subnet)]
            func refused(
                _ path: String, _ body: [String: JSONValue], _ code: String, _ field: String, _ remedy: String
            ) async throws {
                let answer = try await people.red.request("POST", "/v1/\(path)", body: .object(body))
                expectRefused(answer, 422, code, field: field, remedy: remedy)
            }
            try await refused(
                "security-group-rules", ["security_group_id": own, "direction": "ingress", "remote_group_id": foreign],
                "security-group-outside-vpc", "remote_group_id", "the same VPC")
            try await refused(
                "ports", port.merging(["security_group_ids": [own, foreign]]) { $1 }, "security-group-outside-vpc",
                "security_group_ids[1]", "the port's own VPC")
            try await refused(
                "ports", port.merging(["security_group_ids": [own, own]]) { $1 }, "security-group-repeated",
                "security_group_ids[1]", "once")
            try await refused(
                "ports", port.merging(["security_group_ids": .array(Array(repeating: own, count: 9))]) { $1 },
                "too-many-items", "security_group_ids", "at most 8")
            try await refused(
                "subnets",
                ["vpc_id": .string(scene.vpc), "cidr": "10.0.2.0/24", "route_table_id": table["id"] ?? .null],
                "route-table-outside-vpc", "route_table_id", "own VPC")
            let patched = try await people.red.request(
                "PATCH", "/v1/subnets/\(scene.subnet)", body: ["route_table_id": table["id"] ?? .null])
            expectRefused(patched, 422, "route-table-outside-vpc", field: "route_table_id", remedy: "own VPC")
        }
    }

    @Test func `a prefix list ends at 1,000 entries, and a new block may hold no route`() async throws {
        try await TestPeople.run { people in
            let scene = try await PolicyScene(people)
            let blocks = (0...1_000).map { JSONValue.string("10.\($0 / 256).\($0 % 256).0/24") }
            let long = try await people.red.request("POST", "/v1/prefix-lists", body: ["entries": .array(blocks)])
            expectRefused(long, 422, "too-many-items", field: "entries", remedy: "at most 1000")
            _ = try await scene.make(
                "route-tables",
                ["vpc_id": .string(scene.vpc), "routes": [["destination": "10.9.0.0/16", "next_hop": "10.0.1.7"]]])
            let held = try await people.red.request(
                "PATCH", "/v1/vpcs/\(scene.vpc)", body: ["cidrs": ["10.0.0.0/16", "10.8.0.0/15"]])
            expectRefused(held, 409, "cidr-holds-route", field: "cidrs[1]", remedy: "take the route out")
        }
    }
}
