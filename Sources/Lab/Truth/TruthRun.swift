import NetworkTypes
public import TopologyFile

/// Puts random policies on a lab and compares what packets do with what the rules say.
public final class TruthRun {
    public struct Settings: Hashable, Sendable {
        public var seed: UInt64
        /// Policies that are probed over IPv4, and over IPv6.
        public var policies: Int
        public var ipv6Policies: Int
        /// The number of the first policy of each family.
        public var first: Int
        /// Ends at the first disagreement, with the policy still in force.
        public var stopsAtDisagreement: Bool

        public init(seed: UInt64, policies: Int, ipv6Policies: Int, first: Int, stopsAtDisagreement: Bool) {
            self.seed = seed
            self.policies = policies
            self.ipv6Policies = ipv6Policies
            self.first = first
            self.stopsAtDisagreement = stopsAtDisagreement
        }
    }

    /// More disagreements are counted, not told.
    private static let toldDisagreements = 50

    let lab: LabSession
    let settings: Settings
    private var stage: TruthStage?

    public init(lab: LabSession, settings: Settings) {
        self.lab = lab
        self.settings = settings
    }

    public static func topology(nodes: Int) throws(LabError) -> TopologyFile { try TruthStage.topology(nodes: nodes) }

    /// `progress` is given a line now and then, `disagreement` each one as it is found.
    public func run(
        progress: (String) -> Void, disagreement: (TruthReport.Disagreement) -> Void
    ) throws(LabError) -> TruthReport {
        progress("nine machines in two dual-stack subnets, three groups")
        let stage = try TruthStage(lab)
        self.stage = stage
        progress("every machine reaches every other in the default group, IPv4 and IPv6?")
        try stage.warmUp()
        let maker = try stage.maker(seed: settings.seed)
        var report = TruthReport(seed: settings.seed, nodes: lab.nodes.count, rows: [])
        for (family, count) in [(IPFamily.v4, settings.policies), (.v6, settings.ipv6Policies)] where count > 0 {
            let start = MonotonicClock.seconds
            var row = TruthReport.Row(name: "IPv\(family.rawValue)")
            for number in settings.first..<settings.first + count {
                let room = Self.toldDisagreements - report.disagreements.count
                let found = try judge(number, family, maker, stage, &row, telling: room)
                row.seconds = MonotonicClock.seconds - start
                for entry in found { disagreement(entry) }
                report.disagreements += found
                if row.policies % 10 == 0 || row.policies == count {
                    progress(
                        "\(row.name): \(row.policies) of \(count) policies, \(row.probes) probes, "
                            + "\(row.disagreements) disagreements, \(Int(row.seconds)) s")
                }
                if settings.stopsAtDisagreement, row.disagreements > 0 { break }
            }
            report.rows.append(row)
            if settings.stopsAtDisagreement, row.disagreements > 0 { break }
        }
        return report
    }

    /// Ends what answers in the machines; until then they can be asked by hand.
    public func end() {
        stage?.stop()
        stage = nil
    }

    private func judge(
        _ number: Int, _ family: IPFamily, _ maker: TruthPolicyMaker, _ stage: TruthStage, _ row: inout TruthReport.Row,
        telling room: Int
    ) throws(LabError) -> [TruthReport.Disagreement] {
        let policy = maker.policy(number, family: family)
        let evaluator = TruthEvaluator(policy: policy, addresses: maker.addresses[family] ?? [])
        try stage.install(policy)
        let probes = TruthStage.probes
        let outcomes = try stage.ask(probes, family: family)
        row.policies += 1
        row.probes += probes.count
        var wrong: [(probe: TruthProbe, outcome: AskOutcome)] = []
        for (probe, outcome) in zip(probes, outcomes) {
            let isAllowed = evaluator.allows(probe)
            if isAllowed { row.allowed += 1 }
            // A refusal is an answer too: no port is closed, so somebody on the way said no.
            if outcome != (isAllowed ? .answered : .silent) { wrong.append((probe, outcome)) }
        }
        row.disagreements += wrong.count
        let told = Array(wrong.prefix(room))
        guard !told.isEmpty else { return [] }
        try Interrupts.sleep(seconds: 1)
        let later = try stage.ask(told.map(\.probe), family: family)
        var uncached: [AskOutcome]?
        // A kept lab is to be found as it was.
        if !settings.stopsAtDisagreement {
            for node in lab.nodes { try node.forgetCachedFlows() }
            uncached = try stage.ask(told.map(\.probe), family: family)
        }
        var found: [TruthReport.Disagreement] = []
        for (index, entry) in told.enumerated() {
            var disagreement = try describe(entry.probe, entry.outcome, number, family, evaluator, stage)
            disagreement.observedLater = later[index].text
            disagreement.observedUncached = uncached?[index].text
            found.append(disagreement)
        }
        return found
    }

    private func describe(
        _ probe: TruthProbe, _ outcome: AskOutcome, _ number: Int, _ family: IPFamily, _ evaluator: TruthEvaluator,
        _ stage: TruthStage
    ) throws(LabError) -> TruthReport.Disagreement {
        let source = stage.machines[probe.source]
        let destination = stage.machines[probe.destination]
        let target = try destination.address(family)
        func groups(_ machine: Int) -> String {
            let numbers = evaluator.policy.memberships[machine].map { "\($0 + 1)" }
            return numbers.isEmpty ? "no group" : "group \(numbers.joined(separator: " and "))"
        }
        func side(_ machine: Int, _ direction: TruthRule.Direction) -> String {
            let rules = evaluator.rules(direction, of: machine).map { "\($0)" }
            return
                "\(stage.machines[machine].name) on node \(stage.machines[machine].node.name), in \(groups(machine)): "
                + (rules.isEmpty ? "no \(direction.rawValue) rule" : rules.joined(separator: "; "))
        }
        let lists = evaluator.policy.lists.enumerated().map { index, entries in
            "list \(index + 1): \(entries.map(\.description).joined(separator: ", "))"
        }
        let count = family == .v4 ? "--policies 1 --ipv6-policies 0" : "--policies 0 --ipv6-policies 1"
        let run = "tools/truth --seed \(settings.seed) --nodes \(lab.nodes.count) \(count) --first \(number) --keep"
        let ask =
            "ip netns exec \(source.namespace) \(lab.place.probeProgram) probe ask --to \(target) "
            + "--transport \(probe.transport.rawValue) --port \(probe.port)"
        return TruthReport.Disagreement(
            policy: "IPv\(family.rawValue) policy \(number) of seed \(settings.seed)",
            probe: "\(source.name) \(try source.address(family)) → \(destination.name) \(target) "
                + "\(probe.transport.rawValue) \(probe.port)",
            expected: evaluator.allows(probe) ? "allowed" : "denied", observed: outcome.text,
            observedLater: "",
            rules: [side(probe.source, .egress), side(probe.destination, .ingress)] + lists,
            commands: [run, "\(ask)   # in the lab that is kept; names change with each lab"])
    }
}
