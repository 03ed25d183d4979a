import NetworkTypes

extension NetworkState {
    func decideCreatePort(_ wish: CreatePort, _ asking: Asking) throws(Refusal) -> Decision {
        let metadata = try newMetadata(.port, wish.id, name: wish.name, tags: wish.tags, asking)
        try MetadataRules.check(text: wish.deviceOwner, field: "device_owner")
        try MetadataRules.check(text: wish.deviceID, field: "device_id")
        let network = try network(of: wish, asking)
        let key = PortKey(try nextKey(.port))
        let mac = try mac(wish.mac, of: key, on: network)
        let choice = AddressChoice(state: self, network: network, port: nil, mac: mac, now: asking.now)
        let fixedIPs: [FixedIP]
        if let requests = wish.fixedIPs {
            fixedIPs = try choice.addresses(for: requests, asking)
        } else {
            fixedIPs = try choice.oneOfEachFamily()
        }
        try checkPairs(wish.allowedAddressPairs, on: network)
        if let node = wish.requestedNode { try checkRequested(node, asking) }
        let (securityGroups, made) = try securityGroups(of: wish, on: network, asking)
        let port = Port(
            metadata: metadata, key: key, network: network.metadata.id, mac: mac, fixedIPs: fixedIPs,
            allowedAddressPairs: wish.allowedAddressPairs, adminUp: wish.adminUp, deviceOwner: wish.deviceOwner,
            deviceID: wish.deviceID, requestedNode: wish.requestedNode, securityGroups: securityGroups)
        if let vpc = vpc(of: port) {
            // Rules that are made here are open, and cost a flow each.
            let rules = made.count { if case .put(.securityGroupRule) = $0 { true } else { false } }
            try checkBudget(of: vpc, adding: FlowBudget.flows(of: port) + rules)
            try checkShares(of: vpc, adding: memberShares(of: port), field: "security_group_ids")
        }
        return decision(.port, wish.id, made + [.put(.port(port))], asking)
    }

    func decideUpdatePort(
        _ id: ResourceID, _ change: PortUpdate, ifMatch: Revision?, _ asking: Asking
    ) throws(Refusal) -> Decision {
        guard case .port(var port) = try visible(.port, id, asking), let network = network(port.network) else {
            throw .notFound(.port, id, asking.project)
        }
        try checkMatch(ifMatch, port.metadata, .port)
        let choice = AddressChoice(state: self, network: network, port: port, mac: port.mac, now: asking.now)
        let flows = FlowBudget.flows(of: port)
        let shares = memberShares(of: port)
        port.metadata = try updated(port.metadata, change.base, asking)
        if let requests = change.fixedIPs { port.fixedIPs = try choice.addresses(for: requests, asking) }
        if let pairs = change.allowedAddressPairs {
            try checkPairs(pairs, on: network)
            port.allowedAddressPairs = pairs
        }
        if let adminUp = change.adminUp { port.adminUp = adminUp }
        if let owner = change.deviceOwner {
            try MetadataRules.check(text: owner, field: "device_owner")
            port.deviceOwner = owner
        }
        if let device = change.deviceID {
            try MetadataRules.check(text: device, field: "device_id")
            port.deviceID = device
        }
        if let requested = change.requestedNode {
            if let requested, requested != port.requestedNode { try checkRequested(requested, asking) }
            port.requestedNode = requested
        }
        if let groups = change.securityGroups {
            port.securityGroups = try checked(groups, of: network.vpc.flatMap { vpc($0) }, asking)
        }
        if let vpc = vpc(of: port) {
            try checkBudget(of: vpc, adding: FlowBudget.flows(of: port) - flows)
            try checkShares(of: vpc, adding: memberShares(of: port) - shares, field: "security_group_ids")
        }
        return decision(.port, id, [.put(.port(port))], asking)
    }

