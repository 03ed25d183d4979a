import NetworkTypes

extension NetworkState {
    func decideCreateSubnet(_ wish: CreateSubnet, _ asking: Asking) throws(Refusal) -> Decision {
        let metadata = try newMetadata(.subnet, wish.id, name: wish.name, tags: wish.tags, asking)
        let vpc: VPC?
        let existing: Network?
        (vpc, existing) = try place(of: wish, asking)
        try CIDRRules.check(wish.cidr, field: "cidr", v4: Limits.subnetPrefixV4, v6: Limits.subnetPrefixV6)
        if let vpc { try checkInside(vpc, wish.cidr) }
        try checkNoOverlap(wish.cidr, vpc: vpc, network: existing)
        let gateway = try gateway(of: wish)
        let ipv6Mode = try ipv6Mode(of: wish)
        if let table = wish.routeTable { try checkRouteTable(table, of: vpc, asking) }
        try SubnetOptions(family: wish.cidr.family).check(dnsServers: wish.dnsServers, hostRoutes: wish.hostRoutes)
        if let gateway, let existing { try checkNoPair(covers: gateway, on: existing) }

        var events: [Event] = []
        let network: Network
        if let existing {
            network = existing
        } else {
            let own = try newMetadata(.network, wish.newNetworkID, name: wish.name, tags: [:], asking)
            network = Network(
                metadata: own, key: SegmentKey(try nextKey(.network)), vpc: vpc?.metadata.id, isImplicit: true)
            events.append(.put(.network(network)))
        }
        let key = SubnetKey(try nextKey(.subnet))
        let subnet = Subnet(
            metadata: metadata, key: key, network: network.metadata.id, vpc: network.vpc, cidr: wish.cidr,
            gateway: gateway, gatewayMAC: AllottedMAC.gateway(of: key), dhcpEnabled: wish.dhcpEnabled,
            dnsServers: wish.dnsServers, hostRoutes: wish.hostRoutes, routeTable: wish.routeTable,
            ipv6Mode: ipv6Mode)
        events.append(.put(.subnet(subnet)))
        return decision(.subnet, wish.id, events, asking)
    }

    func decideUpdateSubnet(
        _ id: ResourceID, _ change: SubnetUpdate, ifMatch: Revision?, _ asking: Asking
    ) throws(Refusal) -> Decision {
        guard case .subnet(var subnet) = try visible(.subnet, id, asking) else {
            throw .notFound(.subnet, id, asking.project)
        }
        try checkMatch(ifMatch, subnet.metadata, .subnet)
        subnet.metadata = try updated(subnet.metadata, change.base, asking)
        try SubnetOptions(family: subnet.cidr.family).check(
            dnsServers: change.dnsServers ?? [], hostRoutes: change.hostRoutes ?? [])
        if let dhcpEnabled = change.dhcpEnabled { subnet.dhcpEnabled = dhcpEnabled }
        if let dnsServers = change.dnsServers { subnet.dnsServers = dnsServers }
        if let hostRoutes = change.hostRoutes { subnet.hostRoutes = hostRoutes }
        if let table = change.routeTable {
            if let table, table != subnet.routeTable {
                try checkRouteTable(table, of: subnet.vpc.flatMap { vpc($0) }, asking)
            }
            subnet.routeTable = table
        }
        return decision(.subnet, id, [.put(.subnet(subnet))], asking)
    }

    /// What goes with a subnet: an implicit network whose last subnet it is. Refuses while ports use either.
    func removalsAfter(_ subnet: Subnet) throws(Refusal) -> [Event] {
        guard let network = network(subnet.network) else { return [] }
        let isLast = network.isImplicit && subnets(in: network.key).count == 1
        guard isLast || addresses.takenCount(in: subnet.key) > 0 else { return [] }
        var users: [String] = []
        var count = 0
        for key in ports(in: network.key) {
            guard let port = port(key) else { continue }
            guard isLast || port.fixedIPs.contains(where: { $0.subnet == subnet.metadata.id }) else { continue }
            count += 1
            if users.count < Limits.usersNamed { users.append(Resource.port(port).label) }
        }
        guard count == 0 else { throw .inUse(.subnet, subnet.metadata.id, users: users, count: count) }
        return isLast ? [.remove(.network, network.metadata.id)] : []
    }

    /// The VPC and the network that the subnet shall stand in; no network where it makes its own.
    private func place(of wish: CreateSubnet, _ asking: Asking) throws(Refusal) -> (VPC?, Network?) {
        let vpc = try wish.vpc.map { id throws(Refusal) in try referencedVPC(id, asking) }
        guard let networkID = wish.network else {
            guard let vpc else {
                throw .invalid(
                    "network-required", "network_id", "neither a network nor a VPC is given",
                    "give network_id, or vpc_id for a subnet with a network of its own")
            }
            return (vpc, nil)
        }
        let network = try referencedNetwork(networkID, asking)
        if let vpc, network.vpc != vpc.metadata.id {
            throw .invalid(
                "network-outside-vpc", "network_id",
                "\(ResourceKind.network.show(networkID)) is not in \(ResourceKind.vpc.show(vpc.metadata.id))",
                "leave vpc_id out, or give a network of that VPC")
        }
        return (network.vpc.flatMap { self.vpc($0) }, network)
    }

