import FlowPipeline
import LogicalNetwork
import NetworkTypes
import VirtualNetwork

extension UnitCompiler {
    func portRules(_ key: PortKey) -> FlowFragment? {
        let unit = FlowUnit.portRules(key)
        guard let port = view.port(key), port.isUp, let groups = port.groups else { return nil }
        let flows = PolicyTable.port(key, view.rules(of: groups), cookie: unit.cookie)
        guard !flows.isEmpty else { return nil }
        let owners = groups.compactMap { view.groupID($0) }.map { Owner(.securityGroup, $0) }
        return FlowFragment(unit, flows: flows, owners: [Owner(.port, port.id)] + owners)
    }

    /// The addresses of a port that is down stay those of a member: nobody else has them.
    func groupMember(_ key: PortKey) -> FlowFragment? {
        let unit = FlowUnit.groupMember(key)
        guard let port = view.port(key), let groups = port.groups else { return nil }
        let rules = view.rules(from: groups)
        let flows = PolicyTable.member(port, rules, cookie: unit.cookie)
        guard !flows.isEmpty else { return nil }
        return FlowFragment(
            unit, flows: flows,
            owners: [Owner(.port, port.id)] + rules.map { Owner(.securityGroupRule, $0.metadata.id) })
    }

    func rule(_ key: RuleKey) -> FlowFragment? {
        let unit = FlowUnit.rule(key)
        guard let rule = view.rule(key), !rule.isOpen else { return nil }
        return FlowFragment(
            unit, flows: [PolicyTable.hit(rule, cookie: unit.cookie)],
            owners: [Owner(.securityGroupRule, rule.metadata.id)])
    }

    /// Each flow is there for every rule that shares its clause.
    func ruleClauses(_ vpc: VPCKey, _ bucket: UInt8) -> FlowFragment? {
        let unit = FlowUnit.ruleClauses(vpc, bucket: bucket)
        let clauses = view.clauses(of: vpc, bucket: bucket)
        guard !clauses.isEmpty else { return nil }
        return FlowFragment(
            unit, flows: clauses.map { PolicyTable.shared($0.clause, $0.rules, in: vpc, cookie: unit.cookie) },
            owners: clauses.flatMap(\.rules).map { Owner(.securityGroupRule, $0.metadata.id) })
    }
}