    /// The network given, or the one that the first subnet is on.
    private func network(of wish: CreatePort, _ asking: Asking) throws(Refusal) -> Network {
        if let id = wish.network { return try referencedNetwork(id, asking) }
        guard let request = wish.fixedIPs?.first else {
            throw .invalid(
                "network-required", "network_id", "neither a network nor a subnet is given",
                "give network_id, or subnet_id")
        }
        let subnet = try referencedSubnet(request.subnet, field: "fixed_ips[0].subnet_id", asking)
        return try referenced(
            .subnet, request.subnet, network(subnet.network), owner: { $0.metadata.project },
            field: "fixed_ips[0].subnet_id", asking)
    }

    func referencedSubnet(_ id: ResourceID, field: String, _ asking: Asking) throws(Refusal) -> Subnet {
        try referenced(.subnet, id, subnet(id), owner: { $0.metadata.project }, field: field, asking)
    }

    private func mac(_ wished: MACAddress?, of key: PortKey, on network: Network) throws(Refusal) -> MACAddress {
        let field = "mac_address"
        guard let wished else {
            for attempt in UInt8.min...UInt8.max {
                let mac = AllottedMAC.port(key, attempt: attempt)
                if port(mac: mac, in: network.key) == nil { return mac }
            }
            throw .conflict(
                "mac-taken", field, "no MAC made of the port's number \(key) is free on the network", "give one")
        }
        try AllottedMAC.check(wished, field: field)
        guard let holder = port(mac: wished, in: network.key) else { return wished }
        let label = port(holder).map { Resource.port($0).label } ?? "port \(holder)"
        throw .conflict(
            "mac-taken", field, "\(wished) belongs to \(label) on the same network", "give another, or leave it out")
    }

    private func checkRequested(_ node: ResourceID, _ asking: Asking) throws(Refusal) {
        guard self.node(node) == nil else { return }
        throw .unknownReference(.node, node, asking.project, field: "requested_node_id")
    }

    /// What the network itself speaks from on a network: its gateways, and its DHCP servers where there is no gateway.
    private func ownAddresses(on network: Network) -> [(address: IPAddress, noun: String)] {
        subnets(in: network.key).compactMap { subnet($0) }.compactMap { subnet in
            if let gateway = subnet.gateway { return (gateway, "gateway") }
            guard subnet.dhcpEnabled, subnet.cidr.family == .v4 else { return nil }
            return (AddressRange(subnet).address(at: AddressRange.dnsOffset), "DHCP server")
        }
    }

    /// Pairs may lie outside the port's subnets, but a port that could speak for the network would take its traffic.
    private func checkPairs(_ pairs: [AddressPair], on network: Network) throws(Refusal) {
        let name = "allowed_address_pairs"
        guard pairs.count <= Limits.addressPairsPerPort else {
            throw .tooMany(name, pairs.count, limit: Limits.addressPairsPerPort, noun: "address pairs")
        }
        let own = ownAddresses(on: network)
        for (index, pair) in pairs.enumerated() {
            let field = "\(name)[\(index)]"
            if let mac = pair.mac { try AllottedMAC.check(mac, field: "\(field).mac_address") }
            if let (address, noun) = own.first(where: { pair.prefix.contains($0.address) }) {
                throw .invalid(
                    "address-pair-covers-gateway", "\(field).ip_address",
                    "\(pair.prefix) holds the \(noun) \(address) of the network",
                    "give narrower prefixes that leave the \(noun) out")
            }
            if pair.prefix.overlaps(.linkLocalV6) {
                throw .invalid(
                    "address-pair-link-local", "\(field).ip_address",
                    "\(pair.prefix) holds link-local addresses, which routers and DHCP servers speak from",
                    "give prefixes outside of \(IPPrefix.linkLocalV6)")
            }
            if let earlier = pairs[..<index].firstIndex(of: pair) {
                throw .invalid(
                    "address-pair-repeated", field, "it is the same as \(name)[\(earlier)]", "give it once")
            }
        }
    }
}
