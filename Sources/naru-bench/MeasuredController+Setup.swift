import JSONText
import NorthboundClient

/// Steps that benchmarks have in common.
extension MeasuredController {
    private static let connectLimit = 60.0

    /// Makes a node by the API, has `node` dial in, and returns its path in the API when it is connected.
    func enrol(_ node: DummySwitch) async throws -> String {
        Terminal.error("· enrolling a node")
        let made = try await admin.call("POST", "/v1/nodes", body: ["name": "bench-node"])
        let id = try made.required("id", of: "POST /v1/nodes")
        try node.enrol(id: id.hasPrefix("node-") ? String(id.dropFirst("node-".count)) : id, ovsdbPort: ovsdbPort)
        let path = "/v1/nodes/\(id)"
        try await waitForConnection(path)
        return path
    }

    func waitForConnection(_ nodePath: String) async throws {
        try await wait("the node to be connected", seconds: Self.connectLimit) {
            try await self.admin.call("GET", nodePath)["state"] == "connected"
        }
    }

    /// A VPC with 10.64.0.0/16, and its only subnet of the same block. Returns both bodies.
    func makeNetwork() async throws -> (vpc: JSONValue, subnet: JSONValue) {
        let vpc = try await member.call("POST", "/v1/vpcs", body: ["name": "bench", "cidrs": ["10.64.0.0/16"]])
        let id = try vpc.required("id", of: "POST /v1/vpcs")
        let subnet = try await member.call(
            "POST", "/v1/subnets?wait=applied",
            body: ["name": "bench", "vpc_id": .string(id), "cidr": "10.64.0.0/16"])
        return (vpc, subnet)
    }
}

extension JSONValue {
    /// A member that the answer to a request has to have.
    func required(_ member: String, of request: String) throws -> String {
        guard let value = self[member]?.string else {
            throw BenchmarkError.unexpectedAnswer(request: request, body: text)
        }
        return value
    }
}
