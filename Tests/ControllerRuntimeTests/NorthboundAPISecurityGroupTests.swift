import JSONText
import NorthboundClient
import Testing

/// Security groups, their rules, prefix lists, and the groups of ports.
@Suite struct NorthboundAPISecurityGroupTests {
    @Test func `a VPC comes with a default group that lets its own members in`() async throws {
        try await TestPeople.run { people in
            let scene = try await PolicyScene(people)
            let group = try await people.red.call("GET", "/v1/security-groups/\(scene.defaultGroup)")
            #expect(group["is_default"] == true)
            #expect(group["vpc_id"]?.string == scene.vpc)
            #expect(group["project_id"] == "red")
            let rules = try await people.red.items(
                "/v1/security-group-rules?security_group_id=\(scene.defaultGroup)")
            #expect(rules.map { $0["direction"] } == ["egress", "ingress"])
            #expect(rules.map { $0["protocol"] } == ["any", "any"])
            #expect(rules.map { $0["remote_group_id"] } == [.null, .string(scene.defaultGroup)])
            let port = try await scene.port()
            #expect(port["security_group_ids"] == [.string(scene.defaultGroup)])
            expectRefused(
                try await people.red.request("DELETE", "/v1/security-groups/\(scene.defaultGroup)"), 409,
                "default-group", field: nil, remedy: "VPC")
        }
    }

    @Test func `the default group goes with its VPC, another stands in its way`() async throws {
        try await TestPeople.run { people in
            let scene = try await PolicyScene(people)
            let group = try await scene.group("web")
            try await people.red.call("DELETE", "/v1/subnets/\(scene.subnet)")
            let refused = try await people.red.request("DELETE", "/v1/vpcs/\(scene.vpc)")
            #expect(refused.status == 409)
            #expect(refused.json?["detail"]?.string?.contains(group) == true)
            try await people.red.call("DELETE", "/v1/security-groups/\(group)")
            try await people.red.call("DELETE", "/v1/vpcs/\(scene.vpc)")
            #expect(try await scene.ids("security-groups").isEmpty)
            #expect(try await scene.ids("security-group-rules").isEmpty)
        }
    }

