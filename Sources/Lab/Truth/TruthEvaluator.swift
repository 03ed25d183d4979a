import NetworkTypes

/// The meaning of security groups, in as few words as there are: a connection passes iff some egress rule of a group of
/// its source allows it and some ingress rule of a group of its destination does. Shares no code with the controller
/// beyond the forms of addresses, so that an error there doesn't stand here too.
struct TruthEvaluator {
    let policy: TruthPolicy
    /// The address of each machine in the family that is probed.
    let addresses: [IPAddress]

    func allows(_ probe: TruthProbe) -> Bool {
        allows(probe, .egress, of: probe.source, peer: probe.destination)
            && allows(probe, .ingress, of: probe.destination, peer: probe.source)
    }

    /// The rules that the answer depends on: those of the machine's groups in one direction.
    func rules(_ direction: TruthRule.Direction, of machine: Int) -> [TruthRule] {
        policy.memberships[machine].flatMap { policy.rules[$0] }.filter { $0.direction == direction }
    }

    private func allows(_ probe: TruthProbe, _ direction: TruthRule.Direction, of machine: Int, peer: Int) -> Bool {
        rules(direction, of: machine).contains { covers($0.service, probe) && covers($0.peer, peer) }
    }

    private func covers(_ service: TruthRule.Service, _ probe: TruthProbe) -> Bool {
        switch service {
        case .any: true
        case .tcp(let ports): probe.transport == .tcp && ports.contains(probe.port)
        case .udp(let ports): probe.transport == .udp && ports.contains(probe.port)
        case .icmp, .icmpv6: false
        }
    }

    private func covers(_ peer: TruthRule.Peer, _ machine: Int) -> Bool {
        switch peer {
        case .anywhere: true
        case .block(let block): Self.isInside(addresses[machine], block)
        case .group(let group): policy.memberships[machine].contains(group)
        case .list(let list): policy.lists[list].contains { Self.isInside(addresses[machine], $0) }
        }
    }

    /// Whether the first bits agree, as many as the block's length says.
    static func isInside(_ address: IPAddress, _ block: IPPrefix) -> Bool {
        guard address.family == block.family else { return false }
        return (0..<block.length).allSatisfy { index in
            let place = UInt128(address.family.width - 1 - index)
            return address.bits >> place & 1 == block.address.bits >> place & 1
        }
    }
}
