import NetworkTypes
import TopologyFile

/// `kill -9` of narud and its start again, under traffic.
struct ControllerKilled: Scenario {
    let name = "narud killed and started again"
    let expected = "0 lost under traffic, no flow added again, counters go on"

    func run(in lab: LabSession) throws(LabError) -> Finding {
        let report = try RestartDrill(lab: lab, times: 1).run()
        return Finding(report.text, asExpected: report.isClean)
    }
}

/// A clean stop is no reason to drop anything either.
struct ControllerStopped: Scenario {
    let name = "narud stopped cleanly"
    let expected = "exit 0, every flow stays, traffic goes on; it starts again"

    func run(in lab: LabSession) throws(LabError) -> Finding {
        let (from, to) = try lab.neighbors(onOneNode: false)
        try from.warmUp(.v4(to.address))
        let before = try flowKeys(lab)
        let status = try lab.controller.stopCleanly()
        try Interrupts.sleep(seconds: 1)
        let after = try flowKeys(lab)
        let pings = try from.ping(.v4(to.address), count: 50, interval: 0.01)
        try lab.controller.start()
        for entry in lab.topology.nodes { try lab.waitUntilConnected(entry.name, seconds: 30) }
        return Finding(
            "exit \(status); \(after.count) of \(before.count) flows kept; \(pings.received) of 50 answered meanwhile",
            asExpected: status == 0 && !before.isEmpty && after == before && pings.lost == 0)
    }

    private func flowKeys(_ lab: LabSession) throws(LabError) -> Set<String> {
        var keys: Set<String> = []
        for node in lab.nodes { for flow in try node.flows() { keys.insert("\(node.name) \(flow.key)") } }
        return keys
    }
}
