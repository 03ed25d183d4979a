import JSONText
import Lab
import NorthboundClient

/// Writes one at a time, with a pause between them, against one node; each is timed from the request to the answer that tells of the switch's
/// acknowledgement.
struct IntentWorkload {
    let controller: MeasuredController
    let node: DummySwitch
    let ports: Int

    private struct BenchPort {
        let path: String
        let ifaceID: String
    }

    private static let bindLimit = 30.0
    /// Seconds between two writes; narud sends to one node at most every 0.05 s, and gathers what comes in between.
    private static let pause = 0.06
    /// Seconds that a write waits for its acknowledgement.
    private static let applyLimit = 30

    func run() async throws -> IntentReport {
        let nodePath = try await controller.enrol(node)
        let subnet = try await controller.makeNetwork().subnet.required("id", of: "POST /v1/subnets")
        let memoryAtStart = try controller.memory()
        var writes: [WriteFigures] = []
        let (created, creation) = try await create(in: subnet)
        writes.append(creation)
        writes.append(try await plug(created))
        let flows = try node.flowCount()
        for change in Self.updates { writes.append(try await update(created, change)) }
        let memoryAtEnd = try controller.memory()
        let restart = try await restart(nodePath)
        writes.append(try await delete(created))
        let status = try await controller.admin.call("GET", "/v1/status")
        return IntentReport(
            version: status["version"]?.string ?? "", ovsVersion: try node.version(), ports: ports, flows: flows,
            writes: writes, memoryAtStart: memoryAtStart, memoryAtEnd: memoryAtEnd, restart: restart)
    }

    private struct Update {
        let name: String
        let body: JSONValue
        /// Lets narud's pause between two sendings to a node pass before each write.
        let isSpaced: Bool
    }

    /// Changes of a bound port: one that no flow shows, three that flows show, and one of these without a pause.
    private static let updates = [
        Update(name: "rename a bound port", body: ["name": "renamed"], isSpaced: true),
        Update(
            name: "allow it one more address", body: ["allowed_address_pairs": [["ip_address": "10.65.0.9"]]],
            isSpaced: true),
        Update(name: "take it down", body: ["admin_state_up": false], isSpaced: true),
        Update(name: "take it up", body: ["admin_state_up": true], isSpaced: true),
        Update(
            name: "allow another address, back to back",
            body: ["allowed_address_pairs": [["ip_address": "10.65.0.10"]]], isSpaced: false),
    ]

    private func create(in subnet: String) async throws -> ([BenchPort], WriteFigures) {
        var made: [BenchPort] = []
        let figures = try await measure("create a port") { index in
            let body = try await controller.member.call(
                "POST", "/v1/ports?\(Self.waiting)",
                body: ["name": .string("port-\(index)"), "subnet_id": .string(subnet)]
            )
            made.append(
                BenchPort(
                    path: "/v1/ports/\(try body.required("id", of: "POST /v1/ports"))",
                    ifaceID: try body.required("iface_id", of: "POST /v1/ports")))
            return body
        }
        return (made, figures)
    }

    /// From the start of `ovs-vsctl` to a port that is active: its flows are acknowledged.
    private func plug(_ ports: [BenchPort]) async throws -> WriteFigures {
        try await measure("plug its interface, until it is active", countsCPU: false) { index in
            try node.plug("bench\(index)", ifaceID: ports[index].ifaceID)
            try await controller.wait("the binding of a port", seconds: Self.bindLimit) {
                try await controller.member.call("GET", ports[index].path)["status"] == "active"
            }
            return nil
        }
    }

    private func update(_ ports: [BenchPort], _ change: Update) async throws -> WriteFigures {
        try await measure(change.name, isSpaced: change.isSpaced) { index in
            try await controller.member.call("PATCH", "\(ports[index].path)?\(Self.waiting)", body: change.body)
        }
    }

    private func delete(_ ports: [BenchPort]) async throws -> WriteFigures {
        try await measure("delete it") { index in
            try await controller.member.call("DELETE", "\(ports[index].path)?\(Self.waiting)")
        }
    }

    private func restart(_ nodePath: String) async throws -> IntentReport.RestartFigures {
        Terminal.error("· kill -9 and start")
        try controller.killHard()
        let start = MonotonicClock.seconds
        let ready = try await controller.start()
        try await controller.waitForConnection(nodePath)
        return IntentReport.RestartFigures(ready: ready, connected: MonotonicClock.seconds - start)
    }

    private static var waiting: String { "wait=applied&timeout=\(applyLimit)" }

    /// Makes `step` once a port and takes its time; where it gives a body, the body tells whether the write is applied.
    private func measure(
        _ name: String, isSpaced: Bool = true, countsCPU: Bool = true, _ step: (Int) async throws -> JSONValue?
    ) async throws -> WriteFigures {
        var seconds: [Double] = []
        var unacknowledged = 0
        let cpuBefore = try controller.cpuSeconds()
        for index in 0..<ports {
            if Interrupts.isPending { throw BenchmarkError.interrupted }
            if isSpaced { try Interrupts.sleep(seconds: Self.pause) }
            let start = MonotonicClock.seconds
            let body = try await step(index)
            seconds.append(MonotonicClock.seconds - start)
            if let body, body["applied"]?["applied"] != true { unacknowledged += 1 }
            Terminal.progress(name, index + 1, of: ports)
        }
        let cpu = try controller.cpuSeconds() - cpuBefore
        return WriteFigures(
            name: name, seconds: seconds, cpuSeconds: countsCPU ? cpu : nil, unacknowledged: unacknowledged)
    }
}