    private func checkInside(_ vpc: VPC, _ cidr: IPPrefix) throws(Refusal) {
        guard !vpc.cidrs.contains(where: { $0.contains(cidr) }) else { return }
        let blocks = vpc.cidrs.map(\.description).joined(separator: ", ")
        throw .invalid(
            "cidr-outside-vpc", "cidr",
            "\(cidr) is not inside a block of \(Resource.vpc(vpc).label): \(blocks)", "choose a part of one of these")
    }

    /// Subnets of a VPC share its address space; those of a lone network share the network.
    private func checkNoOverlap(_ cidr: IPPrefix, vpc: VPC?, network: Network?) throws(Refusal) {
        let segments = vpc.map { networks(in: $0.key) } ?? network.map { [$0.key] } ?? []
        for segment in segments {
            for key in subnets(in: segment) {
                guard let other = subnet(key), other.cidr.overlaps(cidr) else { continue }
                throw .conflict(
                    "cidr-overlap", "cidr",
                    "\(cidr) overlaps \(other.cidr) of \(Resource.subnet(other).label)",
                    "choose a block that no subnet of the same \(vpc == nil ? "network" : "VPC") has")
            }
        }
    }

    private func gateway(of wish: CreateSubnet) throws(Refusal) -> IPAddress? {
        let range = AddressRange(subnet: SubnetKey(0), cidr: wish.cidr, gateway: nil)
        switch wish.gateway {
        case .none: return nil
        case .automatic: return range.address(at: AddressRange.gatewayOffset)
        case .address(let address):
            guard wish.cidr.contains(address) else {
                throw .invalid(
                    "gateway-outside-subnet", "gateway_ip", "\(address) is not in \(wish.cidr)",
                    "choose an address of the subnet, or leave it out for the first")
            }
            let offset = range.offset(of: address)
            guard range.isUsable(offset) else {
                throw .invalid(
                    "gateway-reserved", "gateway_ip", "\(address) is \(range.purpose(of: offset)) of \(wish.cidr)",
                    "choose another address of the subnet, or leave it out for the first")
            }
            return address
        }
    }

    /// Nil for IPv4.
    private func ipv6Mode(of wish: CreateSubnet) throws(Refusal) -> IPv6AddressMode? {
        let field = "ipv6_address_mode"
        guard wish.cidr.family == .v6 else {
            guard let mode = wish.ipv6Mode else { return nil }
            throw .invalid(
                "family-mismatch", field, "\(mode.rawValue) is of IPv6, and the subnet is IPv4", "leave it out")
        }
        guard wish.ipv6Mode == .slaac, wish.cidr.length != Limits.slaacPrefix else { return wish.ipv6Mode ?? .dhcpv6 }
        throw .invalid(
            "slaac-prefix-length", field,
            "\(wish.cidr) is no /\(Limits.slaacPrefix), so a MAC makes no address of it (RFC 4862)",
            "choose a block of /\(Limits.slaacPrefix), or dhcpv6")
    }

    private func checkNoPair(covers gateway: IPAddress, on network: Network) throws(Refusal) {
        for key in ports(in: network.key) {
            guard let port = port(key),
                let pair = port.allowedAddressPairs.first(where: { $0.prefix.contains(gateway) })
            else { continue }
            throw .conflict(
                "gateway-in-address-pair", "gateway_ip",
                "the gateway \(gateway) lies in \(pair.prefix), an address pair of \(Resource.port(port).label)",
                "choose another gateway, or change the port's address pairs")
        }
    }
}

/// What DHCP and router advertisements hand out on a subnet: of the subnet's family, and few enough for a packet.
struct SubnetOptions {
    let family: IPFamily

    func check(dnsServers: [IPAddress], hostRoutes: [HostRoute]) throws(Refusal) {
        guard dnsServers.count <= Limits.dnsServersPerSubnet else {
            throw .tooMany(
                "dns_servers", dnsServers.count, limit: Limits.dnsServersPerSubnet, noun: "DNS servers")
        }
        for (index, server) in dnsServers.enumerated() {
            try check(server.family, "\(server)", field: "dns_servers[\(index)]")
        }
        guard hostRoutes.count <= Limits.hostRoutesPerSubnet else {
            throw .tooMany(
                "host_routes", hostRoutes.count, limit: Limits.hostRoutesPerSubnet, noun: "host routes")
        }
        for (index, route) in hostRoutes.enumerated() {
            try check(
                route.destination.family, "\(route.destination)", field: "host_routes[\(index)].destination")
            try check(route.nextHop.family, "\(route.nextHop)", field: "host_routes[\(index)].next_hop")
        }
    }

    private func check(_ given: IPFamily, _ value: String, field: String) throws(Refusal) {
        guard given != family else { return }
        throw .invalid(
            "family-mismatch", field, "\(value) is IPv\(given.rawValue), and the subnet is IPv\(family.rawValue)",
            "give it on a subnet of its own family")
    }
}
