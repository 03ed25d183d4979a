import JSONText
import NetworkTypes
import TopologyFile

/// Nine machines on two or three nodes in two dual-stack subnets of a VPC, three groups and two prefix lists, a station in
/// each machine: what policies are put on and asked about.
final class TruthStage {
    static let machineCount = 9
    /// Neighbours, so that a range that is off by one shows.
    static let ports: [UInt16] = [8191, 8192]
    /// The subnet of each machine, such that every node and every third of the machines has both.
    private static let subnetOfMachine = [0, 1, 0, 1, 0, 1, 0, 0, 1]

    let vpc: TestVPC
    private(set) var machines: [LabMachine] = []
    private var groups: [String] = []
    private var lists: [String] = []
    private var links: [StationLink] = []
    private var stations: [RunningProbe] = []
    /// What is in force.
    private var memberships: [[Int]?] = Array(repeating: nil, count: TruthStage.machineCount)
    private var entries: [[IPPrefix]?] = Array(repeating: nil, count: TruthPolicyMaker.lists)
    private var rules: [String] = []

    /// A lab without machines of its own.
    static func topology(nodes: Int) throws(LabError) -> TopologyFile {
        let names = ["a", "b", "c"].prefix(nodes)
        var lines = ["version: 1", "name: truth", "underlay: {cidr: 192.0.2.0/24, mtu: 1600}", "nodes:"]
        for (index, name) in names.enumerated() { lines.append("  - {name: \(name), encap_ip: 192.0.2.\(index + 1)}") }
        lines.append("links:")
        for name in names.dropFirst() { lines.append("  - {from: a, to: \(name)}") }
        lines.append("projects: [truth]")
        do {
            return try TopologyFile(parsing: lines.joined(separator: "\n"), file: "truth")
        } catch {
            throw .topology("\(error)")
        }
    }

    init(_ lab: LabSession) throws(LabError) {
        vpc = try TestVPC(lab)
        let subnets = [try vpc.makeSubnets("one", 1), try vpc.makeSubnets("two", 2)]
        for index in 0..<Self.machineCount {
            machines.append(
                try vpc.makeMachine(
                    "vm\(index + 1)", in: subnets[Self.subnetOfMachine[index]],
                    on: lab.nodes[index % lab.nodes.count]))
        }
        for number in 1...TruthPolicyMaker.groups { groups.append(try vpc.makeGroup("group-\(number)")) }
        for number in 1...TruthPolicyMaker.lists {
            lists.append(
                try vpc.make(
                    "/v1/prefix-lists", ["name": .string("list-\(number)"), "entries": .array(["192.0.2.0/24"])]))
        }
        try vpc.settle()
        try startStations()
    }

    func stop() {
        links = []
        for station in stations { station.removeFiles() }
    }

    func maker(seed: UInt64) throws(LabError) -> TruthPolicyMaker {
        var addresses: [IPFamily: [IPAddress]] = [:]
        for machine in machines {
            for family in [IPFamily.v4, .v6] { addresses[family, default: []].append(try machine.address(family)) }
        }
        let subnets = machines.flatMap { [$0.subnet, $0.subnet6].compactMap { $0?.cidr } }
        let blocks = Set(subnets + TestVPC.blocks.compactMap { IPPrefix($0) }).sorted()
        return TruthPolicyMaker(seed: seed, addresses: addresses, blocks: blocks, ports: Self.ports)
    }

    /// Every ordered pair of machines, both transports, both ports.
    static var probes: [TruthProbe] {
        var probes: [TruthProbe] = []
        for source in 0..<machineCount {
            for destination in 0..<machineCount where destination != source {
                for transport in TruthProbe.Transport.allCases {
                    for port in ports {
                        probes.append(
                            TruthProbe(source: source, destination: destination, transport: transport, port: port))
                    }
                }
            }
        }
        return probes
    }

    // MARK: Policy

