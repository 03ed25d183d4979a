import NetworkTypes

extension NetworkState {
    func decideCreateSecurityGroup(_ wish: CreateSecurityGroup, _ asking: Asking) throws(Refusal) -> Decision {
        let metadata = try newMetadata(.securityGroup, wish.id, name: wish.name, tags: wish.tags, asking)
        let vpc = try referencedVPC(wish.vpc, asking)
        try checkRoom(groups(in: vpc.key).count, limit: Limits.groupsPerVPC, .securityGroup, in: .vpc(vpc))
        let group = SecurityGroup(
            metadata: metadata, key: SecurityGroupKey(try nextKey(.securityGroup)), vpc: wish.vpc, isDefault: false)
        let rule = SecurityGroupRule(
            metadata: try newMetadata(.securityGroupRule, wish.egressRule, name: "", tags: [:], asking),
            key: RuleKey(try nextKey(.securityGroupRule)), group: wish.id, direction: .egress, service: .any, peer: .any
        )
        try checkRoom(ruleCount(in: vpc.key), limit: Limits.rulesPerVPC, .securityGroupRule, in: .vpc(vpc))
        try checkBudget(of: vpc, adding: rule)
        let events: [Event] = [.put(.securityGroup(group)), .put(.securityGroupRule(rule))]
        return decision(.securityGroup, wish.id, events, asking)
    }

    func decideUpdateSecurityGroup(
        _ id: ResourceID, _ change: ResourceUpdate, ifMatch: Revision?, _ asking: Asking
    ) throws(Refusal) -> Decision {
        guard case .securityGroup(var group) = try visible(.securityGroup, id, asking) else {
            throw .notFound(.securityGroup, id, asking.project)
        }
        try checkMatch(ifMatch, group.metadata, .securityGroup)
        group.metadata = try updated(group.metadata, change, asking)
        return decision(.securityGroup, id, [.put(.securityGroup(group))], asking)
    }

    /// Refuses a default group, and one that ports or rules of other groups use.
    func checkUnused(_ group: SecurityGroup) throws(Refusal) {
        guard !group.isDefault else {
            throw .conflict(
                "default-group", nil,
                "\(Resource.securityGroup(group).label) is the default group of "
                    + "\(ResourceKind.vpc.show(group.vpc)) and goes with it",
                "change its rules, give ports other groups, or delete the VPC")
        }
        let members = ports(in: group.key)
        let rules = rules(from: group.key).compactMap { rule($0) }.filter { $0.group != group.metadata.id }
        guard !members.isEmpty || !rules.isEmpty else { return }
        let users =
            members.prefix(Limits.usersNamed).compactMap { port($0).map { Resource.port($0).label } }
            + rules.prefix(Limits.usersNamed).map { Resource.securityGroupRule($0).label }
        throw .inUse(
            .securityGroup, group.metadata.id, users: Array(users.prefix(Limits.usersNamed)),
            count: members.count + rules.count)
    }

    /// The end of a group: its rules, which are for it alone, and then itself.
    func removals(of group: SecurityGroup) -> [Event] {
        let rules = rules(of: group.key).compactMap { rule($0)?.metadata.id }
        return rules.map { .remove(.securityGroupRule, $0) } + [.remove(.securityGroup, group.metadata.id)]
    }

    /// The group that ports of a VPC have unless others are given: it lets everything out, and in what comes from itself.
    func defaultGroup(of vpc: VPC, _ ids: DefaultGroupIDs, _ asking: Asking) throws(Refusal) -> [Event] {
        try checkRoom(groups(in: vpc.key).count, limit: Limits.groupsPerVPC, .securityGroup, in: .vpc(vpc))
        // For two rules.
        try checkRoom(ruleCount(in: vpc.key) + 1, limit: Limits.rulesPerVPC, .securityGroupRule, in: .vpc(vpc))
        let group = SecurityGroup(
            metadata: try newMetadata(.securityGroup, ids.group, name: "default", tags: [:], asking),
            key: SecurityGroupKey(try nextKey(.securityGroup)), vpc: vpc.metadata.id, isDefault: true)
        let egress = SecurityGroupRule(
            metadata: try newMetadata(.securityGroupRule, ids.egressRule, name: "", tags: [:], asking),
            key: RuleKey(try nextKey(.securityGroupRule)), group: ids.group, direction: .egress, service: .any,
            peer: .any)
        let ingress = SecurityGroupRule(
            metadata: try newMetadata(.securityGroupRule, ids.ingressRule, name: "", tags: [:], asking),
            key: RuleKey(try nextKey(.securityGroupRule, after: 1)), group: ids.group, direction: .ingress,
            service: .any, peer: .group(ids.group))
        return [
            .put(.securityGroup(group)), .put(.securityGroupRule(egress)), .put(.securityGroupRule(ingress)),
        ]
    }

    // MARK: Groups of ports

    /// The groups of a new port, and what has to be made for them: the default group of a VPC that is older than groups.
    func securityGroups(
        of wish: CreatePort, on network: Network, _ asking: Asking
    ) throws(Refusal) -> (groups: [ResourceID]?, made: [Event]) {
        let vpc = network.vpc.flatMap { self.vpc($0) }
        if let groups = wish.securityGroups { return (try checked(groups, of: vpc, asking), []) }
        guard var vpc else { return (nil, []) }
        if let group = vpc.defaultGroup { return ([group], []) }
        vpc.metadata = try updated(vpc.metadata, ResourceUpdate(), asking)
        vpc.defaultGroup = wish.defaultGroup.group
        let made = try defaultGroup(of: vpc, wish.defaultGroup, asking)
        return ([wish.defaultGroup.group], [.put(.vpc(vpc))] + made)
    }

    /// Sorted.
    func checked(_ groups: [ResourceID], of vpc: VPC?, _ asking: Asking) throws(Refusal) -> [ResourceID] {
        let name = "security_group_ids"
        guard let vpc else {
            throw .invalid(
                "security-groups-without-vpc", name, "the port's network stands in no VPC, and groups belong to VPCs",
                "put the network into a VPC, or leave the groups out")
        }
        guard groups.count <= Limits.groupsPerPort else {
            throw .tooMany(name, groups.count, limit: Limits.groupsPerPort, noun: "security groups")
        }
        for (index, id) in groups.enumerated() {
            let field = "\(name)[\(index)]"
            let group = try referencedGroup(id, field: field, asking)
            guard group.vpc == vpc.metadata.id else {
                throw .invalid(
                    "security-group-outside-vpc", field,
                    "\(Resource.securityGroup(group).label) is not in \(Resource.vpc(vpc).label)",
                    "give groups of the port's own VPC")
            }
            if let earlier = groups[..<index].firstIndex(of: id) {
                throw .invalid(
                    "security-group-repeated", field, "it is the same as \(name)[\(earlier)]", "give it once")
            }
        }
        return groups.sorted()
    }

    func referencedGroup(_ id: ResourceID, field: String, _ asking: Asking) throws(Refusal) -> SecurityGroup {
        try referenced(
            .securityGroup, id, securityGroup(id), owner: { $0.metadata.project }, field: field, asking)
    }

    /// Refuses one more resource of a kind where `count` are and `limit` may be.
    func checkRoom(_ count: Int, limit: Int, _ kind: ResourceKind, in holder: Resource) throws(Refusal) {
        guard count >= limit else { return }
        throw Refusal(
            .exhausted, code: "quota-exceeded", field: nil,
            detail: "\(holder.label) has \(count) \(kind.noun)s, and \(limit) is the limit",
            remedy: "delete a \(kind.noun) that is not needed")
    }
}
