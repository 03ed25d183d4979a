public import NetworkTypes

/// Security groups, their rules, prefix lists and route tables. Every list is sorted.
extension NetworkState {
    public func securityGroup(_ id: ResourceID) -> SecurityGroup? { securityGroups[id] }
    public func securityGroup(_ key: SecurityGroupKey) -> SecurityGroup? { securityGroups[key.value] }
    public func rule(_ id: ResourceID) -> SecurityGroupRule? { securityGroupRules[id] }
    public func rule(_ key: RuleKey) -> SecurityGroupRule? { securityGroupRules[key.value] }
    public func prefixList(_ id: ResourceID) -> PrefixList? { prefixLists[id] }
    public func prefixList(_ key: PrefixListKey) -> PrefixList? { prefixLists[key.value] }
    public func routeTable(_ id: ResourceID) -> RouteTable? { routeTables[id] }
    public func routeTable(_ key: RouteTableKey) -> RouteTable? { routeTables[key.value] }

    public func groups(in vpc: VPCKey) -> [SecurityGroupKey] { groupsOfVPC[vpc] }
    public func rules(of group: SecurityGroupKey) -> [RuleKey] { rulesOfGroup[group] }
    /// The members of a group.
    public func ports(in group: SecurityGroupKey) -> [PortKey] { portsOfGroup[group] }
    /// The rules, of whatever group, whose peer is the group.
    public func rules(from group: SecurityGroupKey) -> [RuleKey] { rulesFromGroup[group] }
    public func rules(using list: PrefixListKey) -> [RuleKey] { rulesOfPrefixList[list] }
    public func routeTables(in vpc: VPCKey) -> [RouteTableKey] { routeTablesOfVPC[vpc] }
    public func subnets(using table: RouteTableKey) -> [SubnetKey] { subnetsOfRouteTable[table] }

    // MARK: Clauses

    /// The clauses of a rule as things stand, sorted. None of a rule that is open, and of one whose group or prefix list
    /// is not there only what can be said without.
    public func clauses(of rule: SecurityGroupRule) -> [RuleClause] {
        guard case .prefixList(let list) = rule.peer else { return rule.clauses(listed: []) }
        return rule.clauses(listed: prefixList(list)?.entries ?? [])
    }

    /// The clauses of all rules of a VPC that fall into a bucket, by rising clause, and the rules that share each.
    public func clauses(in vpc: VPCKey, bucket: UInt8) -> [(clause: RuleClause, rules: [RuleKey])] {
        policies.clauses(in: vpc, bucket: bucket)
    }

    /// The buckets of a VPC that have a clause.
    public func clauseBuckets(in vpc: VPCKey) -> [UInt8] { policies.buckets(in: vpc) }

    /// The clauses of a VPC, each counted once.
    public func clauseCount(in vpc: VPCKey) -> Int { policies.clauseCount(in: vpc) }

    /// The rules of all groups of a VPC.
    public func ruleCount(in vpc: VPCKey) -> Int { policies.ruleCount(in: vpc) }

    /// A bound of the flows that a host with a port of the VPC holds for the VPC as a whole: one for each clause and rule,
    /// and what its ports come to. It is kept, not counted.
    public func sharedFlows(in vpc: VPCKey) -> Int { policies.sharedFlows(in: vpc) }

    /// How often rules stand in the flows of clauses and of members of groups: a measure of the flows' size. It is kept, not
    /// counted.
    public func clauseShares(in vpc: VPCKey) -> Int { policies.shares(in: vpc) }

    /// The VPC that a port's network stands in.
    func vpc(of port: Port) -> VPC? { network(port.network)?.vpc.flatMap { vpc($0) } }
}
