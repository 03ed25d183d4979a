import NetworkTypes

extension NetworkState {
    func decideCreateRouteTable(_ wish: CreateRouteTable, _ asking: Asking) throws(Refusal) -> Decision {
        let metadata = try newMetadata(.routeTable, wish.id, name: wish.name, tags: wish.tags, asking)
        let vpc = try referencedVPC(wish.vpc, asking)
        try checkRoom(routeTables(in: vpc.key).count, limit: Limits.routeTablesPerVPC, .routeTable, in: .vpc(vpc))
        let table = RouteTable(
            metadata: metadata, key: RouteTableKey(try nextKey(.routeTable)), vpc: wish.vpc,
            routes: try routes(wish.routes, in: vpc))
        return decision(.routeTable, wish.id, [.put(.routeTable(table))], asking)
    }

    func decideUpdateRouteTable(
        _ id: ResourceID, _ change: RouteTableUpdate, ifMatch: Revision?, _ asking: Asking
    ) throws(Refusal) -> Decision {
        guard case .routeTable(var table) = try visible(.routeTable, id, asking), let vpc = vpc(table.vpc) else {
            throw .notFound(.routeTable, id, asking.project)
        }
        try checkMatch(ifMatch, table.metadata, .routeTable)
        table.metadata = try updated(table.metadata, change.base, asking)
        if let wished = change.routes { table.routes = try routes(wished, in: vpc) }
        return decision(.routeTable, id, [.put(.routeTable(table))], asking)
    }

    func checkUnused(_ table: RouteTable) throws(Refusal) {
        let subnets = subnets(using: table.key)
        guard !subnets.isEmpty else { return }
        let users = subnets.prefix(Limits.usersNamed).compactMap { subnet($0).map { Resource.subnet($0).label } }
        throw .inUse(.routeTable, table.metadata.id, users: users, count: subnets.count)
    }

    /// Refuses a table that a subnet of the VPC, or of none, can't have.
    func checkRouteTable(_ id: ResourceID, of vpc: VPC?, _ asking: Asking) throws(Refusal) {
        let field = "route_table_id"
        let table = try referenced(
            .routeTable, id, routeTable(id), owner: { $0.metadata.project }, field: field, asking)
        guard table.vpc != vpc?.metadata.id else { return }
        guard let vpc else {
            throw .invalid(
                "route-table-outside-vpc", field,
                "the subnet's network stands in no VPC, and route tables belong to VPCs", "leave it out")
        }
        throw .invalid(
            "route-table-outside-vpc", field,
            "\(Resource.routeTable(table).label) is not in \(Resource.vpc(vpc).label)",
            "give a table of the subnet's own VPC")
    }

    /// Sorted by destination.
    private func routes(_ wished: [Route], in vpc: VPC) throws(Refusal) -> [Route] {
        guard wished.count <= Limits.routesPerTable else {
            throw .tooMany("routes", wished.count, limit: Limits.routesPerTable, noun: "routes")
        }
        var places: [IPPrefix: Int] = [:]
        for (index, route) in wished.enumerated() {
            try check(route, in: vpc, field: "routes[\(index)]")
            if let earlier = places.updateValue(index, forKey: route.destination) {
                throw .invalid(
                    "route-repeated", "routes[\(index)].destination",
                    "\(route.destination) is the destination of routes[\(earlier)] too", "give it once")
            }
        }
        return wished.sorted { $0.destination < $1.destination }
    }

    private func check(_ route: Route, in vpc: VPC, field: String) throws(Refusal) {
        let destination = "\(field).destination"
        let nextHop = "\(field).next_hop"
        if let cidr = vpc.cidrs.first(where: { $0.contains(route.destination) }) {
            throw .invalid(
                "route-inside-vpc", destination,
                "\(route.destination) lies in \(cidr) of the VPC, where its subnets lead already",
                "give a destination outside, or one that holds the whole block")
        }
        guard route.nextHop.family == route.destination.family else {
            throw .invalid(
                "family-mismatch", nextHop,
                "\(route.nextHop) is IPv\(route.nextHop.family.rawValue), and \(route.destination) is "
                    + "IPv\(route.destination.family.rawValue)",
                "give a next hop of the destination's family")
        }
        guard vpc.cidrs.contains(where: { $0.contains(route.nextHop) }) else {
            let blocks = vpc.cidrs.map(\.description).joined(separator: ", ")
            throw .invalid(
                "next-hop-outside-vpc", nextHop,
                "\(route.nextHop) is not inside a block of \(Resource.vpc(vpc).label): \(blocks)",
                "give the address of a port of the VPC")
        }
    }
}
