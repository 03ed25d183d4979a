import JSONText
import NetworkTypes
import TopologyFile

/// A host that dials in and was never added.
struct UnknownNodePending: Scenario {
    let name = "an unknown node"
    let expected = "listed as pending, nothing made on it"

    func run(in lab: LabSession) throws(LabError) -> Finding {
        let node = try lab.addUnknownNode(named: "unknown")
        try node.vsctl(["--no-wait", "set-manager", "tcp:\(try lab.controller.address):6640"])
        let api = try lab.operatorAPI
        var isListed = false
        let end = MonotonicClock.seconds + 10
        while !isListed, MonotonicClock.seconds < end {
            let items = try api.ask("GET", "/v1/pending-nodes")["items"]?.array ?? []
            isListed = items.contains { $0["system_id"]?.string == node.systemID }
            try Interrupts.sleep(seconds: 0.1)
        }
        try Interrupts.sleep(seconds: 1)
        let isTouched = try node.hasBridge("br-int")
        try node.vsctl(["--no-wait", "del-manager"])
        return Finding(
            "\(isListed ? "pending" : "not listed"), \(isTouched ? "br-int was made" : "no br-int")",
            asExpected: isListed && !isTouched)
    }
}

/// A flow's cookie leads to what it was made for.
struct FlowProvenance: Scenario {
    let name = "a flow leads back to its resources"
    let expected = "the cookies of a machine's flows name its port"

    func run(in lab: LabSession) throws(LabError) -> Finding {
        let (machine, _) = try lab.neighbors(onOneNode: true)
        let cookies = Set(try machine.node.flows().map(\.cookie)).sorted()
        let api = try lab.operatorAPI
        var named = 0
        var unknown: [String] = []
        for cookie in cookies {
            let answer = try api.attempt("GET", "/v1/flows/\(cookie)")
            guard answer.status == 200 else {
                unknown.append(cookie)
                continue
            }
            let resources = answer.body["resources"]?.array ?? []
            if resources.contains(where: { $0["id"]?.string == machine.portID }) { named += 1 }
        }
        return Finding(
            "\(named) of \(cookies.count) cookies on node \(machine.node.name) name \(machine.name), "
                + "\(unknown.count) unknown\(unknown.first.map { " (\($0))" } ?? "")",
            asExpected: named > 0 && unknown.isEmpty)
    }
}

/// The answer to `?wait=applied` is the switches' word: the very next packet sees the change.
struct WaitApplied: Scenario {
    let name = "?wait=applied"
    let expected = "a port's down and up are in force at the next packet"

    func run(in lab: LabSession) throws(LabError) -> Finding {
        let (witness, _) = try lab.neighbors(onOneNode: true)
        let machine = try lab.addMachine(.visitor("visitor-1", beside: witness), waitApplied: true)
        let api = try lab.api(of: machine.project)
        let path = "/v1/ports/\(machine.portID)"
        try lab.waitUntilActive(machine)
        let fresh = try witness.ping(.v4(machine.address), count: 5)
        let down = try api.ask("PATCH", "\(path)?wait=applied", ["admin_state_up": false])
        let whileDown = try witness.ping(.v4(machine.address), count: 3, interval: 0.01)
        let up = try api.ask("PATCH", "\(path)?wait=applied", ["admin_state_up": true])
        let afterUp = try witness.ping(.v4(machine.address), count: 5)
        lab.removeMachine(machine)
        try api.ask("DELETE", "\(path)?wait=applied")
        let isApplied = [down, up].allSatisfy { $0["applied"]?["applied"]?.bool == true }
        return Finding(
            "new: \(fresh.received) of 5; down: \(whileDown.received) of 3; up: \(afterUp.received) of 5"
                + (isApplied ? "" : "; an answer said applied: false"),
            asExpected: isApplied && fresh.lost == 0 && whileDown.received == 0 && afterUp.lost == 0)
    }
}

struct DeletedPort: Scenario {
    let name = "a deleted port"
    let expected = "reached before, unreached after DELETE, though the machine still runs"

    func run(in lab: LabSession) throws(LabError) -> Finding {
        let (witness, _) = try lab.neighbors(onOneNode: true)
        let machine = try lab.addMachine(.visitor("visitor-2", beside: witness))
        let api = try lab.api(of: machine.project)
        try lab.waitUntilActive(machine)
        try witness.warmUp(.v4(machine.address))
        let before = try witness.ping(.v4(machine.address), count: 5)
        try api.ask("DELETE", "/v1/ports/\(machine.portID)?wait=applied")
        let after = try witness.ping(.v4(machine.address), count: 3, interval: 0.01)
        let outward = try machine.ping(.v4(witness.address), count: 3, interval: 0.01)
        lab.removeMachine(machine)
        return Finding(
            "before: \(before.received) of 5; after: \(after.received) of 3 in, \(outward.received) of 3 out",
            asExpected: before.lost == 0 && after.received == 0 && outward.received == 0)
    }
}

extension TopologyFile.Port {
    /// A port that is not in the file, in the subnet and on the node of a machine that is.
    fileprivate static func visitor(_ name: String, beside machine: LabMachine) -> TopologyFile.Port {
        TopologyFile.Port(
            name: name, project: machine.project, subnet: machine.subnet.name, node: machine.node.name, mac: nil,
            address: nil, addressing: .static)
    }
}
