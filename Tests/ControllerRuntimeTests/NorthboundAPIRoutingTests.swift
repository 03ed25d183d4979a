import JSONText
import NorthboundClient
import Testing

/// Route tables, the blocks of a VPC, and how IPv6 subnets hand out addresses.
@Suite struct NorthboundAPIRoutingTests {
    @Test func `a route table is made, replaced, given to a subnet and taken away`() async throws {
        try await TestPeople.run { people in
            let scene = try await PolicyScene(people)
            let made = try await people.red.request(
                "POST", "/v1/route-tables?wait=applied",
                body: [
                    "vpc_id": .string(scene.vpc), "name": "by-appliance",
                    "routes": [
                        ["destination": "172.16.0.0/12", "next_hop": "10.0.1.7"],
                        ["destination": "0.0.0.0/0", "next_hop": "10.0.1.8"],
                    ],
                ])
            #expect(made.status == 201)
            let table = try #require(made.json)
            let id = try PolicyScene.id(table)
            #expect(id.hasPrefix("rtb-"))
            #expect(
                table["routes"] == [
                    ["destination": "0.0.0.0/0", "next_hop": "10.0.1.8"],
                    ["destination": "172.16.0.0/12", "next_hop": "10.0.1.7"],
                ])
            #expect(table["applied"]?["applied"] == true)
            #expect(try await scene.ids("route-tables?vpc_id=\(scene.vpc)") == [id])

            let path = "/v1/route-tables/\(id)"
            let replaced = try await people.red.call(
                "PATCH", path, body: ["routes": [["destination": "10.9.0.0/16", "next_hop": "10.0.1.7"]]])
            #expect(replaced["routes"] == [["destination": "10.9.0.0/16", "next_hop": "10.0.1.7"]])
            #expect(replaced["name"] == "by-appliance")
            expectRefused(
                try await people.red.request("PATCH", path, body: ["vpc_id": .string(scene.vpc)]), 422,
                "read-only-field", field: "vpc_id", remedy: "leave vpc_id out")

            let subnet = "/v1/subnets/\(scene.subnet)"
            #expect(try await people.red.call("GET", subnet)["route_table_id"] == .null)
            let routed = try await people.red.call("PATCH", subnet, body: ["route_table_id": .string(id)])
            #expect(routed["route_table_id"]?.string == id)
            #expect(try await people.red.call("PATCH", subnet, body: ["name": "x"])["route_table_id"]?.string == id)
            expectRefused(try await people.red.request("DELETE", path), 409, "in-use", field: nil, remedy: "")
            let alone = try await people.red.call("PATCH", subnet, body: ["route_table_id": nil])
            #expect(alone["route_table_id"] == .null)
            #expect(try await people.red.request("DELETE", path).status == 204)
        }
    }

    @Test(arguments: [
        (["destination": "10.0.9.0/24", "next_hop": "10.0.1.7"], "routes[0].destination"),
        (["destination": "10.9.0.0/16", "next_hop": "192.0.2.1"], "routes[0].next_hop"),
        (["destination": "2001:db8::/32", "next_hop": "10.0.1.7"], "routes[0].next_hop"),
        (["destination": "10.9.0.1/16", "next_hop": "10.0.1.7"], "routes[0].destination"),
        (["destination": "10.9.0.0/16"], "routes[0].next_hop"),
        (["destination": "10.9.0.0/16", "next_hop": "10.0.1.7", "metric": "1"], "routes[0].metric"),
    ])
    func `a route that leads nowhere is refused with its field`(
        route: [String: String], field: String
    ) async throws {
        try await TestPeople.run { people in
            let scene = try await PolicyScene(people)
            let answer = try await people.red.request(
                "POST", "/v1/route-tables",
                body: [
                    "vpc_id": .string(scene.vpc), "routes": [.object(route.mapValues { .string($0) })],
                ])
            #expect(answer.status == 422)
            #expect(answer.json?["field"]?.string == field)
            #expect(answer.json?["remedy"]?.string?.isEmpty == false)
        }
    }

    @Test func `a VPC's blocks can be added to, and removed where no subnet is`() async throws {
        try await TestPeople.run { people in
            let scene = try await PolicyScene(people)
            let path = "/v1/vpcs/\(scene.vpc)"
            let more = try await people.red.call("PATCH", path, body: ["cidrs": ["10.1.0.0/16", "10.0.0.0/16"]])
            #expect(more["cidrs"] == ["10.0.0.0/16", "10.1.0.0/16"])
            #expect(try await people.red.call("PATCH", path, body: ["name": "x"])["cidrs"] == more["cidrs"])
            let refused = try await people.red.request("PATCH", path, body: ["cidrs": ["10.1.0.0/16"]])
            #expect(refused.status == 409)
            #expect(refused.json?["field"]?.string?.hasPrefix("cidrs") == true)
            #expect(refused.json?["detail"]?.string?.contains(scene.subnet) == true)
            #expect(
                try await people.red.call("PATCH", path, body: ["cidrs": ["10.0.0.0/16"]])["cidrs"] == ["10.0.0.0/16"])
            let group = try await people.red.request(
                "PATCH", path, body: ["default_security_group_id": .string(scene.defaultGroup)])
            expectRefused(group, 422, "read-only-field", field: "default_security_group_id", remedy: "leave")
        }
    }

    @Test func `an IPv6 subnet says how addresses are had, and keeps to it`() async throws {
        try await TestPeople.run { people in
            let vpc = try await people.red.call(
                "POST", "/v1/vpcs", body: ["cidrs": ["10.0.0.0/16", "fd00:1::/48"]])
            func subnet(_ cidr: String, _ mode: JSONValue?) async throws -> NorthboundResponse {
                var body: [String: JSONValue] = ["vpc_id": vpc["id"] ?? .null, "cidr": .string(cidr)]
                if let mode { body["ipv6_address_mode"] = mode }
                return try await people.red.request("POST", "/v1/subnets", body: .object(body))
            }
            #expect(try await subnet("10.0.1.0/24", nil).json?["ipv6_address_mode"] == .null)
            #expect(try await subnet("fd00:1:0:1::/64", nil).json?["ipv6_address_mode"] == "dhcpv6")
            let slaac = try #require(try await subnet("fd00:1:0:2::/64", "slaac").json)
            #expect(slaac["ipv6_address_mode"] == "slaac")
            let fixed = try await people.red.request(
                "PATCH", "/v1/subnets/\(try PolicyScene.id(slaac))", body: ["ipv6_address_mode": "dhcpv6"])
            expectRefused(fixed, 422, "read-only-field", field: "ipv6_address_mode", remedy: "leave")
            for (cidr, mode) in [("10.0.2.0/24", "slaac"), ("fd00:1:0:3::/80", "slaac")] {
                let refused = try await subnet(cidr, .string(mode))
                #expect(refused.status == 422)
                #expect(refused.json?["field"] == "ipv6_address_mode")
            }
            let port = try await people.red.call(
                "POST", "/v1/ports", body: ["subnet_id": slaac["id"] ?? .null, "mac_address": "fa:16:3e:00:00:01"])
            // RFC 4291 appendix A: the universal bit of fa is turned over, ff:fe stands in the middle.
            #expect(port["fixed_ips"]?[0]?["ip_address"] == "fd00:1:0:2:f816:3eff:fe00:1")
        }
    }
}
