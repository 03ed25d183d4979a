import JSONText
import NetworkTypes

/// Two machines on two nodes, a stream between them that a policy lets through, and what cuts it.
private struct RevocationTrial {
    static let limit = 1000
    /// Seconds of watching after the cut.
    private static let watch = 2.0
    /// Seconds that a TCP sender, which doubles its pauses, may need to try again.
    private static let patience = 10.0

    let vpc: TestVPC
    let caller: LabMachine
    let called: LabMachine

    /// The caller is in `callerGroups`, the called one in `calledGroups`.
    init(_ vpc: TestVPC, caller callerGroups: [String], called calledGroups: [String]) throws(LabError) {
        self.vpc = vpc
        let (a, b) = try vpc.lab.twoNodes()
        let subnets = try vpc.makeSubnets("front", 1)
        caller = try vpc.makeMachine("caller", in: subnets, on: a, groups: callerGroups)
        called = try vpc.makeMachine("called", in: subnets, on: b, groups: calledGroups)
        try vpc.settle()
    }

    func run(
        _ transport: WatchedStream.Transport, _ family: IPFamily, cut: () throws(LabError) -> Void,
        grant: () throws(LabError) -> Void
    ) throws(LabError) -> Finding {
        let stream = try WatchedStream(caller, to: called, transport, family)
        defer { stream.stop() }
        try Interrupts.sleep(seconds: 0.5)
        let before = MonotonicClock.seconds
        try cut()
        let answered = MonotonicClock.seconds
        try Interrupts.sleep(seconds: Self.watch)
        let stopped = stream.lastReceipt(after: answered)
        guard stopped < Self.limit else {
            return Finding("still going \(stopped) ms after the answer", asExpected: false)
        }
        try grant()
        let granted = MonotonicClock.seconds
        var how = transport == .tcp ? "the same connection goes on" : "goes on by itself"
        if try !resumes(stream, after: granted, seconds: transport == .tcp ? Self.patience : 3) {
            stream.poke()
            how = "goes on at the caller's next packet"
            guard transport == .udp, try resumes(stream, after: granted, seconds: 5) else {
                let end = stream.isClosed ? "the connection was closed" : "silent"
                return Finding(
                    "stopped \(text(stopped, since: before, answered)), then \(end) after it was granted again",
                    asExpected: false)
            }
        }
        return Finding(
            "stopped \(text(stopped, since: before, answered)); granted again: \(how) after "
                + "\(stream.resumption(after: granted) ?? 0) ms",
            asExpected: true)
    }

    private func resumes(_ stream: WatchedStream, after start: Double, seconds: Double) throws(LabError) -> Bool {
        let end = MonotonicClock.seconds + seconds
        while stream.resumption(after: start) == nil {
            if MonotonicClock.seconds > end { return false }
            try Interrupts.sleep(seconds: 0.05)
        }
        return true
    }

    private func text(_ milliseconds: Int, since before: Double, _ answered: Double) -> String {
        let request = Int((answered - before) * 1000)
        return milliseconds >= 0
            ? "\(milliseconds) ms after the answer" : "\(-milliseconds) ms before the answer, which took \(request) ms"
    }
}

/// The rules by which a stream passes: the caller may send, the called one hears callers.
private let outward = LabRule(.egress, .any)
private let stopsWithinASecond = "stops within 1 s of the answer, goes on when granted again"

struct RevokedIngress: Scenario {
    let family: IPFamily

    var name: String { "TCP both ways, ingress rule deleted" + (family == .v6 ? ", IPv6" : "") }
    let expected = stopsWithinASecond

    func run(in lab: LabSession) throws(LabError) -> Finding {
        try lab.withTestVPC { vpc throws(LabError) in
            let callers = try vpc.makeGroup("callers", [outward])
            let servers = try vpc.makeGroup("servers")
            let rule = LabRule(.ingress, .tcp(WatchedStream.port...WatchedStream.port), .group(callers))
            let id = try vpc.addRule(rule, to: servers)
            let trial = try RevocationTrial(vpc, caller: [callers], called: [servers])
            return try trial.run(
                .tcp, family, cut: { () throws(LabError) in try vpc.removeRule(id) },
                grant: { () throws(LabError) in _ = try vpc.addRule(rule, to: servers) })
        }
    }
}

struct RevokedEgress: Scenario {
    let name = "TCP both ways, egress rule deleted"
    let expected = stopsWithinASecond

