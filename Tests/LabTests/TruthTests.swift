import NetworkTypes
import Testing

@testable import Lab

private func address(_ text: String) throws -> IPAddress { try #require(IPAddress(text)) }
private func block(_ text: String) throws -> IPPrefix { try #require(IPPrefix(text)) }

/// What the lab holds to be the meaning of groups and rules.
@Suite struct TruthEvaluatorTests {
    private static let web = TruthProbe(source: 0, destination: 1, transport: .tcp, port: 80)
    private static let open = TruthRule(direction: .egress, service: .any, peer: .anywhere)

    /// Machine 0 in group 0, which lets everything out; machine 1 in group 1 with `rule` alone.
    private func allows(_ rule: TruthRule, _ probe: TruthProbe = web, lists: [[IPPrefix]] = []) throws -> Bool {
        let policy = TruthPolicy(memberships: [[0], [1]], rules: [[Self.open], [rule]], lists: lists)
        let addresses = [try address("10.0.0.3"), try address("10.0.0.4")]
        return TruthEvaluator(policy: policy, addresses: addresses).allows(probe)
    }

    private func ingress(_ service: TruthRule.Service, _ peer: TruthRule.Peer) -> TruthRule {
        TruthRule(direction: .ingress, service: service, peer: peer)
    }

    @Test func aServiceIsItsProtocolAndPorts() throws {
        #expect(try allows(ingress(.any, .anywhere)))
        #expect(try allows(ingress(.tcp(80...80), .anywhere)))
        #expect(try allows(ingress(.tcp(0...80), .anywhere)))
        #expect(try !allows(ingress(.tcp(81...65_535), .anywhere)))
        #expect(try !allows(ingress(.udp(80...80), .anywhere)))
        #expect(try !allows(ingress(.icmp, .anywhere)))
    }

    @Test func aPeerIsTheOtherEnd() throws {
        #expect(try allows(ingress(.any, .block(block("10.0.0.2/31")))))
        #expect(try !allows(ingress(.any, .block(block("10.0.0.4/32")))))
        #expect(try !allows(ingress(.any, .block(block("::/0")))))
        #expect(try allows(ingress(.any, .group(0))))
        #expect(try !allows(ingress(.any, .group(1))))
        let lists = [[try block("10.0.0.0/30")], [try block("fd00::/8"), try block("10.0.0.4/30")]]
        #expect(try allows(ingress(.any, .list(0)), lists: lists))
        #expect(try !allows(ingress(.any, .list(1)), lists: lists))
    }

    @Test func bothEndsHaveToAllow() throws {
        let addresses = [try address("10.0.0.3"), try address("10.0.0.4")]
        let inward = ingress(.any, .anywhere)
        for (memberships, expected) in [
            ([[0], [1]], true), ([[0], []], false), ([[], [1]], false), ([[1], [0]], false),
        ] {
            let policy = TruthPolicy(memberships: memberships, rules: [[Self.open], [inward]], lists: [])
            #expect(TruthEvaluator(policy: policy, addresses: addresses).allows(Self.web) == expected)
        }
    }

    @Test func aMachineHasTheRulesOfAllItsGroups() throws {
        let policy = TruthPolicy(
            memberships: [[0], [1, 2]],
            rules: [[Self.open], [ingress(.udp(80...80), .anywhere)], [ingress(.tcp(80...80), .group(0))]], lists: [])
        let addresses = [try address("10.0.0.3"), try address("10.0.0.4")]
        #expect(TruthEvaluator(policy: policy, addresses: addresses).allows(Self.web))
    }

    @Test func blocksAreComparedBitByBit() throws {
        #expect(TruthEvaluator.isInside(try address("10.0.0.3"), try block("0.0.0.0/0")))
        #expect(TruthEvaluator.isInside(try address("fd00::9"), try block("fd00::8/125")))
        #expect(!TruthEvaluator.isInside(try address("fd00::9"), try block("fd00::8/128")))
    }
}

@Suite struct TruthPolicyMakerTests {
    private func maker(seed: UInt64) throws -> TruthPolicyMaker {
        let v4 = try (0..<9).map { try address("10.77.\(1 + $0 % 2).\(3 + $0)") }
        let v6 = try (0..<9).map { try address("fd00:77:0:\(1 + $0 % 2)::\(3 + $0)") }
        let blocks = ["10.77.0.0/16", "10.77.1.0/24", "10.77.2.0/24", "fd00:77::/48", "fd00:77:0:1::/64"]
        return TruthPolicyMaker(
            seed: seed, addresses: [.v4: v4, .v6: v6], blocks: try blocks.map { try block($0) }, ports: [8191, 8192])
    }

    @Test func aSeedAndANumberMakeThePolicy() throws {
        let policies = try (1...20).map { try maker(seed: 7).policy($0, family: .v4) }
        #expect(try maker(seed: 7).policy(20, family: .v4) == policies[19])
        #expect(Set(policies).count == policies.count)
        #expect(try maker(seed: 8).policy(1, family: .v4) != policies[0])
        #expect(try maker(seed: 7).policy(1, family: .v6) != policies[0])
    }

    /// A run in which nearly all or nearly nothing passes would show little.
    @Test(arguments: [IPFamily.v4, .v6]) func policiesDecideBothWays(_ family: IPFamily) throws {
        let maker = try maker(seed: 1)
        var allowed = 0
        var total = 0
        for number in 1...200 {
            let evaluator = TruthEvaluator(
                policy: maker.policy(number, family: family), addresses: maker.addresses[family] ?? [])
            for source in 0..<9 {
                for destination in 0..<9 where destination != source {
                    for transport in TruthProbe.Transport.allCases {
                        for port in maker.ports {
                            total += 1
                            let probe = TruthProbe(
                                source: source, destination: destination, transport: transport, port: port)
                            if evaluator.allows(probe) { allowed += 1 }
                        }
                    }
                }
            }
        }
        #expect((15...50).contains(allowed * 100 / total), "\(allowed) of \(total) pass")
    }

    @Test func everyKindOfRuleComesUp() throws {
        let maker = try maker(seed: 1)
        let policies = (1...200).map { maker.policy($0, family: .v4) }
        let rules = policies.flatMap { $0.rules.flatMap { $0 } }
        for group in policies.flatMap(\.rules) {
            #expect(TruthPolicyMaker.rulesPerGroup.contains(group.count) && Set(group).count == group.count)
        }
        let words = Set(rules.map { "\($0.direction) \("\($0.service)".prefix(3)) \("\($0.peer)".prefix(4))" })
        for direction in ["egress", "ingress"] {
            for service in ["any", "tcp", "udp", "icm"] {
                for peer in ["anyw", "grou", "list", "10.7"] {
                    #expect(words.contains("\(direction) \(service) \(peer)"))
                }
            }
        }
        let memberships = policies.flatMap(\.memberships).map(\.count)
        #expect(Set(memberships) == [0, 1, 2])
    }
}

@Suite struct TruthReportTests {
    private var report: TruthReport {
        TruthReport(
            seed: 7, nodes: 3,
            rows: [
                .init(name: "IPv4", policies: 2, probes: 576, allowed: 100, disagreements: 1, seconds: 1.6),
                .init(name: "IPv6", policies: 1, probes: 288, allowed: 0, disagreements: 0, seconds: 0.7),
            ])
    }

    @Test func theTableEndsWithTheSum() {
        let last = report.table.split(separator: "\n").last ?? ""
        #expect(last.split(separator: " ") == ["total", "3", "864", "100", "764", "1", "2"])
        #expect(!report.isAgreed)
    }

    @Test func aDisagreementTellsHowToSeeItAgain() {
        let entry = TruthReport.Disagreement(
            policy: "IPv4 policy 2 of seed 7", probe: "vm1 10.77.1.3 → vm2 10.77.1.4 tcp 8191", expected: "denied",
            observed: "answered", observedLater: "answered", observedUncached: "silent", rules: ["vm1: no egress rule"],
            commands: ["tools/truth --seed 7"])
        #expect(
            entry.text == """
                IPv4 policy 2 of seed 7: vm1 10.77.1.3 → vm2 10.77.1.4 tcp 8191
                  the rules say denied, the packets say answered (a second later: answered, without the switches' caches: silent)
                  vm1: no egress rule
                  to see it again:
                    tools/truth --seed 7
                """)
    }
}
