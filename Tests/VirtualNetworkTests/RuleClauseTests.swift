import NaruTesting
import NetworkTypes
import Testing
import VirtualNetwork

/// A packet as a rule sees it: which way it goes, whom with, and what it carries.
private struct Packet {
    let direction: RuleDirection
    let peer: IPAddress
    let peerIsMember: Bool
    let ipProtocol: UInt8
    /// As conntrack has them: ports, or type and code of ICMP.
    let source: UInt16
    let destination: UInt16
}

extension Packet {
    /// What the rule's words say.
    func isAllowed(by rule: SecurityGroupRule, listed: [IPPrefix]) -> Bool {
        guard direction == rule.direction else { return false }
        let carried: Bool
        switch rule.service {
        case .any: carried = true
        case .tcp(let ports): carried = ipProtocol == IPProtocolNumber.tcp && ports.contains(destination)
        case .udp(let ports): carried = ipProtocol == IPProtocolNumber.udp && ports.contains(destination)
        case .icmp(let type, let code):
            carried = peer.family == .v4 && ipProtocol == IPProtocolNumber.icmp && has(type, code)
        case .icmpv6(let type, let code):
            carried = peer.family == .v6 && ipProtocol == IPProtocolNumber.icmpv6 && has(type, code)
        }
        switch rule.peer {
        case .any: return carried
        case .block(let prefix): return carried && prefix.contains(peer)
        case .group: return carried && peerIsMember
        case .prefixList: return carried && listed.contains { $0.contains(peer) }
        }
    }

    private func has(_ type: UInt8?, _ code: UInt8?) -> Bool {
        (type.map { UInt16($0) == source } ?? true) && (code.map { UInt16($0) == destination } ?? true)
    }

    /// What the rule's clauses say.
    func meets(_ clauses: [RuleClause], of rule: SecurityGroupRule) -> Bool {
        if rule.isOpen { return direction == rule.direction }
        let byGroup = if case .group = rule.peer { true } else { false }
        // What a rule leaves open it has no clause of.
        let comes = rule.peer == .any || (byGroup ? peerIsMember : clauses.contains { isPeer($0) })
        let carried = rule.service == .any || clauses.contains { carries($0, byGroup ? .byGroup : .byBlock) }
        return direction == rule.direction && comes && carried
    }

    private func isPeer(_ clause: RuleClause) -> Bool {
        guard case .peer(direction, let prefix) = clause else { return false }
        return prefix.contains(peer)
    }

    private func carries(_ clause: RuleClause, _ level: RuleLevel) -> Bool {
        guard case .service(direction, level, let pattern) = clause else { return false }
        return pattern.family == peer.family && (pattern.ipProtocol.map { $0 == ipProtocol } ?? true)
            && (pattern.source?.matches(source) ?? true) && (pattern.destination?.matches(destination) ?? true)
    }
}

@Suite struct RuleClauseTests {
    private func state() throws -> NetworkState {
        var talk = Dialogue()
        try talk.send(try createVPC(1, "10.0.0.0/16"))
        try talk.send(try createList(1, "10.0.0.0/8", "192.0.2.0/24", "fd00::/8"))
        return talk.state
    }

    private func rule(
        _ service: RuleService, _ peer: RulePeer, _ direction: RuleDirection = .ingress
    ) -> SecurityGroupRule {
        SecurityGroupRule(
            metadata: EventFixtures.metadata(.securityGroupRule), key: RuleKey(1), group: id(.securityGroup, 1),
            direction: direction, service: service, peer: peer)
    }

    private func text(_ clause: RuleClause) -> String {
        func text(_ pattern: PortPattern) -> String {
            pattern.mask == .max ? "\(pattern.value)" : "\(pattern.value)/\(String(pattern.mask, radix: 16))"
        }
        switch clause {
        case .peer(let direction, let prefix): return "\(direction) \(prefix)"
        case .service(let direction, let level, let pattern):
            return "\(direction) \(level) v\(pattern.family.rawValue)"
                + (pattern.ipProtocol.map { " \($0)" } ?? "") + (pattern.source.map { " from \(text($0))" } ?? "")
                + (pattern.destination.map { " to \(text($0))" } ?? "")
        }
    }