    @Test func `a group is made, found, renamed and deleted`() async throws {
        try await TestPeople.run { people in
            let scene = try await PolicyScene(people)
            let made = try await people.red.request(
                "POST", "/v1/security-groups?wait=applied",
                body: ["vpc_id": .string(scene.vpc), "name": "web", "tags": ["tier": "front"]])
            #expect(made.status == 201)
            let group = try #require(made.json)
            let id = try PolicyScene.id(group)
            #expect(id.hasPrefix("sg-"))
            #expect(made.header("Location") == "/v1/security-groups/\(id)")
            #expect(group["is_default"] == false)
            // No node holds a port of it, so nothing is waited for.
            #expect(group["applied"]?["applied"] == true)
            let rules = try await people.red.items("/v1/security-group-rules?security_group_id=\(id)")
            #expect(rules.map { $0["direction"] } == ["egress"])
            let other = try await scene.make("vpcs", ["cidrs": ["10.0.0.0/16"]])
            #expect(try await scene.ids("security-groups?vpc_id=\(scene.vpc)") == [scene.defaultGroup, id])
            #expect(
                try await scene.ids("security-groups?vpc_id=\(try PolicyScene.id(other))")
                    == [other["default_security_group_id"]?.string])
            #expect(try await scene.ids("security-groups?name=web") == [id])

            let path = "/v1/security-groups/\(id)"
            let tag = try #require(made.header("ETag"))
            let renamed = try await people.red.request(
                "PATCH", path, body: ["name": "front"], headers: ["If-Match": tag])
            #expect(renamed.json?["name"] == "front")
            let stale = try await people.red.request("DELETE", path, headers: ["If-Match": tag])
            #expect(stale.status == 412)
            let moved = try await people.red.request("PATCH", path, body: ["vpc_id": .string(scene.vpc)])
            expectRefused(moved, 422, "read-only-field", field: "vpc_id", remedy: "leave vpc_id out")
            #expect(try await people.red.request("DELETE", path).status == 204)
            #expect(try await scene.ids("security-group-rules?security_group_id=\(id)").isEmpty)
        }
    }

    @Test func `rules show every member, and are found by group, direction and remote group`() async throws {
        try await TestPeople.run { people in
            let scene = try await PolicyScene(people)
            let web = try await scene.group("web")
            let db = try await scene.group("db")
            let list = try await PolicyScene.id(scene.make("prefix-lists", ["entries": ["192.0.2.0/24"]]))
            let http = try await scene.rule(
                web,
                [
                    "direction": "ingress", "protocol": "tcp", "port_min": 80, "port_max": 90,
                    "remote_cidr": "10.0.0.0/8",
                ])
            let expected: [String: JSONValue] = [
                "security_group_id": .string(web), "direction": "ingress", "protocol": "tcp", "port_min": 80,
                "port_max": 90, "icmp_type": nil, "icmp_code": nil, "remote_cidr": "10.0.0.0/8",
                "remote_group_id": nil, "remote_prefix_list_id": nil,
            ]
            for (name, value) in expected { #expect(http[name] == value) }
            #expect(try PolicyScene.id(http).hasPrefix("sgr-"))
            let sql = try await scene.rule(
                db, ["direction": "ingress", "protocol": "tcp", "port_min": 5432, "remote_group_id": .string(web)])
            #expect(sql["port_max"] == 5432)
            let dns = try await scene.rule(
                web, ["direction": "egress", "protocol": "udp", "remote_prefix_list_id": .string(list)])
            #expect(dns["port_min"] == .null && dns["port_max"] == .null)
            #expect(dns["remote_prefix_list_id"]?.string == list)
            let ping = try await scene.rule(web, ["direction": "ingress", "protocol": "icmp", "icmp_type": 8])
            #expect(ping["icmp_type"] == 8 && ping["icmp_code"] == .null)
            let open = try await scene.rule(db, ["direction": "ingress", "remote_cidr": nil, "port_min": nil])
            #expect(open["protocol"] == "any")

            let rules = "security-group-rules"
            #expect(
                try await scene.ids("\(rules)?security_group_id=\(web)&direction=ingress")
                    == [http, ping].map { $0["id"]?.string })
            #expect(try await scene.ids("\(rules)?remote_group_id=\(web)") == [sql["id"]?.string])
            let path = "/v1/\(rules)/\(try PolicyScene.id(http))"
            let named = try await people.red.call("PATCH", path, body: ["name": "http", "tags": ["why": "shop"]])
            #expect(named["name"] == "http")
            for (name, value) in expected { #expect(named[name] == value) }
            for name in expected.keys.sorted() {
                let changed = try await people.red.request("PATCH", path, body: .object([name: expected[name] ?? nil]))
                expectRefused(changed, 422, "read-only-field", field: name, remedy: "leave \(name) out")
            }
            #expect(try await people.red.request("DELETE", path).status == 204)
        }
    }

    @Test func `the same rule twice is refused and names the first`() async throws {
        try await TestPeople.run { people in
            let scene = try await PolicyScene(people)
            let web = try await scene.group("web")
            let body: JSONValue = [
                "security_group_id": .string(web), "direction": "ingress", "protocol": "tcp", "port_min": 80,
            ]
            let first = try await scene.make("security-group-rules", body)
            let again = try await people.red.request("POST", "/v1/security-group-rules", body: body)
            #expect(again.status == 409)
            #expect(again.json?["code"] == "rule-repeated")
            #expect(again.json?["detail"]?.string?.contains(try PolicyScene.id(first)) == true)
        }
    }

    @Test func `a port takes groups, changes them, and with none of them is closed`() async throws {
        try await TestPeople.run { people in
            let scene = try await PolicyScene(people)
            let web = try await scene.group("web")
            let db = try await scene.group("db")
            let port = try await scene.port(["security_group_ids": [.string(web), .string(db)]])
            #expect(port["security_group_ids"]?.array?.compactMap(\.string).sorted() == [web, db].sorted())
            let path = "/v1/ports/\(try PolicyScene.id(port))"
            #expect(try await scene.ids("ports?security_group_id=\(db)") == [port["id"]?.string])
            let refused = try await people.red.request("DELETE", "/v1/security-groups/\(db)")
            expectRefused(refused, 409, "in-use", field: nil, remedy: "")
            let fewer = try await people.red.call("PATCH", path, body: ["security_group_ids": [.string(web)]])
            #expect(fewer["security_group_ids"] == [.string(web)])
            #expect(try await scene.ids("ports?security_group_id=\(db)").isEmpty)
            #expect(try await people.red.request("DELETE", "/v1/security-groups/\(db)").status == 204)
            let named = try await people.red.call("PATCH", path, body: ["name": "x"])
            #expect(named["security_group_ids"] == [.string(web)])
            let closed = try await people.red.call("PATCH", path, body: ["security_group_ids": []])
            #expect(closed["security_group_ids"] == [])
            let null = try await people.red.request("PATCH", path, body: ["security_group_ids": nil])
            expectRefused(null, 422, "wrong-type", field: "security_group_ids", remedy: "an array of ids")
        }
    }

    @Test func `where there is no VPC, nothing is filtered`() async throws {
        try await TestPeople.run { people in
            let scene = try await PolicyScene(people)
            let network = try await scene.make("networks", ["name": "alone"])
            let port = try await scene.make("ports", ["network_id": network["id"] ?? .null, "fixed_ips": []])
            #expect(port["security_group_ids"] == .null)
            let refused = try await people.red.request(
                "POST", "/v1/ports",
                body: [
                    "network_id": network["id"] ?? .null, "fixed_ips": [],
                    "security_group_ids": [.string(scene.defaultGroup)],
                ])
            #expect(refused.status == 422)
            #expect(refused.json?["field"]?.string?.hasPrefix("security_group_ids") == true)
            #expect(refused.json?["remedy"]?.string?.contains("VPC") == true)
        }
    }

    @Test func `a prefix list is of the project, sorted, and held by the rules that use it`() async throws {
        try await TestPeople.run { people in
            let scene = try await PolicyScene(people)
            let list = try await scene.make(
                "prefix-lists", ["name": "offices", "entries": ["2001:db8::/32", "198.51.100.0/24", "192.0.2.0/24"]])
            let id = try PolicyScene.id(list)
            #expect(id.hasPrefix("pl-"))
            #expect(list["entries"] == ["192.0.2.0/24", "198.51.100.0/24", "2001:db8::/32"])
            let web = try await scene.group("web")
            let rule = try await scene.rule(web, ["direction": "ingress", "remote_prefix_list_id": .string(id)])
            let path = "/v1/prefix-lists/\(id)"
            let changed = try await people.red.call("PATCH", path, body: ["entries": ["203.0.113.0/24"]])
            #expect(changed["entries"] == ["203.0.113.0/24"])
            #expect(changed["name"] == "offices")
            let refused = try await people.red.request("DELETE", path)
            #expect(refused.status == 409)
            #expect(refused.json?["detail"]?.string?.contains(try PolicyScene.id(rule)) == true)
            try await people.red.call("DELETE", "/v1/security-group-rules/\(try PolicyScene.id(rule))")
            #expect(try await people.red.request("DELETE", path).status == 204)
        }
    }

    @Test func `what is another project's is not there`() async throws {
        try await TestPeople.run { people in
            let scene = try await PolicyScene(people)
            let web = try await scene.group("web")
            let rule = try await PolicyScene.id(scene.rule(web, ["direction": "ingress"]))
            let list = try await PolicyScene.id(scene.make("prefix-lists", ["entries": ["192.0.2.0/24"]]))
            let table = try await PolicyScene.id(scene.make("route-tables", ["vpc_id": .string(scene.vpc)]))
            let theirs = [
                "security-groups/\(web)", "security-group-rules/\(rule)", "prefix-lists/\(list)",
                "route-tables/\(table)",
            ]
            for path in theirs {
                #expect(try await people.blue.request("GET", "/v1/\(path)").status == 404)
                #expect(try await people.blue.request("PATCH", "/v1/\(path)", body: ["name": "x"]).status == 404)
                #expect(try await people.blue.request("DELETE", "/v1/\(path)").status == 404)
                let collection = try #require(path.split(separator: "/").first)
                #expect(try await people.blue.items("/v1/\(collection)").isEmpty)
                #expect(try await people.admin.request("GET", "/v1/\(path)").status == 200)
            }
            let own = try await people.blue.call("POST", "/v1/vpcs", body: ["cidrs": ["10.0.0.0/16"]])
            let group = own["default_security_group_id"] ?? .null
            let subnet = try await people.blue.call(
                "POST", "/v1/subnets", body: ["vpc_id": own["id"] ?? .null, "cidr": "10.0.1.0/24"])
            let references: [(path: String, body: JSONValue, field: String)] = [
                ("security-groups", ["vpc_id": .string(scene.vpc)], "vpc_id"),
                ("route-tables", ["vpc_id": .string(scene.vpc)], "vpc_id"),
                (
                    "security-group-rules", ["security_group_id": .string(web), "direction": "ingress"],
                    "security_group_id"
                ),
                (
                    "security-group-rules",
                    ["security_group_id": group, "direction": "ingress", "remote_group_id": .string(web)],
                    "remote_group_id"
                ),
                (
                    "security-group-rules",
                    ["security_group_id": group, "direction": "ingress", "remote_prefix_list_id": .string(list)],
                    "remote_prefix_list_id"
                ),
                (
                    "ports", ["subnet_id": subnet["id"] ?? .null, "security_group_ids": [group, .string(web)]],
                    "security_group_ids[1]"
                ),
                (
                    "subnets",
                    ["vpc_id": own["id"] ?? .null, "cidr": "10.0.2.0/24", "route_table_id": .string(table)],
                    "route_table_id"
                ),
            ]
            for (path, body, field) in references {
                let refused = try await people.blue.request("POST", "/v1/\(path)", body: body)
                expectRefused(refused, 422, "unknown-reference", field: field, remedy: "list the")
            }
        }
    }

    @Test func `status and projects count the new kinds`() async throws {
        try await TestPeople.run { people in
            _ = try await PolicyScene(people)
            let counts = try await people.red.call("GET", "/v1/status")["counts"]
            #expect(counts?["security_groups"] == 1)
            #expect(counts?["security_group_rules"] == 2)
            #expect(counts?["prefix_lists"] == 0)
            #expect(counts?["route_tables"] == 0)
            let projects = try await people.admin.call("GET", "/v1/projects")["items"]?.array ?? []
            #expect(projects.first { $0["id"] == "red" }?["security_groups"] == 1)
            let metrics = try await people.red.request("GET", "/metrics").text
            #expect(metrics.contains("naru_resources{kind=\"security-group-rules\"} 2\n"))
        }
    }
}
