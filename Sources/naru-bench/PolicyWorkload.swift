import JSONText
import Lab
import NorthboundClient

/// One large group on one node: what it takes on the switch, and what a change of it costs.
struct PolicyWorkload {
    let controller: MeasuredController
    let node: DummySwitch
    let members: Int
    let local: Int
    let rounds: Int

    private static let bindLimit = 60.0
    /// Ports that are made at the same time where nothing is timed.
    private static let atOnce = 32
    /// Seconds between two timed writes; narud sends to one node at most every 0.05 s.
    private static let pause = 0.06
    private static let waiting = "wait=applied&timeout=60"

    private struct Place {
        let subnet: String
        let group: String
    }

    func run() async throws -> PolicyReport {
        _ = try await controller.enrol(node)
        let place = try await makeGroup()
        var locals: [JSONValue] = []
        for index in 0..<local {
            locals.append(try await makePort("local-\(index)", place))
            Terminal.progress("make ports for the node", index + 1, of: local)
        }
        for (index, port) in locals.enumerated() {
            try node.plug("bench\(index)", ifaceID: try port.required("iface_id", of: "POST /v1/ports"))
        }
        for port in locals { try await waitUntilActive(port) }
        try await makeMembers(place)
        let whole = try await settledFlows(place)
        _ = try await makePort("one-more-member", place)
        let withMember = try node.flowsByTable()
        let port = try await makePort("one-more-port", place)
        let withPortUnplugged = try node.flowsByTable()
        try node.plug("bench\(local)", ifaceID: try port.required("iface_id", of: "POST /v1/ports"))
        try await waitUntilActive(port)
        let withPort = try node.flowsByTable()
        let writes = try await measure(place)
        let status = try await controller.admin.call("GET", "/v1/status")
        return PolicyReport(
            version: status["version"]?.string ?? "", ovsVersion: try node.version(), members: members, local: local,
            flows: whole, forOneMember: Self.growth(from: whole, to: withMember),
            forOnePort: Self.growth(from: withPortUnplugged, to: withPort), writes: writes,
            memory: try controller.memory())
    }

    /// A group that has the rule of each new group, everything out, and lets its own members in.
    private func makeGroup() async throws -> Place {
        let network = try await controller.makeNetwork()
        let vpc = try network.vpc.required("id", of: "POST /v1/vpcs")
        let made = try await controller.member.call(
            "POST", "/v1/security-groups", body: ["name": "large", "vpc_id": .string(vpc)])
        let group = try made.required("id", of: "POST /v1/security-groups")
        _ = try await controller.member.call(
            "POST", "/v1/security-group-rules?\(Self.waiting)",
            body: [
                "security_group_id": .string(group), "direction": "ingress", "remote_group_id": .string(group),
            ])
        return Place(subnet: try network.subnet.required("id", of: "POST /v1/subnets"), group: group)
    }

    private func makePort(_ name: String, _ place: Place) async throws -> JSONValue {
        try await controller.member.call(
            "POST", "/v1/ports?\(Self.waiting)", body: Self.body(name, place))
    }

    private static func body(_ name: String, _ place: Place) -> JSONValue {
        [
            "name": .string(name), "subnet_id": .string(place.subnet),
            "security_group_ids": [.string(place.group)],
        ]
    }

    /// The members that are nowhere yet, many at a time.
    private func makeMembers(_ place: Place) async throws {
        let client = controller.member
        var made = 0
        let count = members - local
        while made < count {
            if Interrupts.isPending { throw BenchmarkError.interrupted }
            let batch = min(Self.atOnce, count - made)
            let first = made
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in first..<first + batch {
                    let body = Self.body("member-\(index)", place)
                    group.addTask { _ = try await client.call("POST", "/v1/ports", body: body) }
                }
                try await group.waitForAll()
            }
            made += batch
            Terminal.progress("make the other members", made, of: count)
        }
    }

    /// A write that waits for the switch stands behind all before it.
    private func settledFlows(_ place: Place) async throws -> [Int: Int] {
        _ = try await controller.member.call(
            "PATCH", "/v1/security-groups/\(place.group)?\(Self.waiting)", body: ["name": "settled"])
        let port = try await makePort("settled", place)
        _ = try await controller.member.call(
            "DELETE", "/v1/ports/\(try port.required("id", of: "POST /v1/ports"))?\(Self.waiting)")
        return try node.flowsByTable()
    }

    private func waitUntilActive(_ port: JSONValue) async throws {
        let path = "/v1/ports/\(try port.required("id", of: "POST /v1/ports"))"
        try await controller.wait("the binding of a port", seconds: Self.bindLimit) {
            try await controller.member.call("GET", path)["status"] == "active"
        }
    }

    private static func growth(from before: [Int: Int], to after: [Int: Int]) -> [Int: Int] {
        var growth: [Int: Int] = [:]
        for table in Set(before.keys).union(after.keys) {
            let difference = after[table, default: 0] - before[table, default: 0]
            if difference != 0 { growth[table] = difference }
        }
        return growth
    }

    // MARK: Timed writes

    private func measure(_ place: Place) async throws -> [WriteFigures] {
        var members: [String] = []
        var rules: [String] = []
        let added = try await time("add a member (a port elsewhere)") { index in
            let body = try await makePort("timed-\(index)", place)
            members.append(try body.required("id", of: "POST /v1/ports"))
            return body
        }
        let ruled = try await time("add a rule") { index in
            let body = try await controller.member.call(
                "POST", "/v1/security-group-rules?\(Self.waiting)",
                body: [
                    "security_group_id": .string(place.group), "direction": "ingress", "protocol": "tcp",
                    "port_min": .integer(Int64(1000 + index)), "remote_group_id": .string(place.group),
                ])
            rules.append(try body.required("id", of: "POST /v1/security-group-rules"))
            return body
        }
        let unruled = try await time("remove a rule") { index in
            try await controller.member.call("DELETE", "/v1/security-group-rules/\(rules[index])?\(Self.waiting)")
        }
        let removed = try await time("remove a member") { index in
            try await controller.member.call("DELETE", "/v1/ports/\(members[index])?\(Self.waiting)")
        }
        return [added, ruled, unruled, removed]
    }

    private func time(_ name: String, _ step: (Int) async throws -> JSONValue) async throws -> WriteFigures {
        var seconds: [Double] = []
        var unacknowledged = 0
        let cpuBefore = try controller.cpuSeconds()
        for index in 0..<rounds {
            if Interrupts.isPending { throw BenchmarkError.interrupted }
            try Interrupts.sleep(seconds: Self.pause)
            let start = MonotonicClock.seconds
            let body = try await step(index)
            seconds.append(MonotonicClock.seconds - start)
            if body["applied"]?["applied"] == false { unacknowledged += 1 }
            Terminal.progress(name, index + 1, of: rounds)
        }
        return WriteFigures(
            name: name, seconds: seconds, cpuSeconds: try controller.cpuSeconds() - cpuBefore,
            unacknowledged: unacknowledged)
    }
}
