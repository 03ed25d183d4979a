public import NetworkTypes
public import VirtualNetwork

extension LogicalView {
    /// Nil where there is none.
    public func rule(_ key: RuleKey) -> SecurityGroupRule? {
        recorder.record(.rule(key))
        return network.rule(key)
    }

    /// The rules of groups, by key. A rule never changes in what it allows, so its membership is all that is read.
    public func rules(of groups: [SecurityGroupKey]) -> [SecurityGroupRule] {
        groups.flatMap { group in
            recorder.record(.rulesOfGroup(group))
            return network.rules(of: group)
        }.sorted().compactMap { network.rule($0) }
    }

    /// The rules whose peer is one of the groups, by key.
    public func rules(from groups: [SecurityGroupKey]) -> [SecurityGroupRule] {
        groups.flatMap { group in
            recorder.record(.rulesFromGroup(group))
            return network.rules(from: group)
        }.sorted().compactMap { network.rule($0) }
    }

    /// The keys of a group's rules.
    public func ruleKeys(of group: SecurityGroupKey) -> [RuleKey] {
        recorder.record(.rulesOfGroup(group))
        return network.rules(of: group)
    }

    /// The groups of a port, by key; none where it is not filtered.
    public func groups(of key: PortKey) -> [SecurityGroupKey] {
        recorder.record(.portPlace(key))
        return network.port(key).flatMap { groups(of: $0) } ?? []
    }

    func groups(of port: Port) -> [SecurityGroupKey]? {
        port.securityGroups?.compactMap { network.securityGroup($0)?.key }.sorted()
    }

    public func groupID(_ key: SecurityGroupKey) -> ResourceID? {
        recorder.record(.securityGroup(key))
        return network.securityGroup(key)?.metadata.id
    }

    /// The buckets of a VPC that have a clause, rising.
    public func clauseBuckets(of vpc: VPCKey) -> [UInt8] {
        recorder.record(.clauseBuckets(vpc))
        return network.clauseBuckets(in: vpc)
    }

    /// The clauses of a bucket, with the rules that share each.
    public func clauses(of vpc: VPCKey, bucket: UInt8) -> [(clause: RuleClause, rules: [SecurityGroupRule])] {
        recorder.record(.clauses(vpc, bucket))
        return network.clauses(in: vpc, bucket: bucket).map { ($0.clause, $0.rules.compactMap { network.rule($0) }) }
    }
}
