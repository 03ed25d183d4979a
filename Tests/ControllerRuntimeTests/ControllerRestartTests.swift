import ControllerRuntime
import JSONText
import NorthboundClient
import Store
import Synchronization
import Testing

/// What was acknowledged is there after the controller's end, however it ended.
@Suite struct ControllerRestartTests {
    /// Everything that a project and an operator see, and the ETag of each resource.
    private struct View: Equatable {
        var resources: [String: JSONValue] = [:]
        var tags: [String: String] = [:]
        var revision: JSONValue?

        init(_ running: RunningController) async throws {
            for kind in ["vpcs", "networks", "subnets", "ports", "nodes"] {
                let client = kind == "nodes" ? running.admin : running.red
                for item in try await client.items("/v1/\(kind)") {
                    let path = "/v1/\(kind)/\(item["id"]?.string ?? "")"
                    // A node is enrolled by another port after the start.
                    var members = item.object ?? [:]
                    members["enrolment_command"] = nil
                    resources[path] = .object(members)
                    tags[path] = try await client.request("GET", path).header("ETag")
                }
            }
            revision = try await running.red.call("GET", "/v1/status")["revision"]
        }
    }

    /// Makes some of everything, changes and deletes some of it. Returns the path of the VPC and of the last port.
    private static func populate(_ running: RunningController) async throws -> (vpc: String, port: String) {
        let red = running.red
        let vpc = try await red.call("POST", "/v1/vpcs", body: ["name": "shop", "cidrs": ["10.0.0.0/16"]])
        let vpcID = try #require(vpc["id"])
        let subnet = try await red.call(
            "POST", "/v1/subnets", body: ["name": "web", "vpc_id": vpcID, "cidr": "10.0.1.0/24", "tags": ["a": "b"]])
        let subnetID = try #require(subnet["id"])
        var ports: [String] = []
        for index in 0..<5 {
            let port = try await red.call(
                "POST", "/v1/ports", body: ["name": .string("vm-\(index)"), "subnet_id": subnetID])
            ports.append("/v1/ports/\(port["id"]?.string ?? "")")
        }
        try await red.call("DELETE", ports[2])
        try await red.call("PATCH", ports[4], body: ["name": "renamed", "admin_state_up": false])
        try await running.admin.call("POST", "/v1/nodes", body: ["name": "host-1", "labels": ["rack": "7"]])
        return ("/v1/vpcs/\(vpcID.string ?? "")", ports[4])
    }

    @Test func `a clean stop and a start on the same directory change nothing`() async throws {
        let directory = try TestDirectory()
        let seen = Mutex<(view: View, vpc: String, port: String)?>(nil)
        try await RunningController.run(on: directory.path) { running in
            let (vpc, port) = try await Self.populate(running)
            let view = try await View(running)
            // A VPC, a network, a subnet, four ports and a node.
            #expect(view.resources.count == 8)
            seen.withLock { $0 = (view, vpc, port) }
        }
        let before = try #require(seen.withLock { $0 })
        try await RunningController.run(on: directory.path) { running in
            let after = try await View(running)
            #expect(after == before.view)
            // An ETag of the time before still guards, and the revision goes on from where it was.
            let tag = try #require(before.view.tags[before.port])
            let patched = try await running.red.request(
                "PATCH", before.port, body: ["name": "again"], headers: ["If-Match": tag])
            #expect(patched.status == 200)
            let last = try #require(before.view.revision?.integer)
            #expect(patched.json?["revision"] == .integer(last + 1))
            #expect(patched.header("ETag") == "\"\(last + 1)\"")
            let stale = try await running.red.request(
                "PATCH", before.port, body: ["name": "late"], headers: ["If-Match": tag])
            #expect(stale.status == 412)
        }
    }

    @Test func `what was acknowledged outlives a crash`() async throws {
        let directory = try TestDirectory()
        let seen = Mutex<(view: View, copy: TestDirectory)?>(nil)
        try await RunningController.run(on: directory.path) { running in
            _ = try await Self.populate(running)
            let view = try await View(running)
            let copy = try directory.copyAsAfterCrash()
            // This one is not in the copy.
            try await running.red.call("POST", "/v1/vpcs", body: ["name": "later", "cidrs": ["10.9.0.0/16"]])
            seen.withLock { $0 = (view, copy) }
        }
        let before = try #require(seen.withLock { $0 })
        try await RunningController.run(on: before.copy.path) { running in
            #expect(try await View(running) == before.view)
            let made = try await running.red.call("POST", "/v1/vpcs", body: ["cidrs": ["10.9.0.0/16"]])
            #expect(made["revision"]?.integer == before.view.revision?.integer.map { $0 + 1 })
        }
    }

    @Test func `an address that was given before the stop is not given again after it`() async throws {
        let directory = try TestDirectory()
        let taken = Mutex<(subnet: JSONValue, addresses: [String])?>(nil)
        try await RunningController.run(on: directory.path) { running in
            let vpc = try await running.red.call("POST", "/v1/vpcs", body: ["cidrs": ["10.0.0.0/16"]])
            let subnet = try await running.red.call(
                "POST", "/v1/subnets", body: ["vpc_id": try #require(vpc["id"]), "cidr": "10.0.0.0/29"])
            let id = try #require(subnet["id"])
            var addresses: [String] = []
            for _ in 0..<3 { addresses.append(try await Self.address(of: Self.makePort(running, in: id))) }
            taken.withLock { $0 = (id, addresses) }
        }
        let before = try #require(taken.withLock { $0 })
        try await RunningController.run(on: directory.path) { running in
            // The block has room for four.
            let fourth = try await Self.address(of: Self.makePort(running, in: before.subnet))
            #expect(Set(before.addresses + [fourth]).count == 4)
            let refused = try await running.red.request("POST", "/v1/ports", body: ["subnet_id": before.subnet])
            #expect(refused.status == 409)
            #expect(try await running.red.items("/v1/ports").count == 4)
        }
    }

    private static func makePort(_ running: RunningController, in subnet: JSONValue) async throws -> JSONValue {
        try await running.red.call("POST", "/v1/ports", body: ["subnet_id": subnet])
    }

    static func address(of port: JSONValue) throws -> String {
        try #require(port["fixed_ips"]?[0]?["ip_address"]?.string)
    }

    @Test func `a cancelled controller gives its directory up`() async throws {
        let directory = try TestDirectory()
        let (bound, found) = AsyncStream.makeStream(of: Int.self)
        let service = ControllerService(
            settings: RunningController.settings(directory: directory.path), logger: RunningController.quiet
        ) { ports, _ in found.yield(ports.rest) }
        let task = Task { try await service.run() }
        var iterator = bound.makeAsyncIterator()
        let port = await iterator.next() ?? 0
        #expect(port > 0)
        task.cancel()
        _ = await task.result
        try await RunningController.run(on: directory.path) { running in
            let vpcs = try await running.red.items("/v1/vpcs")
            #expect(vpcs.isEmpty)
        }
    }

    @Test func `a second controller on the directory is refused, and the first goes on`() async throws {
        let directory = try TestDirectory()
        try await RunningController.run(on: directory.path) { running in
            await #expect(throws: StoreError.inUse(directory: directory.path)) {
                try await ControllerService(
                    settings: RunningController.settings(directory: directory.path), logger: RunningController.quiet,
                    onBound: { _, _ in }
                ).run()
            }
            try await running.red.call("POST", "/v1/vpcs", body: ["cidrs": ["10.0.0.0/16"]])
        }
    }
}
