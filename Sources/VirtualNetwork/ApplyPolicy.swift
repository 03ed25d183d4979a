import NetworkTypes

/// What events about groups, rules, prefix lists and route tables change, and what ports are to these.
extension NetworkState {
    mutating func put(_ group: SecurityGroup) {
        securityGroups.put(group, id: group.metadata.id, key: group.key.value)
        if let vpc = vpc(group.vpc) { groupsOfVPC.insert(group.key, in: vpc.key) }
    }

    mutating func put(_ rule: SecurityGroupRule) {
        let old = securityGroupRules[rule.metadata.id]
        if let old, old.group == rule.group, old.allowsTheSame(as: rule) {
            securityGroupRules.put(rule, id: rule.metadata.id, key: rule.key.value)
            return
        }
        if old != nil { removeRule(rule.metadata.id) }
        securityGroupRules.put(rule, id: rule.metadata.id, key: rule.key.value)
        switch rule.peer {
        case .any, .block: break
        case .group(let peer):
            if let peer = securityGroup(peer) { rulesFromGroup.insert(rule.key, in: peer.key) }
        case .prefixList(let list):
            if let list = prefixList(list) { rulesOfPrefixList.insert(rule.key, in: list.key) }
        }
        guard let group = securityGroup(rule.group) else { return }
        rulesOfGroup.insert(rule.key, in: group.key)
        guard let vpc = vpc(group.vpc) else { return }
        policies.countRules(1, in: vpc.key)
        policies.countShares(memberAddresses(ofPeerOf: rule), in: vpc.key)
        policies.add(clauses(of: rule), of: [rule.key], in: vpc.key)
    }

    mutating func removeRule(_ id: ResourceID) {
        guard let rule = securityGroupRules.remove(id) else { return }
        switch rule.peer {
        case .any, .block: break
        case .group(let peer):
            if let peer = securityGroup(peer) { rulesFromGroup.remove(rule.key, from: peer.key) }
        case .prefixList(let list):
            if let list = prefixList(list) { rulesOfPrefixList.remove(rule.key, from: list.key) }
        }
        guard let group = securityGroup(rule.group) else { return }
        rulesOfGroup.remove(rule.key, from: group.key)
        guard let vpc = vpc(group.vpc) else { return }
        policies.countRules(-1, in: vpc.key)
        policies.countShares(-memberAddresses(ofPeerOf: rule), in: vpc.key)
        policies.remove(clauses(of: rule), of: [rule.key], in: vpc.key)
    }

    /// Its rules are removed before it.
    mutating func removeSecurityGroup(_ id: ResourceID) {
        guard let group = securityGroups.remove(id), let vpc = vpc(group.vpc) else { return }
        groupsOfVPC.remove(group.key, from: vpc.key)
    }

    mutating func put(_ list: PrefixList) {
        let old = prefixLists[list.metadata.id]?.entries ?? []
        prefixLists.put(list, id: list.metadata.id, key: list.key.value)
        let change = PrefixListChange(from: old, to: list.entries)
        guard !change.isEmpty else { return }
        let uses = uses(of: list.key)
        change.make(for: uses, in: &policies)
    }

    mutating func put(_ table: RouteTable) {
        routeTables.put(table, id: table.metadata.id, key: table.key.value)
        if let vpc = vpc(table.vpc) { routeTablesOfVPC.insert(table.key, in: vpc.key) }
    }

    mutating func removeRouteTable(_ id: ResourceID) {
        guard let table = routeTables.remove(id), let vpc = vpc(table.vpc) else { return }
        routeTablesOfVPC.remove(table.key, from: vpc.key)
    }

    /// Lets a port, which is new where there is no old one and gone where there is no new one, be in its groups, and
    /// counts its flows.
    mutating func replaceInPolicies(_ old: Port?, by new: Port?) {
        guard let port = new ?? old else { return }
        let left = old?.securityGroups ?? []
        let entered = new?.securityGroups ?? []
        if left != entered {
            for group in left where !entered.contains(group) {
                if let group = securityGroup(group) { portsOfGroup.remove(port.key, from: group.key) }
            }
            for group in entered {
                if let group = securityGroup(group) { portsOfGroup.insert(port.key, in: group.key) }
            }
        }
        let shares = memberShares(of: new) - memberShares(of: old)
        if shares != 0, let vpc = vpc(of: port) { policies.countShares(shares, in: vpc.key) }
        let flows = (new.map { FlowBudget.flows(of: $0) } ?? 0) - (old.map { FlowBudget.flows(of: $0) } ?? 0)
        if flows != 0, let vpc = vpc(of: port) { policies.countPortFlows(flows, in: vpc.key) }
    }

    /// The addresses that a rule finds as its peers by their ports; 0 where its peer is no group.
    func memberAddresses(ofPeerOf rule: SecurityGroupRule) -> Int {
        guard case .group(let id) = rule.peer, let group = securityGroup(id) else { return 0 }
        return ports(in: group.key).reduce(0) { $0 + (port($1)?.fixedIPs.count ?? 0) }
    }

    /// How often rules find a port's addresses as their peers.
    func memberShares(of port: Port?) -> Int {
        guard let port else { return 0 }
        let rules = (port.securityGroups ?? []).reduce(0) { sum, id in
            sum + (securityGroup(id).map { self.rules(from: $0.key).count } ?? 0)
        }
        return rules * port.fixedIPs.count
    }

    /// The rules that use a prefix list, by what their clauses for an entry have in common.
    func uses(of list: PrefixListKey) -> [PrefixListUse: [RuleKey]] {
        var uses: [PrefixListUse: [RuleKey]] = [:]
        for key in rules(using: list) {
            guard let rule = rule(key), let vpc = securityGroup(rule.group).flatMap({ vpc($0.vpc) }) else { continue }
            for family in rule.families {
                let use = PrefixListUse(vpc: vpc.key, direction: rule.direction, family: family)
                uses[use, default: []].append(key)
            }
        }
        return uses
    }
}

/// Rules for which an entry of a prefix list means the same clause.
struct PrefixListUse: Hashable {
    let vpc: VPCKey
    let direction: RuleDirection
    let family: IPFamily
}

/// How the entries of a prefix list change.
struct PrefixListChange {
    let removed: [IPPrefix]
    let added: [IPPrefix]

    /// Both lists are sorted.
    init(from old: [IPPrefix], to new: [IPPrefix]) {
        let before = Set(old)
        let after = Set(new)
        removed = old.filter { !after.contains($0) }
        added = new.filter { !before.contains($0) }
    }

    var isEmpty: Bool { removed.isEmpty && added.isEmpty }

    /// Changes the clauses of the rules that use the list. The order of the uses makes no difference.
    func make(for uses: [PrefixListUse: [RuleKey]], in policies: inout PolicyIndex) {
        for (use, rules) in uses {
            func clauses(_ entries: [IPPrefix]) -> [RuleClause] {
                entries.filter { $0.family == use.family }.map { .peer(use.direction, $0) }
            }
            policies.remove(clauses(removed), of: rules, in: use.vpc)
            policies.add(clauses(added), of: rules, in: use.vpc)
        }
    }
}