    func run(in lab: LabSession) throws(LabError) -> Finding {
        try lab.withTestVPC { vpc throws(LabError) in
            let callers = try vpc.makeGroup("callers")
            let id = try vpc.addRule(outward, to: callers)
            let servers = try vpc.makeGroup("servers", [LabRule(.ingress, .any, .block("10.77.0.0/16"))])
            let trial = try RevocationTrial(vpc, caller: [callers], called: [servers])
            return try trial.run(
                .tcp, .v4, cut: { () throws(LabError) in try vpc.removeRule(id) },
                grant: { () throws(LabError) in _ = try vpc.addRule(outward, to: callers) })
        }
    }
}

/// Replies are let through because of their connection alone: no rule of the server's lets it send, and the client, which
/// the deleted rule was about, sends nothing any more.
struct RevokedReplies: Scenario {
    let name = "UDP replies only, ingress rule deleted"
    let expected = stopsWithinASecond

    func run(in lab: LabSession) throws(LabError) -> Finding {
        try lab.withTestVPC { vpc throws(LabError) in
            let callers = try vpc.makeGroup("callers", [outward])
            let servers = try vpc.makeGroup("servers")
            let rule = LabRule(.ingress, .udp(9000...9999), .group(callers))
            let id = try vpc.addRule(rule, to: servers)
            let trial = try RevocationTrial(vpc, caller: [callers], called: [servers])
            return try trial.run(
                .udp, .v4, cut: { () throws(LabError) in try vpc.removeRule(id) },
                grant: { () throws(LabError) in _ = try vpc.addRule(rule, to: servers) })
        }
    }
}

struct RevokedByMembership: Scenario {
    let name = "UDP replies only, server leaves its group"
    let expected = stopsWithinASecond

    func run(in lab: LabSession) throws(LabError) -> Finding {
        try lab.withTestVPC { vpc throws(LabError) in
            let callers = try vpc.makeGroup("callers", [outward])
            let servers = try vpc.makeGroup("servers", [LabRule(.ingress, .any, .group(callers))])
            let others = try vpc.makeGroup("others", [outward])
            let trial = try RevocationTrial(vpc, caller: [callers], called: [servers])
            return try trial.run(
                .udp, .v4, cut: { () throws(LabError) in try vpc.put(trial.called, in: [others]) },
                grant: { () throws(LabError) in
                    try vpc.put(trial.called, in: [servers], query: "?\(TestVPC.applied)")
                })
        }
    }
}

struct RevokedByRemoteMembership: Scenario {
    let name = "TCP both ways, client leaves remote group"
    let expected = stopsWithinASecond

    func run(in lab: LabSession) throws(LabError) -> Finding {
        try lab.withTestVPC { vpc throws(LabError) in
            let everybody = try vpc.makeGroup("everybody", [outward])
            let callers = try vpc.makeGroup("callers")
            let servers = try vpc.makeGroup("servers", [LabRule(.ingress, .any, .group(callers))])
            let trial = try RevocationTrial(vpc, caller: [everybody, callers], called: [servers])
            return try trial.run(
                .tcp, .v4, cut: { () throws(LabError) in try vpc.put(trial.caller, in: [everybody]) },
                grant: { () throws(LabError) in
                    try vpc.put(trial.caller, in: [everybody, callers], query: "?\(TestVPC.applied)")
                })
        }
    }
}

struct RevokedByPrefixList: Scenario {
    let name = "TCP both ways, a prefix list shrinks"
    let expected = stopsWithinASecond

    func run(in lab: LabSession) throws(LabError) -> Finding {
        try lab.withTestVPC { vpc throws(LabError) in
            let list = try vpc.make(
                "/v1/prefix-lists", ["name": "callers", "entries": ["10.77.1.0/24", "203.0.113.0/24"]])
            let callers = try vpc.makeGroup("callers", [outward])
            let servers = try vpc.makeGroup("servers", [LabRule(.ingress, .tcp(0 ... .max), .list(list))])
            let trial = try RevocationTrial(vpc, caller: [callers], called: [servers])
            return try trial.run(
                .tcp, .v4,
                cut: { () throws(LabError) in
                    try vpc.api.ask("PATCH", "/v1/prefix-lists/\(list)", ["entries": ["203.0.113.0/24"]])
                },
                grant: { () throws(LabError) in
                    try vpc.api.ask(
                        "PATCH", "/v1/prefix-lists/\(list)?\(TestVPC.applied)",
                        ["entries": ["10.77.1.0/24", "203.0.113.0/24"]])
                })
        }
    }
}
