import NetworkTypes

extension NetworkState {
    func decideCreateRule(_ wish: CreateSecurityGroupRule, _ asking: Asking) throws(Refusal) -> Decision {
        let metadata = try newMetadata(.securityGroupRule, wish.id, name: wish.name, tags: wish.tags, asking)
        let group = try referencedGroup(wish.group, field: "security_group_id", asking)
        let vpc = try referenced(
            .vpc, group.vpc, vpc(group.vpc), owner: { $0.metadata.project }, field: "security_group_id", asking)
        let rule = SecurityGroupRule(
            metadata: metadata, key: RuleKey(try nextKey(.securityGroupRule)), group: wish.group,
            direction: wish.direction, service: wish.service, peer: wish.peer)
        try check(rule.service)
        try checkPeer(of: rule, in: vpc, asking)
        try checkNotRepeated(rule, in: group)
        let kind = ResourceKind.securityGroupRule
        try checkRoom(rules(of: group.key).count, limit: Limits.rulesPerGroup, kind, in: .securityGroup(group))
        try checkRoom(ruleCount(in: vpc.key), limit: Limits.rulesPerVPC, kind, in: .vpc(vpc))
        try checkBudget(of: vpc, adding: rule)
        return decision(kind, wish.id, [.put(.securityGroupRule(rule))], asking)
    }

    func decideUpdateRule(
        _ id: ResourceID, _ change: ResourceUpdate, ifMatch: Revision?, _ asking: Asking
    ) throws(Refusal) -> Decision {
        guard case .securityGroupRule(var rule) = try visible(.securityGroupRule, id, asking) else {
            throw .notFound(.securityGroupRule, id, asking.project)
        }
        try checkMatch(ifMatch, rule.metadata, .securityGroupRule)
        rule.metadata = try updated(rule.metadata, change, asking)
        return decision(.securityGroupRule, id, [.put(.securityGroupRule(rule))], asking)
    }

    private func check(_ service: RuleService) throws(Refusal) {
        switch service {
        case .any, .tcp, .udp: break
        case .icmp(type: nil, code: _?), .icmpv6(type: nil, code: _?):
            throw .invalid(
                "icmp-code-without-type", "icmp_code", "a code means something together with its type only",
                "give icmp_type too, or leave the code out")
        case .icmp, .icmpv6: break
        }
    }

    private func checkPeer(of rule: SecurityGroupRule, in vpc: VPC, _ asking: Asking) throws(Refusal) {
        switch rule.peer {
        case .any: break
        case .block(let prefix):
            let family: IPFamily? =
                switch rule.service {
                case .any, .tcp, .udp: nil
                case .icmp: .v4
                case .icmpv6: .v6
                }
            guard let family, family != prefix.family else { break }
            let name = family == .v4 ? "icmp" : "icmpv6"
            throw .invalid(
                "family-mismatch", "remote_cidr",
                "\(prefix) is IPv\(prefix.family.rawValue), and \(name) is a protocol of IPv\(family.rawValue)",
                "use \(family == .v4 ? "icmpv6" : "icmp") for this block")
        case .group(let id):
            let peer = try referencedGroup(id, field: "remote_group_id", asking)
            guard peer.vpc != vpc.metadata.id else { break }
            throw .invalid(
                "security-group-outside-vpc", "remote_group_id",
                "\(Resource.securityGroup(peer).label) is not in \(Resource.vpc(vpc).label)",
                "give a group of the same VPC, or the addresses as remote_cidr")
        case .prefixList(let id):
            _ = try referenced(
                .prefixList, id, prefixList(id), owner: { $0.metadata.project }, field: "remote_prefix_list_id",
                asking)
        }
    }

    private func checkNotRepeated(_ rule: SecurityGroupRule, in group: SecurityGroup) throws(Refusal) {
        for key in rules(of: group.key) {
            guard let other = self.rule(key), other.allowsTheSame(as: rule) else { continue }
            throw .conflict(
                "rule-repeated", nil,
                "\(Resource.securityGroupRule(other).label) of \(Resource.securityGroup(group).label) allows the same",
                "use that rule")
        }
    }
}
