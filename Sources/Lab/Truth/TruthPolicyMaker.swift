import NetworkTypes

/// Makes random policies from a seed, such that each kind of rule, peer and port range comes up, and about a fourth of the
/// connections pass.
struct TruthPolicyMaker {
    static let groups = 3
    static let lists = 2
    static let rulesPerGroup = 0...6

    let seed: UInt64
    /// Of each machine, in both families.
    let addresses: [IPFamily: [IPAddress]]
    /// Blocks that something of the lab lies in, of both families.
    let blocks: [IPPrefix]
    /// The ports that are probed; ranges begin and end about them.
    let ports: [UInt16]

    /// The policy at a place in the series of a family; the same whatever came before.
    func policy(_ number: Int, family: IPFamily) -> TruthPolicy {
        var numbers = SeededNumbers(seed: seed, stream: UInt64(number) << 4 | UInt64(family.rawValue))
        let machines = addresses[family]?.count ?? 0
        let memberships = (0..<machines).map { membership(of: $0, machines, &numbers) }
        let lists = (0..<Self.lists).map { _ in list(family, &numbers) }
        let rules = (0..<Self.groups).map { _ in rulesOfAGroup(family, &numbers) }
        return TruthPolicy(memberships: memberships, rules: rules, lists: lists)
    }

    /// Mostly a third of the machines in each group; sometimes in two, another one, or none.
    private func membership(of machine: Int, _ machines: Int, _ numbers: inout SeededNumbers) -> [Int] {
        let home = machine * Self.groups / max(1, machines)
        let other = Int.random(in: 0..<Self.groups, using: &numbers)
        switch Int.random(in: 0..<100, using: &numbers) {
        case 0..<65: return [home]
        case 65..<75: return [other]
        case 75..<92: return Array(Set([home, other])).sorted()
        default: return []
        }
    }

    private func list(_ family: IPFamily, _ numbers: inout SeededNumbers) -> [IPPrefix] {
        let count = Int.random(in: 1...4, using: &numbers)
        return Array(Set((0..<count).map { _ in block(likely(family, &numbers), &numbers) })).sorted()
    }

    private func rulesOfAGroup(_ family: IPFamily, _ numbers: inout SeededNumbers) -> [TruthRule] {
        var rules: [TruthRule] = []
        for place in 0..<Int.random(in: Self.rulesPerGroup, using: &numbers) {
            var rule = rule(family, &numbers)
            // As in real life, many groups let everything out.
            if place == 0, numbers.chance(40) { rule = TruthRule(direction: .egress, service: .any, peer: .anywhere) }
            if !rules.contains(rule) { rules.append(rule) }
        }
        return rules
    }

    private func rule(_ family: IPFamily, _ numbers: inout SeededNumbers) -> TruthRule {
        let direction: TruthRule.Direction = numbers.chance(50) ? .egress : .ingress
        let service = service(&numbers)
        switch service {
        // An ICMP rule takes blocks of its own family only.
        case .icmp: return TruthRule(direction: direction, service: service, peer: peer(.v4, &numbers))
        case .icmpv6: return TruthRule(direction: direction, service: service, peer: peer(.v6, &numbers))
        default:
            return TruthRule(direction: direction, service: service, peer: peer(likely(family, &numbers), &numbers))
        }
    }

    private func service(_ numbers: inout SeededNumbers) -> TruthRule.Service {
        switch Int.random(in: 0..<100, using: &numbers) {
        case 0..<38: return .any
        case 38..<66: return .tcp(range(&numbers))
        case 66..<94: return .udp(range(&numbers))
        case 94..<97: return .icmp
        default: return .icmpv6
        }
    }

    /// A single port, all of them, or a range that ends at a probed port, beside one, or anywhere.
    private func range(_ numbers: inout SeededNumbers) -> ClosedRange<UInt16> {
        let port = numbers.pick(ports)
        switch Int.random(in: 0..<100, using: &numbers) {
        case 0..<35: return port...port
        case 35..<45: return 0...UInt16.max
        case 45..<55: return port...UInt16.random(in: port ... .max, using: &numbers)
        case 55..<65: return UInt16.random(in: 0...port, using: &numbers)...port
        case 65..<72: return (port + 1)...UInt16.random(in: port + 1 ... .max, using: &numbers)
        case 72..<79: return UInt16.random(in: 0..<port, using: &numbers)...(port - 1)
        case 79..<93:
            return UInt16.random(in: 0...port, using: &numbers)...UInt16.random(in: port ... .max, using: &numbers)
        default:
            let one = UInt16.random(in: 0 ... .max, using: &numbers)
            let other = UInt16.random(in: 0 ... .max, using: &numbers)
            return min(one, other)...max(one, other)
        }
    }

    private func peer(_ family: IPFamily, _ numbers: inout SeededNumbers) -> TruthRule.Peer {
        switch Int.random(in: 0..<100, using: &numbers) {
        case 0..<22: .anywhere
        case 22..<52: .block(block(family, &numbers))
        case 52..<85: .group(Int.random(in: 0..<Self.groups, using: &numbers))
        default: .list(Int.random(in: 0..<Self.lists, using: &numbers))
        }
    }

    /// An address alone, a few around it, a block of the lab's, everything, or one that nobody is in.
    private func block(_ family: IPFamily, _ numbers: inout SeededNumbers) -> IPPrefix {
        let own = blocks.filter { $0.family == family }
        let known = addresses[family] ?? []
        let nowhere = IPPrefix(IPAddress(family: family, bits: family == .v4 ? 0xc0a8_0000 : 0xfd99 << 112), length: 16)
        let everything = IPPrefix(IPAddress(family: family, bits: 0), length: 0)
        let chosen: IPPrefix?
        switch Int.random(in: 0..<100, using: &numbers) {
        case 0..<25: chosen = IPPrefix(numbers.pick(known), length: family.width)
        case 25..<58:
            let lost = Int.random(in: 1...6, using: &numbers)
            chosen = IPPrefix(numbers.pick(known), length: family.width - lost)
        case 58..<90: chosen = numbers.pick(own)
        case 90..<96: chosen = everything
        default: chosen = nowhere
        }
        return chosen ?? own[0]
    }

    /// Mostly the family that is probed; the other one must not make a difference.
    private func likely(_ family: IPFamily, _ numbers: inout SeededNumbers) -> IPFamily {
        if numbers.chance(85) { return family }
        return family == .v4 ? .v6 : .v4
    }
}
