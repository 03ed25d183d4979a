import JSONText
import NetworkTypes
import TopologyFile

/// Kills narud under 500 pings and 1,000 UDP datagrams a second across nodes, and counts what is lost.
public struct RestartDrill {
    private static let pingInterval = 0.002
    private static let datagramRate = 1_000
    /// Seconds of traffic for one round: a kill, a pause, a start, the switches' back-off (up to 8), reconciling.
    private static let roundSeconds = 12.0
    /// Seconds without a controller, and after its return, in each round.
    private static let pause = 1.0

    let lab: LabSession
    let times: Int

    public init(lab: LabSession, times: Int) {
        self.lab = lab
        self.times = times
    }

    public struct Report: Hashable, Sendable {
        public var kills = 0
        public var pings = PingCount(sent: 0, received: 0)
        public var datagramsSent = 0
        public var datagramsReceived = 0
        /// Flows that were in the switches before and after.
        public var keptFlows = 0
        /// Flows that went, came, or were added again (their age or their packet count fell).
        public var disturbedFlows: [String] = []
        /// Seconds from each start until every node was connected again.
        public var recoveries: [Double] = []

        public var datagramsLost: Int { datagramsSent - datagramsReceived }

        public var isClean: Bool {
            pings.sent > 0 && pings.lost == 0 && datagramsSent > 0 && datagramsLost == 0 && disturbedFlows.isEmpty
        }

        public var text: String {
            let slowest = Int((recoveries.max() ?? 0) * 1000)
            let disturbed = disturbedFlows.first.map { "; \(disturbedFlows.count) flows disturbed, first: \($0)" } ?? ""
            return "\(kills) kills: lost \(pings.lost) of \(pings.sent) pings, \(datagramsLost) of \(datagramsSent) "
                + "datagrams; \(keptFlows) flows untouched; back in \(slowest) ms\(disturbed)"
        }
    }

    public func run() throws(LabError) -> Report {
        let (from, to) = try lab.neighbors(onOneNode: false)
        try from.warmUp(.v4(to.address))
        _ = try from.ping(.v4(to.address), count: 100, interval: 0.01)
        let before = try flows()
        let seconds = 2 + Self.roundSeconds * Double(times)
        let receiver = try lab.place.probe(
            in: to.namespace, ["udp-receive", "--port", "9200", "--seconds", "\(seconds * 4 + 60)"])
        defer { receiver.removeFiles() }
        var report = Report()
        let sender = try lab.place.probe(
            in: from.namespace,
            [
                "udp-send", "--to", "\(to.address)", "--port", "9200", "--rate", "\(Self.datagramRate)",
                "--seconds", "\(seconds)",
            ])
        defer { sender.removeFiles() }
        let ping = try from.startPing(
            .v4(to.address), count: Int(seconds / Self.pingInterval), interval: Self.pingInterval)
        defer { ping.removeFiles() }
        let start = MonotonicClock.seconds
        try Interrupts.sleep(seconds: Self.pause)
        for _ in 1...times {
            try lab.controller.killHard()
            report.kills += 1
            try Interrupts.sleep(seconds: Self.pause)
            let restart = MonotonicClock.seconds
            try lab.controller.start()
            for entry in lab.topology.nodes { try lab.waitUntilConnected(entry.name, seconds: 30) }
            report.recoveries.append(MonotonicClock.seconds - restart)
            try Interrupts.sleep(seconds: Self.pause)
        }
        if MonotonicClock.seconds - start > seconds {
            throw .timedOut(what: "\(times) rounds, so that traffic ended before them,", seconds: seconds)
        }
        report.pings = try from.finishPing(ping, seconds: seconds * 4 + 20)
        let sent = try sender.report(seconds: seconds * 4 + 20)
        let received = try receiver.report(seconds: 30)
        report.datagramsSent = Int(sent["sent"]?.integer ?? 0)
        report.datagramsReceived = Int(received["received"]?.integer ?? 0)
        compare(before, try flows(), into: &report)
        return report
    }

    private func flows() throws(LabError) -> [String: InstalledFlow] {
        var flows: [String: InstalledFlow] = [:]
        for node in lab.nodes { for flow in try node.flows() { flows["\(node.name) \(flow.key)"] = flow } }
        return flows
    }

    private func compare(
        _ before: [String: InstalledFlow], _ after: [String: InstalledFlow], into report: inout Report
    ) {
        for (key, old) in before.sorted(by: { $0.key < $1.key }) {
            guard let new = after[key] else {
                report.disturbedFlows.append("gone: \(key)")
                continue
            }
            if new.packets < old.packets || new.age < old.age {
                report.disturbedFlows.append("added again: \(key)")
            } else {
                report.keptFlows += 1
            }
        }
        let fresh = after.keys.filter { before[$0] == nil }.sorted()
        report.disturbedFlows += fresh.map { "new: \($0)" }
    }
}