    /// Puts a policy in the place of the one before, and returns when every switch has acknowledged it.
    func install(_ policy: TruthPolicy) throws(LabError) {
        var requests = rules.map {
            ControllerAPI.Request("DELETE", "/v1/security-group-rules/\($0)?\(TestVPC.applied)")
        }
        for (index, machine) in machines.enumerated() where memberships[index] != policy.memberships[index] {
            let ids = policy.memberships[index].map { JSONValue.string(groups[$0]) }
            requests.append(
                .init(
                    "PATCH", "/v1/ports/\(machine.portID)?\(TestVPC.applied)", ["security_group_ids": .array(ids)]))
        }
        for (index, list) in lists.enumerated() where entries[index] != policy.lists[index] {
            let texts = policy.lists[index].map { JSONValue.string("\($0)") }
            requests.append(
                .init("PATCH", "/v1/prefix-lists/\(list)?\(TestVPC.applied)", ["entries": .array(texts)]))
        }
        try vpc.api.askAll(requests)
        memberships = policy.memberships
        entries = policy.lists
        rules = []
        let bodies = policy.rules.enumerated().flatMap { index, rules in
            rules.map { rule(for: $0).body(group: groups[index]) }
        }
        rules = try vpc.api.askAll(
            bodies.map { .init("POST", "/v1/security-group-rules?\(TestVPC.applied)", $0) }
        ).compactMap { $0["id"]?.string }
    }

    private func rule(for rule: TruthRule) -> LabRule {
        let peer: LabRule.Peer =
            switch rule.peer {
            case .anywhere: .anywhere
            case .block(let block): .block("\(block)")
            case .group(let group): .group(groups[group])
            case .list(let list): .list(lists[list])
            }
        return LabRule(rule.direction, rule.service, peer)
    }

    // MARK: Packets

    /// Asks all of it at once, each from its source machine; outcomes stand in the order of the probes.
    func ask(
        _ probes: [TruthProbe], family: IPFamily, milliseconds: Int = 250, attempts: Int = 2
    ) throws(LabError) -> [AskOutcome] {
        var places: [[Int]] = Array(repeating: [], count: machines.count)
        for (index, probe) in probes.enumerated() { places[probe.source].append(index) }
        for (source, indexes) in places.enumerated() where !indexes.isEmpty {
            var questions: [StationMessage.Question] = []
            for index in indexes {
                let probe = probes[index]
                questions.append(
                    .init(
                        transport: probe.transport, address: try machines[probe.destination].address(family),
                        port: probe.port))
            }
            try links[source].ask(.init(questions: questions, milliseconds: milliseconds, attempts: attempts))
        }
        var outcomes = [AskOutcome](repeating: .silent, count: probes.count)
        for (source, indexes) in places.enumerated() where !indexes.isEmpty {
            let answers = try links[source].outcomes(count: indexes.count, seconds: 30)
            for (index, answer) in zip(indexes, answers) { outcomes[index] = answer }
        }
        return outcomes
    }

    private func startStations() throws(LabError) {
        let ports = Self.ports.flatMap { ["--port", "\($0)"] }
        for (index, machine) in machines.enumerated() {
            let path = "\(machine.place.directory)/station-\(index)"
            stations.append(try machine.place.probe(in: machine.namespace, ["station", "--socket", path] + ports))
            links.append(try StationLink(to: path))
        }
    }

    /// In the default group everybody reaches everybody: what needs a moment at first (neighbours of tunnels and machines)
    /// is not to be taken for a denial.
    func warmUp() throws(LabError) {
        for family in [IPFamily.v4, .v6] {
            let probes = Self.probes
            var silent = probes.count
            for _ in 0..<20 where silent > 0 {
                silent = try ask(probes, family: family, milliseconds: 500).filter { $0 != .answered }.count
            }
            guard silent == 0 else {
                throw .timedOut(
                    what: "IPv\(family.rawValue) in the default group (\(silent) of \(probes.count) unanswered)",
                    seconds: 20)
            }
        }
    }
}
