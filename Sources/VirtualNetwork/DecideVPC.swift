import NetworkTypes

extension NetworkState {
    func decideCreateVPC(_ wish: CreateVPC, _ asking: Asking) throws(Refusal) -> Decision {
        let metadata = try newMetadata(.vpc, wish.id, name: wish.name, tags: wish.tags, asking)
        try checkBlocks(wish.cidrs)
        let vpc = VPC(
            metadata: metadata, key: VPCKey(try nextKey(.vpc)), cidrs: wish.cidrs.sorted(),
            defaultGroup: wish.defaultGroup.group)
        let group = try defaultGroup(of: vpc, wish.defaultGroup, asking)
        return decision(.vpc, wish.id, [.put(.vpc(vpc))] + group, asking)
    }

    func decideUpdateVPC(
        _ id: ResourceID, _ change: VPCUpdate, ifMatch: Revision?, _ asking: Asking
    ) throws(Refusal) -> Decision {
        guard case .vpc(var vpc) = try visible(.vpc, id, asking) else { throw .notFound(.vpc, id, asking.project) }
        try checkMatch(ifMatch, vpc.metadata, .vpc)
        vpc.metadata = try updated(vpc.metadata, change.base, asking)
        if let cidrs = change.cidrs {
            try checkBlocks(cidrs)
            try checkSubnets(of: vpc, liveIn: cidrs)
            try checkRoutes(of: vpc, leadOutOf: cidrs)
            vpc.cidrs = cidrs.sorted()
        }
        return decision(.vpc, id, [.put(.vpc(vpc))], asking)
    }

    private func checkBlocks(_ cidrs: [IPPrefix]) throws(Refusal) {
        guard !cidrs.isEmpty else {
            throw .invalid("cidr-required", "cidrs", "no block is given", "give at least one, such as 10.0.0.0/16")
        }
        guard cidrs.count <= Limits.cidrsPerVPC else {
            throw .tooMany("cidrs", cidrs.count, limit: Limits.cidrsPerVPC, noun: "blocks")
        }
        for (index, cidr) in cidrs.enumerated() {
            let field = "cidrs[\(index)]"
            try CIDRRules.check(cidr, field: field, v4: Limits.vpcPrefixV4, v6: Limits.vpcPrefixV6)
            for (earlier, other) in cidrs[..<index].enumerated() where other.overlaps(cidr) {
                throw .invalid(
                    "cidr-overlap", field, "\(cidr) overlaps cidrs[\(earlier)], which is \(other)",
                    "give blocks that do not overlap")
            }
        }
    }

    private func checkSubnets(of vpc: VPC, liveIn cidrs: [IPPrefix]) throws(Refusal) {
        let homeless = networks(in: vpc.key).flatMap { subnets(in: $0) }.compactMap { subnet($0) }
            .filter { subnet in !cidrs.contains { $0.contains(subnet.cidr) } }
        guard !homeless.isEmpty else { return }
        let named = homeless.prefix(Limits.usersNamed).map { "\($0.cidr) of \(Resource.subnet($0).label)" }
        let rest = homeless.count > named.count ? " and \(homeless.count - named.count) more" : ""
        throw .conflict(
            "cidr-in-use", "cidrs", "no block would hold \(named.joined(separator: ", "))\(rest)",
            "keep the blocks of these subnets, or delete them first")
    }

    /// Routes of the VPC's tables lead out of its blocks by way of an address in them.
    private func checkRoutes(of vpc: VPC, leadOutOf cidrs: [IPPrefix]) throws(Refusal) {
        for table in routeTables(in: vpc.key).compactMap({ routeTable($0) }) {
            for route in table.routes {
                if let index = cidrs.firstIndex(where: { $0.contains(route.destination) }) {
                    throw .conflict(
                        "cidr-holds-route", "cidrs[\(index)]",
                        "\(cidrs[index]) holds \(route.destination), a route of \(Resource.routeTable(table).label)",
                        "take the route out of its table first, or choose another block")
                }
                guard cidrs.contains(where: { $0.contains(route.nextHop) }) else {
                    throw .conflict(
                        "cidr-in-use", "cidrs",
                        "no block would hold \(route.nextHop), a next hop of \(Resource.routeTable(table).label)",
                        "keep its block, or take the route to \(route.destination) out of the table first")
                }
            }
        }
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
        let others = groups(in: vpc.key).compactMap { securityGroup($0) }.filter { $0.metadata.id != vpc.defaultGroup }
        let tables = routeTables(in: vpc.key).compactMap { routeTable($0) }
        count += others.count + tables.count
        let labels = others.map { Resource.securityGroup($0).label } + tables.map { Resource.routeTable($0).label }
        users += labels.prefix(max(0, Limits.usersNamed - users.count))
        guard count == 0 else { throw .inUse(.vpc, vpc.metadata.id, users: users, count: count) }
    }
}