    @Test func the_clauses_of_rules() throws {
        let table: [(rule: SecurityGroupRule, clauses: [String])] = [
            (rule(.any, .any), []),
            (rule(.any, .any, .egress), []),
            (rule(.any, group(1)), []),
            (rule(.any, try block("10.9.0.0/16")), ["ingress 10.9.0.0/16"]),
            (
                rule(.tcp(443...443), .any, .egress),
                ["egress byBlock v4 6 to 443", "egress byBlock v6 6 to 443"]
            ),
            (
                rule(.udp(53...54), try block("fd00::/64")),
                ["ingress fd00::/64", "ingress byBlock v6 17 to 53", "ingress byBlock v6 17 to 54"]
            ),
            (rule(.tcp(0...65535), group(1)), ["ingress byGroup v4 6", "ingress byGroup v6 6"]),
            (rule(.tcp(0...1023), try block("10.0.0.0/8")), ["ingress 10.0.0.0/8", "ingress byBlock v4 6 to 0/fc00"]),
            (rule(.icmp(type: 8, code: 0), .any), ["ingress byBlock v4 1 from 8 to 0"]),
            (rule(.icmp(type: 3, code: nil), group(1)), ["ingress byGroup v4 1 from 3"]),
            (rule(.icmpv6(type: nil, code: nil), .any), ["ingress byBlock v6 58"]),
            (
                rule(.any, list(1)),
                ["ingress 10.0.0.0/8", "ingress 192.0.2.0/24", "ingress fd00::/8"]
            ),
            (rule(.icmpv6(type: 128, code: nil), list(1)), ["ingress fd00::/8", "ingress byBlock v6 58 from 128"]),
            (rule(.icmp(type: nil, code: nil), list(9)), ["ingress byBlock v4 1"]),
        ]
        let state = try state()
        for (rule, clauses) in table {
            #expect(state.clauses(of: rule).map { text($0) } == clauses, "\(rule.service) \(rule.peer)")
        }
    }

    /// Packets by lot: the clauses allow what the words do.
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func clauses_mean_what_the_rule_says(seed: UInt64) throws {
        let state = try state()
        let listed = try #require(state.prefixList(PrefixListKey(1))).entries
        var commands = RandomCommands(seed: seed)
        let peers = try ["10.1.2.3", "192.0.2.7", "172.16.0.1", "fd00::1", "2001:db8::1"].map { try address($0) }
        var allowed = 0
        for _ in 0..<40 {
            let peer: RulePeer =
                [.any, try block("10.0.0.0/8"), try block("fd00::/16"), group(1), list(1)][commands.below(5)]
            let rule = rule(commands.service(), peer, commands.below(2) == 0 ? .ingress : .egress)
            let clauses = state.clauses(of: rule)
            for _ in 0..<100 {
                let port = UInt16(
                    truncatingIfNeeded: commands.below(3) == 0 ? commands.below(1 << 16) : commands.below(12))
                let packet = Packet(
                    direction: commands.below(2) == 0 ? .ingress : .egress, peer: peers[commands.below(peers.count)],
                    peerIsMember: commands.below(2) == 0, ipProtocol: [1, 6, 17, 47, 58][commands.below(5)],
                    source: UInt16(commands.below(12)), destination: port)
                let expected = packet.isAllowed(by: rule, listed: listed)
                #expect(packet.meets(clauses, of: rule) == expected, "\(rule.service) \(rule.peer) \(packet)")
                if expected { allowed += 1 }
            }
        }
        #expect(allowed > 100)
    }

    /// Compile units go by buckets, so the same clause must fall into the same one in every run and on every machine.
    @Test func buckets_never_change() throws {
        let clauses: [RuleClause] = [
            .peer(.ingress, try prefix("0.0.0.0/0")), .peer(.egress, try prefix("0.0.0.0/0")),
            .peer(.ingress, try prefix("::/0")), .peer(.ingress, try prefix("10.0.0.0/8")),
            .service(.ingress, .byGroup, ServicePattern(family: .v4)),
            .service(.ingress, .byBlock, ServicePattern(family: .v4)),
            .service(
                .egress, .byBlock,
                ServicePattern(family: .v6, ipProtocol: 6, destination: PortPattern(exactly: 443))),
        ]
        #expect(clauses.map(\.bucket) == [39, 172, 47, 166, 223, 196, 43])
    }

    @Test func buckets_are_evenly_filled() {
        var counts = Array(repeating: 0, count: 256)
        for n in 0..<25_600 {
            let clause: RuleClause
            if n % 2 == 0 {
                let address = IPAddress.v4(IPv4Address(bits: 0x0a00_0000 + UInt32(n) << 8))
                guard let prefix = IPPrefix(address, length: 24) else { continue }
                clause = .peer(.ingress, prefix)
            } else {
                let pattern = PortPattern(exactly: UInt16(truncatingIfNeeded: n))
                clause = .service(.egress, .byBlock, ServicePattern(family: .v4, ipProtocol: 6, destination: pattern))
            }
            counts[Int(clause.bucket)] += 1
        }
        #expect(counts.allSatisfy { (50...160).contains($0) }, "\(counts)")
    }
}
