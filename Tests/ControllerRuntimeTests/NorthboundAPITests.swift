import JSONText
import NetworkTypes
import NorthboundAPI
import NorthboundClient
import Testing
import VirtualNetwork

/// Dialogues with the real server over sockets.
@Suite struct NorthboundAPITests {
    @Test func `a VPC is made, read, renamed and deleted`() async throws {
        try await TestPeople.run { people in
            let made = try await people.red.request(
                "POST", "/v1/vpcs", body: ["name": "shop", "cidrs": ["10.0.0.0/16"], "tags": ["tier": "web"]])
            #expect(made.status == 201)
            #expect(made.header("ETag") == "\"1\"")
            let vpc = try #require(made.json)
            let id = try #require(vpc["id"]?.string)
            #expect(id.hasPrefix("vpc-"))
            #expect(made.header("Location") == "/v1/vpcs/\(id)")
            #expect(vpc["project_id"] == "red")
            #expect(vpc["cidrs"] == ["10.0.0.0/16"])
            #expect(vpc["tags"] == ["tier": "web"])
            #expect(vpc["revision"] == 1)
            #expect(vpc["created_at"] == "2027-01-15T08:00:00.001Z")
            #expect(
                vpc["applied"] == ["applied": true, "revision": 1, "behind": [], "behind_count": 0])

            #expect(try await people.red.call("GET", "/v1/vpcs/\(id)") == vpc)
            let bare = String(id.dropFirst("vpc-".count))
            #expect(try await people.red.call("GET", "/v1/vpcs/\(bare)") == vpc)

            let renamed = try await people.red.request("PATCH", "/v1/vpcs/\(id)", body: ["name": "store"])
            #expect(renamed.status == 200)
            #expect(renamed.json?["name"] == "store")
            #expect(renamed.json?["tags"] == ["tier": "web"])
            #expect(renamed.header("ETag") == "\"2\"")

            let deleted = try await people.red.request("DELETE", "/v1/vpcs/\(id)")
            #expect(deleted.status == 204)
            #expect(deleted.body.isEmpty)
            #expect(try await people.red.request("GET", "/v1/vpcs/\(id)").status == 404)
        }
    }

    @Test func `If-Match keeps a change that was made in between`() async throws {
        try await TestPeople.run { people in
            let made = try await people.red.request("POST", "/v1/vpcs", body: ["cidrs": ["10.0.0.0/16"]])
            let path = "/v1/vpcs/\(made.json?["id"]?.string ?? "")"
            let tag = try #require(made.header("ETag"))
            func patch(_ tag: String) async throws -> Int {
                try await people.red.request(
                    "PATCH", path, body: ["name": .string("x\(tag)")], headers: ["If-Match": tag]
                )
                .status
            }
            #expect(try await patch(tag) == 200)
            #expect(try await patch(tag) == 412)
            #expect(try await patch("*") == 200)
            #expect(try await patch("W/\"1\"") == 400)
            #expect(try await people.red.request("DELETE", path, headers: ["If-Match": tag]).status == 412)
            #expect(try await people.red.request("DELETE", path, headers: ["If-Match": "\"3\""]).status == 204)
        }
    }

    @Test func `a list comes in pages, and goes on past what was deleted`() async throws {
        try await TestPeople.run { people in
            var ids: [String] = []
            for index in 0..<5 {
                let vpc = try await people.red.call(
                    "POST", "/v1/vpcs", body: ["name": .string("v\(index)"), "cidrs": ["10.0.0.0/16"]])
                ids.append(try #require(vpc["id"]?.string))
            }
            func page(_ query: String) async throws -> (ids: [String], next: String?) {
                let answer = try await people.red.call("GET", "/v1/vpcs?\(query)")
                return (answer["items"]?.array?.compactMap { $0["id"]?.string } ?? [], answer["next_cursor"]?.string)
            }
            let first = try await page("limit=2")
            #expect(first.ids == Array(ids[0..<2]))
            let cursor = try #require(first.next)
            try await people.red.call("DELETE", "/v1/vpcs/\(ids[1])")
            let second = try await page("limit=2&cursor=\(cursor)")
            #expect(second.ids == Array(ids[2..<4]))
            let third = try await page("limit=2&cursor=\(try #require(second.next))")
            #expect(third.ids == [ids[4]])
            #expect(third.next == nil)
            #expect(try await page("name=v3").ids == [ids[3]])
            #expect(try await people.red.items("/v1/vpcs").count == 4)
        }
    }

    @Test(arguments: [
        ("limit=0", "parameter-out-of-range"), ("limit=1001", "parameter-out-of-range"),
        ("cursor=zz", "malformed-cursor"), ("nmae=x", "unknown-parameter"), ("name=a&name=b", "repeated-parameter"),
    ])
    func `a list refuses what it does not know`(query: String, code: String) async throws {
        try await TestPeople.run { people in
            let answer = try await people.red.request("GET", "/v1/vpcs?\(query)")
            #expect(answer.status == 400)
            #expect(answer.json?["code"]?.string == code)
        }
    }

    @Test func `a stranger's resource is not there`() async throws {
        try await TestPeople.run { people in
            let vpc = try await people.red.call("POST", "/v1/vpcs", body: ["cidrs": ["10.0.0.0/16"]])
            let path = "/v1/vpcs/\(vpc["id"]?.string ?? "")"
            let read = try await people.blue.request("GET", path)
            #expect(read.status == 404)
            #expect(read.json?["code"] == "not-found")
            #expect(try await people.blue.request("PATCH", path, body: ["name": "mine"]).status == 404)
            #expect(try await people.blue.request("DELETE", path).status == 404)
            #expect(try await people.blue.items("/v1/vpcs").isEmpty)
            let subnet = try await people.blue.request(
                "POST", "/v1/subnets", body: ["vpc_id": vpc["id"] ?? .null, "cidr": "10.0.1.0/24"])
            #expect(subnet.json?["code"] == "unknown-reference")
            #expect(subnet.json?["field"] == "vpc_id")
            #expect(try await people.red.call("GET", path) == vpc)
        }
    }

    @Test func `nobody comes in without a token`() async throws {
        try await TestPeople.run { people in
            for token in [nil, "wrong", "red-toke", "red-token2"] {
                let client = NorthboundClient(address: people.server, token: token)
                let answer = try await client.request("GET", "/v1/vpcs")
                #expect(answer.status == 401)
                #expect(answer.header("WWW-Authenticate") == "Bearer realm=\"naru\"")
                #expect(answer.header("Content-Type") == "application/problem+json")
                #expect(try await client.request("GET", "/healthz").status == 200)
                await client.close()
            }
        }
    }

    @Test func `an operator sees every project and may act for one`() async throws {
        try await TestPeople.run { people in
            let red = try await people.red.call("POST", "/v1/vpcs", body: ["cidrs": ["10.0.0.0/16"]])
            let forBlue = try await people.admin.call(
                "POST", "/v1/vpcs", body: ["cidrs": ["10.0.0.0/16"]], headers: ["Naru-Project": "blue"])
            #expect(forBlue["project_id"] == "blue")
            #expect(try await people.blue.items("/v1/vpcs") == [forBlue])
            #expect(try await people.admin.items("/v1/vpcs").count == 2)
            #expect(try await people.admin.items("/v1/vpcs", headers: ["Naru-Project": "blue"]) == [forBlue])
            let renamed = try await people.admin.call(
                "PATCH", "/v1/vpcs/\(red["id"]?.string ?? "")", body: ["name": "seen"])
            #expect(renamed["project_id"] == "red")
            let pretender = try await people.red.request("GET", "/v1/vpcs", headers: ["Naru-Project": "blue"])
            #expect(pretender.status == 403)
            let projects = try await people.admin.call("GET", "/v1/projects")["items"]?.array
            #expect(projects?.compactMap { $0["id"]?.string } == ["blue", "red", "staff"])
        }
    }

    @Test func `an Idempotency-Key makes one resource`() async throws {
        try await TestPeople.run { people in
            let key = ["Idempotency-Key": "f3a1"]
            let body: JSONValue = ["name": "once", "cidrs": ["10.0.0.0/16"]]
            let first = try await people.red.request("POST", "/v1/vpcs", body: body, headers: key)
            let again = try await people.red.request("POST", "/v1/vpcs", body: body, headers: key)
            #expect(first.status == 201)
            #expect(again.status == 201)
            #expect(again.json == first.json)
            #expect(again.header("ETag") == first.header("ETag"))
            #expect(try await people.red.items("/v1/vpcs").count == 1)
            let other = try await people.red.request(
                "POST", "/v1/vpcs", body: ["cidrs": ["10.1.0.0/16"]], headers: key)
            #expect(other.status == 422)
            #expect(other.json?["code"] == "idempotency-key-reused")
            // Another project's key is another key; a refused create does not use its key up.
            #expect(try await people.blue.call("POST", "/v1/vpcs", body: body, headers: key)["project_id"] == "blue")
            let fresh = ["Idempotency-Key": "f3a2"]
            #expect(
                try await people.red.request("POST", "/v1/vpcs", body: ["cidrs": []], headers: fresh).status == 422)
            #expect(
                try await people.red.request("POST", "/v1/vpcs", body: body, headers: fresh).status == 201)
        }
    }

    @Test func `a subnet, its ports, and what stands in the way of deleting it`() async throws {
        try await TestPeople.run { people in
            let vpc = try await people.red.call("POST", "/v1/vpcs", body: ["cidrs": ["10.0.0.0/16"]])
            let vpcID = vpc["id"] ?? .null
            let subnet = try await people.red.call(
                "POST", "/v1/subnets", body: ["name": "web", "vpc_id": vpcID, "cidr": "10.0.1.0/24"])
            #expect(subnet["gateway_ip"] == "10.0.1.1")
            #expect(subnet["dhcp_enabled"] == true)
            let network = try #require(subnet["network_id"]?.string)
            #expect(try await people.red.call("GET", "/v1/networks/\(network)")["vpc_id"] == vpcID)

            let overlapping = try await people.red.request(
                "POST", "/v1/subnets", body: ["vpc_id": vpcID, "cidr": "10.0.1.128/25"])
            #expect(overlapping.status == 409)
            #expect(overlapping.json?["field"] == "cidr")

            let port = try await people.red.call(
                "POST", "/v1/ports", body: ["name": "web-1", "subnet_id": subnet["id"] ?? .null])
            let id = try #require(port["id"]?.string)
            #expect(port["iface_id"]?.string == String(id.dropFirst("port-".count)))
            #expect(port["status"] == "down")
            #expect(port["node_id"] == .null)
            #expect(port["fixed_ips"] == [["subnet_id": subnet["id"] ?? .null, "ip_address": "10.0.1.3"]])
            let listed = try await people.red.items("/v1/ports?network_id=\(network)")
            #expect(listed == [port])
            #expect(try await people.red.items("/v1/ports?status=active").isEmpty)

            let path = "/v1/subnets/\(subnet["id"]?.string ?? "")"
            let refused = try await people.red.request("DELETE", path)
            #expect(refused.status == 409)
            #expect(refused.json?["code"] == "in-use")
            let gone = try await people.red.request("DELETE", "/v1/ports/\(id)?wait=applied")
            #expect(gone.status == 200)
            #expect(gone.json?["applied"]?["applied"] == true)
            #expect(try await people.red.request("DELETE", path).status == 204)
        }
    }

    @Test func `a wait that runs out still answers with what was made`() async throws {
        try await TestPeople.run { people in
            let slow = (0..<21).map { ResourceID(high: 0, low: UInt64($0)) }
            people.controller.leaveBehind(slow)
            let made = try await people.red.request(
                "POST", "/v1/vpcs?wait=applied&timeout=0", body: ["cidrs": ["10.0.0.0/16"]])
            #expect(made.status == 201)
            let applied = try #require(made.json?["applied"])
            #expect(applied["applied"] == false)
            #expect(applied["behind_count"] == 21)
            #expect(applied["behind"]?.array?.count == APILimits.nodesBehindNamed)
            #expect(applied["behind"]?[1]?.string == ResourceKind.node.show(slow[1]))
            let tooLong = try await people.red.request("POST", "/v1/vpcs?wait=applied&timeout=61", body: [:])
            #expect(tooLong.json?["code"] == "parameter-out-of-range")
        }
    }

    @Test func `who gives up waiting and sends again gets what was made`() async throws {
        try await TestPeople.run { people in
            people.controller.leaveBehind([ResourceID(high: 0, low: 1)])
            let hasty = NorthboundClient(
                address: people.server, token: "red-token", timeout: .milliseconds(300))
            let body: JSONValue = ["cidrs": ["10.0.0.0/16"]]
            let key = ["Idempotency-Key": "patience"]
            let path = "/v1/vpcs?wait=applied&timeout=30"
            await #expect(throws: NorthboundClientError.timedOut(after: .milliseconds(300))) {
                try await hasty.request("POST", path, body: body, headers: key)
            }
            let again = try await people.red.request("POST", path, body: body, headers: key)
            #expect(again.status == 201)
            #expect(try await people.red.items("/v1/vpcs").count == 1)
            await hasty.close()
        }
    }

    @Test func `nodes are the operators'`() async throws {
        try await TestPeople.run { people in
            #expect(try await people.red.request("GET", "/v1/nodes").status == 403)
            #expect(try await people.red.request("GET", "/v1/pending-nodes").status == 403)
            let node = try await people.admin.call(
                "POST", "/v1/nodes", body: ["name": "host-1", "encap_ip": "192.0.2.11"])
            #expect(node["state"] == "enrolling")
            #expect(node["roles"] == ["compute"])
            let id = try #require(node["id"]?.string)
            #expect(
                node["enrolment_command"]?.string == """
                    ovs-vsctl set Open_vSwitch . external_ids:naru-node=\(id.dropFirst("node-".count)) \
                    external_ids:naru-encap-ip=192.0.2.11 \
                    external_ids:naru-encap-mtu=$(cat /sys/class/net/\
                    $(ip -o addr show to 192.0.2.11 | awk '{print $2; exit}')/mtu) \
                    -- set-manager tcp:ADVERTISE:6640
                    """)
            let reached = try await people.admin.call(
                "GET", "/v1/nodes/\(id)", headers: ["Host": "cloud.example:8080"])
            #expect(reached["enrolment_command"]?.string?.hasSuffix("set-manager tcp:cloud.example:6640") == true)
            let hostile = try await people.admin.call(
                "GET", "/v1/nodes/\(id)", headers: ["Host": "$(reboot):8080"])
            #expect(hostile["enrolment_command"]?.string?.hasSuffix("tcp:ADVERTISE:6640") == true)
            let pending = try await people.admin.call("GET", "/v1/pending-nodes")
            #expect(pending["items"]?[0]?["hostname"] == "host-9")
            #expect(try await people.admin.call("GET", "/v1/status")["nodes"]?["total"] == 1)
        }
    }

    @Test func `metrics, health and paths that are not there`() async throws {
        try await TestPeople.run { people in
            let stranger = NorthboundClient(address: people.server)
            #expect(try await people.red.request("GET", "/v1/vpcs/vpc-0").status == 404)
            let missing = try await people.red.request("GET", "/v1/vcps")
            #expect(missing.status == 404)
            #expect(missing.json?["code"] == "no-such-path")
            #expect(try await stranger.request("GET", "/readyz").json?["ready"] == true)
            #expect(try await stranger.request("HEAD", "/healthz").status == 200)
            let metrics = try await stranger.request("GET", "/metrics").text
            #expect(
                metrics.contains("naru_api_requests_total{method=\"GET\",route=\"/v1/vpcs/{id}\",status=\"404\"} 1\n"))
            #expect(metrics.contains("naru_nodes{state=\"connected\"} 0\n"))
            #expect(metrics.contains("runtime_says 1\n"))
            await stranger.close()
        }
    }
}
