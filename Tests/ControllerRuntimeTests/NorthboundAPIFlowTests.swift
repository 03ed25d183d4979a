import ControllerCore
import JSONText
import NetworkTypes
import NorthboundAPI
import NorthboundClient
import Testing
import TopologyGraph
import VirtualNetwork

/// From a flow's cookie to what it is for, and the graph as operators and tenants see it.
@Suite struct NorthboundAPIFlowTests {
    /// A port of red, bound on one node.
    struct Scene {
        let node: String
        let port: String

        init(_ people: TestPeople) async throws {
            let node = try await people.admin.call("POST", "/v1/nodes", body: ["name": "host-1"])
            let vpc = try await people.red.call("POST", "/v1/vpcs", body: ["cidrs": ["10.0.0.0/16"]])
            let subnet = try await people.red.call(
                "POST", "/v1/subnets", body: ["vpc_id": vpc["id"] ?? .null, "cidr": "10.0.1.0/24"])
            let port = try await people.red.call(
                "POST", "/v1/ports", body: ["name": "web-1", "subnet_id": subnet["id"] ?? .null])
            self.node = try #require(node["id"]?.string)
            self.port = try #require(port["id"]?.string)
            let network = people.controller.snapshot.network
            let host = try #require(ResourceKind.node.parse(self.node).flatMap { network.node($0) })
            let made = try #require(ResourceKind.port.parse(self.port).flatMap { network.port($0) })
            let segment = try #require(network.network(made.network))
            people.controller.observe([
                .node(NodeFact(key: host.key, name: "host-1", systemID: "s1", ovsVersion: "3.1.0", datapathID: 10)),
                .tunnelEnd(
                    TunnelEnd(
                        node: host.key, address: try #require(IPAddress("192.0.2.11")), ofport: 9, underlayMTU: 1500)),
                .network(NetworkVertex(key: segment.key, id: segment.metadata.id, name: "")),
                .virtualPort(
                    VirtualPortVertex(
                        key: made.key, id: made.metadata.id, name: "web-1", network: segment.key, mac: made.mac,
                        addresses: made.fixedIPs.map(\.address))),
                .binding(PortBinding(port: made.key, node: host.key, ofport: 5, interface: "tap1", zone: 7)),
            ])
        }
    }

    @Test func `a flow's cookie leads to the port that it is for`() async throws {
        try await TestPeople.run { people in
            let scene = try await Scene(people)
            let dump = try await people.admin.call("GET", "/v1/nodes/\(scene.node)/flows")
            let flows = try #require(dump["flows"]?.array)
            let admission = try #require(
                flows.first { $0["table"] == 0 && $0["match"]?.string?.contains("in_port=5") == true })
            let cookie = try #require(admission["cookie"]?.string)
            let why = try await people.red.call("GET", "/v1/flows/\(cookie)")
            #expect(why["cookie"]?.string == cookie)
            #expect(why["unit"] == ["kind": "local-port", "resource_id": .string(scene.port)])
            let resources = why["resources"]?.array ?? []
            #expect(resources.contains(["kind": "port", "id": .string(scene.port), "name": "web-1"]))
            #expect(why["flows"]?.array?.contains(admission) == true)
            #expect(try await people.admin.call("GET", "/v1/flows/\(cookie)")["unit"] == why["unit"])
            // Neither another tenant's flows nor those of nobody are a tenant's to see.
            #expect(try await people.blue.request("GET", "/v1/flows/\(cookie)").status == 404)
            #expect(try await people.red.request("GET", "/v1/flows/0x100000000000000").status == 404)
            #expect(try await people.admin.request("GET", "/v1/flows/0x100000000000000").status == 200)
            #expect(try await people.admin.request("GET", "/v1/flows/0xff").status == 404)
            #expect(try await people.admin.request("GET", "/v1/flows/tap1").status == 400)
        }
    }

    @Test func `a node's flows come as text for ovs-ofctl, to operators`() async throws {
        try await TestPeople.run { people in
            let scene = try await Scene(people)
            let path = "/v1/nodes/\(scene.node)/flows?format=text"
            let text = try await people.admin.request("GET", path)
            #expect(text.header("Content-Type") == "text/plain; charset=utf-8")
            let lines = text.text.split(separator: "\n")
            #expect(lines.count > 10)
            #expect(lines.allSatisfy { $0.hasPrefix("table=") && $0.contains(",actions=") })
            #expect(lines.first?.hasPrefix("table=classifier,") == true)
            #expect(try await people.red.request("GET", path).status == 403)
        }
    }

    @Test func `the port shows its node and stands in the lists of it`() async throws {
        try await TestPeople.run { people in
            let scene = try await Scene(people)
            let port = try await people.red.call("GET", "/v1/ports/\(scene.port)")
            #expect(port["node_id"]?.string == scene.node)
            #expect(port["status"] == "build")
            #expect(try await people.red.items("/v1/ports?node_id=\(scene.node)&status=build") == [port])
            let node = try await people.admin.call("GET", "/v1/nodes/\(scene.node)")
            #expect(node["encap_ip"] == "192.0.2.11")
            #expect(node["datapath_id"] == "000000000000000a")
            #expect(node["enrolment_command"]?.string?.contains("naru-encap-ip=192.0.2.11") == true)
        }
    }

    @Test func `a tenant's graph holds its own ports and no host`() async throws {
        try await TestPeople.run { people in
            _ = try await Scene(people)
            func kinds(_ client: NorthboundClient) async throws -> [String] {
                let graph = try await client.call("GET", "/v1/topology")
                return (graph["vertices"]?.array ?? []).compactMap { $0["kind"]?.string }.sorted()
            }
            let whole = try await kinds(people.admin)
            let own = try await kinds(people.red)
            #expect(whole.count == 4)
            #expect(own.count == 2)
            #expect(Set(own).isSubset(of: Set(whole)))
            #expect(try await kinds(people.blue).isEmpty)
            #expect(try await people.red.request("GET", "/v1/topology?format=dot").text.contains("web-1"))
            #expect(try await people.blue.request("GET", "/v1/topology?format=dot").text.contains("web-1") == false)
            let drawn = try await people.admin.request("GET", "/v1/topology?format=graphml")
            #expect(drawn.header("Content-Type") == "application/graphml+xml")
            #expect(drawn.text.contains("<graphml"))
            #expect(try await people.admin.request("GET", "/v1/topology?format=png").status == 400)
        }
    }
}
