import JSONText
import NorthboundClient
import Southbound
import Testing

@testable import ControllerRuntime

/// The whole controller over its sockets.
@Suite struct ControllerServiceTests {
    @Test func `it listens on three ports and says so`() async throws {
        let directory = try TestDirectory()
        try await RunningController.run(on: directory.path) { running in
            let ports = [running.ports.openFlow, running.ports.ovsdb, running.ports.rest]
            #expect(ports.allSatisfy { $0 > 0 } && Set(ports).count == 3)
            let node = try await running.admin.call("POST", "/v1/nodes", body: ["name": "host-1"])
            let command = try #require(node["enrolment_command"]?.string)
            #expect(command.hasSuffix(":\(running.ports.ovsdb)"), "\(command)")
            #expect(node["state"] == "enrolling")
        }
    }

    @Test func `it is ready while it serves, and not once it stops`() async throws {
        let directory = try TestDirectory()
        try await RunningController.run(on: directory.path) { running in
            let stranger = NorthboundClient(address: running.red.server)
            let serving = try await stranger.request("GET", "/readyz")
            #expect(serving.status == 200)
            #expect(serving.json?["ready"] == true)
            #expect(try await stranger.request("GET", "/v1/status").status == 401)
            running.controller.beginStopping()
            let stopping = try await stranger.request("GET", "/readyz")
            #expect(stopping.status == 503)
            #expect(stopping.json == ["ready": false, "reason": "narud is stopping"])
            await stranger.close()
        }
    }

    @Test func `metrics count what was asked, refused and stored`() async throws {
        let directory = try TestDirectory()
        try await RunningController.run(on: directory.path) { running in
            for index in 0..<3 {
                try await running.red.call(
                    "POST", "/v1/vpcs", body: ["name": .string("v\(index)"), "cidrs": ["10.0.0.0/16"]])
            }
            // Refused by the intent, not by the reading of the body.
            let absent = "vpc-00000000-0000-4000-8000-000000000000"
            let refused = try await running.red.request(
                "POST", "/v1/subnets", body: ["vpc_id": .string(absent), "cidr": "10.0.0.0/24"])
            #expect(refused.status == 404 || refused.status == 422)
            let text = try await running.red.request("GET", "/metrics").text
            let values = Self.values(text)
            #expect(values["naru_core_commands_total"] == 4)
            #expect(values["naru_core_refusals_total"] == 1)
            #expect(values["naru_core_transactions_total"] == 3)
            #expect(values["naru_store_appends_total"] == 3)
            #expect(values["naru_store_append_failures_total"] == 0)
            #expect(values["naru_revision"] == 3)
            #expect(values["naru_resources{kind=\"vpcs\"}"] == 3)
            #expect(values["naru_openflow_connections_total"] == 0)
            #expect(values["naru_core_inbox_inputs"] == 0)
            #expect(values["naru_core_commands_waiting"] == 0)
            #expect(values["naru_host_inputs_peak"] == 0)
            #expect(values["naru_node_limits_total{limit=\"waiting_deltas\"}"] == 0)
        }
    }

    /// Reads Prometheus' text format; a metric that is declared twice or has no declaration is left out.
    private static func values(_ text: String) -> [String: Double] {
        var declared: [Substring: Int] = [:]
        var values: [String: Double] = [:]
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            if line.hasPrefix("# TYPE "), words.count == 4 {
                declared[words[2], default: 0] += 1
            } else if !line.hasPrefix("#"), words.count == 2, let value = Double(words[1]) {
                let name = words[0].prefix { $0 != "{" }
                if declared[name] == 1 { values[String(words[0])] = value }
            }
        }
        return values
    }

    @Test func `200 creates at once get addresses and revisions of their own`() async throws {
        let directory = try TestDirectory()
        try await RunningController.run(on: directory.path) { running in
            let vpc = try await running.red.call("POST", "/v1/vpcs", body: ["cidrs": ["10.0.0.0/16"]])
            let subnet = try await running.red.call(
                "POST", "/v1/subnets", body: ["vpc_id": try #require(vpc["id"]), "cidr": "10.0.0.0/24"])
            let subnetID = try #require(subnet["id"])
            let start = try #require(try await running.red.call("GET", "/v1/status")["revision"]?.integer)
            let ports = try await withThrowingTaskGroup(of: JSONValue.self) { tasks in
                for index in 0..<200 {
                    tasks.addTask {
                        try await running.red.call(
                            "POST", "/v1/ports", body: ["name": .string("vm-\(index)"), "subnet_id": subnetID])
                    }
                }
                return try await tasks.reduce(into: [JSONValue]()) { $0.append($1) }
            }
            #expect(Set(try ports.map(ControllerRestartTests.address)).count == 200)
            #expect(Set(ports.compactMap { $0["mac_address"]?.string }).count == 200)
            let revisions: [Int64] = ports.compactMap { $0["revision"]?.integer }.sorted()
            let following: [Int64] = Array((start + 1)...(start + 200))
            #expect(revisions == following)
            let listed = try await running.red.items("/v1/ports")
            #expect(Set(listed.compactMap { $0["id"]?.string }) == Set(ports.compactMap { $0["id"]?.string }))
        }
    }

    @Test func `a port that is taken stops it with the reason`() async throws {
        let directory = try TestDirectory()
        let other = try TestDirectory()
        try await RunningController.run(on: directory.path) { running in
            var settings = RunningController.settings(directory: other.path)
            settings.southbound.ovsdbPort = running.ports.ovsdb
            let service = ControllerService(
                settings: settings, logger: RunningController.quiet, onBound: { _, _ in Issue.record("it listens") })
            await #expect(throws: (any Error).self) { try await service.run() }
        }
    }
}
