import NetworkTypes
import Testing
import VirtualNetwork

/// Every index of groups, rules, prefix lists and route tables against what the resources themselves say.
func checkPolicies(_ state: NetworkState) throws {
    func all(_ kind: ResourceKind) -> [Resource] { state.list(kind, after: nil, limit: .max) { _ in true } }
    var counted = PolicyRecount()
    for case .securityGroupRule(let rule) in all(.securityGroupRule) { try counted.add(rule, state) }
    for case .port(let port) in all(.port) { try counted.add(port, state) }
    for case .subnet(let subnet) in all(.subnet) {
        guard let id = subnet.routeTable else { continue }
        let table = try #require(state.routeTable(id))
        #expect(table.vpc == subnet.vpc)
        counted.subnetsUsing[table.key, default: []].append(subnet.key)
    }
    var groups: [ResourceID: [SecurityGroupKey]] = [:]
    for case .securityGroup(let group) in all(.securityGroup) {
        groups[group.vpc, default: []].append(group.key)
        #expect(state.rules(of: group.key) == counted.rulesOf[group.key] ?? [])
        #expect(state.rules(from: group.key) == counted.rulesFrom[group.key] ?? [])
        #expect(state.ports(in: group.key) == counted.members[group.key] ?? [])
        #expect(group.isDefault == (state.vpc(group.vpc)?.defaultGroup == group.metadata.id))
    }
    for case .prefixList(let list) in all(.prefixList) {
        #expect(state.rules(using: list.key) == counted.rulesUsing[list.key] ?? [])
        #expect(list.entries == Set(list.entries).sorted())
    }
    var tables: [ResourceID: [RouteTableKey]] = [:]
    for case .routeTable(let table) in all(.routeTable) {
        tables[table.vpc, default: []].append(table.key)
        #expect(state.subnets(using: table.key) == counted.subnetsUsing[table.key] ?? [])
    }
    for case .vpc(let vpc) in all(.vpc) {
        #expect(state.groups(in: vpc.key) == groups[vpc.metadata.id] ?? [])
        #expect(state.routeTables(in: vpc.key) == tables[vpc.metadata.id] ?? [])
        try counted.check(vpc, state)
    }
}

/// What the rules and ports come to, counted afresh.
private struct PolicyRecount {
    var rulesOf: [SecurityGroupKey: [RuleKey]] = [:]
    var rulesFrom: [SecurityGroupKey: [RuleKey]] = [:]
    var rulesUsing: [PrefixListKey: [RuleKey]] = [:]
    var members: [SecurityGroupKey: [PortKey]] = [:]
    var subnetsUsing: [RouteTableKey: [SubnetKey]] = [:]
    private var clauses: [VPCKey: [RuleClause: [RuleKey]]] = [:]
    private var ruleCounts: [VPCKey: Int] = [:]
    private var portFlows: [VPCKey: Int] = [:]

    mutating func add(_ rule: SecurityGroupRule, _ state: NetworkState) throws {
        let group = try #require(state.securityGroup(rule.group))
        let vpc = try #require(state.vpc(group.vpc))
        rulesOf[group.key, default: []].append(rule.key)
        ruleCounts[vpc.key, default: 0] += 1
        switch rule.peer {
        case .any, .block: break
        case .group(let id):
            let peer = try #require(state.securityGroup(id))
            #expect(peer.vpc == group.vpc)
            rulesFrom[peer.key, default: []].append(rule.key)
        case .prefixList(let id): rulesUsing[try #require(state.prefixList(id)).key, default: []].append(rule.key)
        }
        let own = state.clauses(of: rule)
        #expect(own == Set(own).sorted())
        for clause in own { clauses[vpc.key, default: [:]][clause, default: []].append(rule.key) }
    }

    mutating func add(_ port: Port, _ state: NetworkState) throws {
        let vpc = state.network(port.network)?.vpc.flatMap { state.vpc($0) }
        #expect(port.securityGroups == port.securityGroups?.sorted())
        for id in port.securityGroups ?? [] {
            let group = try #require(state.securityGroup(id))
            #expect(group.vpc == vpc?.metadata.id)
            members[group.key, default: []].append(port.key)
        }
        if let vpc { portFlows[vpc.key, default: 0] += 3 + 4 * port.fixedIPs.count }
    }

    func check(_ vpc: VPC, _ state: NetworkState) throws {
        let expected = clauses[vpc.key] ?? [:]
        let buckets = state.clauseBuckets(in: vpc.key)
        #expect(buckets == Set(expected.keys.map(\.bucket)).sorted())
        var found: [RuleClause: [RuleKey]] = [:]
        for bucket in UInt8.min...UInt8.max {
            let entries = state.clauses(in: vpc.key, bucket: bucket)
            #expect(entries.isEmpty == !buckets.contains(bucket))
            #expect(entries.map(\.clause) == entries.map(\.clause).sorted())
            for (clause, rules) in entries {
                #expect(clause.bucket == bucket)
                found[clause] = rules
            }
        }
        #expect(found == expected)
        #expect(state.clauseCount(in: vpc.key) == expected.count)
        let rules = ruleCounts[vpc.key] ?? 0
        #expect(state.ruleCount(in: vpc.key) == rules)
        let shared = expected.values.reduce(0) { $0 + $1.count }
        let named = state.groups(in: vpc.key).reduce(0) { sum, group in
            let addresses = (members[group] ?? []).reduce(0) { $0 + (state.port($1)?.fixedIPs.count ?? 0) }
            return sum + (rulesFrom[group]?.count ?? 0) * addresses
        }
        #expect(state.clauseShares(in: vpc.key) == shared + named)
        #expect(state.sharedFlows(in: vpc.key) == expected.count + rules + (portFlows[vpc.key] ?? 0))
    }
}
