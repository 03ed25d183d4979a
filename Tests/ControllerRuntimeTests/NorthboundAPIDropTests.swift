import JSONText
import NetworkTypes
import NorthboundAPI
import NorthboundClient
import Testing

/// What a switch dropped of a port.
@Suite struct NorthboundAPIDropTests {
    @Test func `a port's drops are told by cause, to its owner`() async throws {
        try await TestPeople.run { people in
            let scene = try await PolicyScene(people)
            let port = try await PolicyScene.id(scene.port())
            let node = ResourceID(high: 0, low: 7)
            people.controller.count(
                DropReport(
                    node: node, at: Timestamp(nanoseconds: 1_800_000_000_500_000_000),
                    items: [
                        DropCount(
                            name: "egress-denied", table: "egressVerdict", cookie: 0x0800_0000_0000_0001, packets: 3,
                            bytes: 180)
                    ]))
            let path = "/v1/ports/\(port)/drops"
            let expected: JSONValue = [
                "port_id": .string(port), "node_id": .string(ResourceKind.node.show(node)),
                "at": "2027-01-15T08:00:00.500Z",
                "items": [
                    [
                        "name": "egress-denied", "table": "egressVerdict", "packets": 3, "bytes": 180,
                        "cookie": "0x0800000000000001",
                    ]
                ],
            ]
            #expect(try await people.red.call("GET", path) == expected)
            #expect(try await people.admin.call("GET", path) == expected)
            #expect(try await people.blue.request("GET", path).status == 404)
            #expect(try await people.red.request("GET", "/v1/ports/port-0/drops").status == 404)
            #expect(try await people.red.request("GET", "\(path)?since=1").json?["code"] == "unknown-parameter")
        }
    }

    @Test func `counters that can't be had are a 503 with a remedy`() async throws {
        try await TestPeople.run { people in
            let scene = try await PolicyScene(people)
            let port = try await PolicyScene.id(scene.port())
            let answer = try await people.red.request("GET", "/v1/ports/\(port)/drops")
            expectRefused(answer, 503, "counters-unavailable", field: nil, remedy: "ask again")
            #expect(answer.header("Retry-After") == "1")
        }
    }
}
