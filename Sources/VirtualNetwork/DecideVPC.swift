import NetworkTypes

extension NetworkState {
    func decideCreateVPC(_ wish: CreateVPC, _ asking: Asking) throws(Refusal) -> Decision {
        let metadata = try newMetadata(.vpc, wish.id, name: wish.name, tags: wish.tags, asking)
        guard !wish.cidrs.isEmpty else {
            throw .invalid("cidr-required", "cidrs", "no block is given", "give at least one, such as 10.0.0.0/16")
        }
        guard wish.cidrs.count <= Limits.cidrsPerVPC else {
            throw .tooMany("cidrs", wish.cidrs.count, limit: Limits.cidrsPerVPC, noun: "blocks")
        }
        for (index, cidr) in wish.cidrs.enumerated() {
            let field = "cidrs[\(index)]"
            try CIDRRules.check(cidr, field: field, v4: Limits.vpcPrefixV4, v6: Limits.vpcPrefixV6)
            for (earlier, other) in wish.cidrs[..<index].enumerated() where other.overlaps(cidr) {
                throw .invalid(
                    "cidr-overlap", field, "\(cidr) overlaps cidrs[\(earlier)], which is \(other)",
                    "give blocks that do not overlap")
            }
        }
        let vpc = VPC(metadata: metadata, key: VPCKey(try nextKey(.vpc)), cidrs: wish.cidrs.sorted())
        return decision(.vpc, wish.id, [.put(.vpc(vpc))], asking)
    }

    func decideUpdateVPC(
        _ id: ResourceID, _ change: ResourceUpdate, ifMatch: Revision?, _ asking: Asking
    ) throws(Refusal) -> Decision {
        guard case .vpc(var vpc) = try visible(.vpc, id, asking) else { throw .notFound(.vpc, id, asking.project) }
        try checkMatch(ifMatch, vpc.metadata, .vpc)
        vpc.metadata = try updated(vpc.metadata, change, asking)
        return decision(.vpc, id, [.put(.vpc(vpc))], asking)
    }

    func checkUnused(_ vpc: VPC) throws(Refusal) {
        var users: [String] = []
        var count = 0
        for segment in networks(in: vpc.key) {
            guard let network = network(segment) else { continue }
            // An implicit network is nothing that the tenant made or could delete: its subnets are.
            let here = network.isImplicit ? subnets(in: segment) : []
            count += max(1, here.count)
            guard users.count < Limits.usersNamed else { continue }
            let labels = here.compactMap { key in subnet(key).map { Resource.subnet($0).label } }
            let named = labels.isEmpty ? [Resource.network(network).label] : labels
            users += named.prefix(Limits.usersNamed - users.count)
        }
        guard count == 0 else { throw .inUse(.vpc, vpc.metadata.id, users: users, count: count) }
    }
}
