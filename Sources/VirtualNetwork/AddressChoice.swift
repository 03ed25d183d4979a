import NetworkTypes

/// Finds the addresses of one port: those asked for by name, and the lowest free ones for the rest.
struct AddressChoice {
    let state: NetworkState
    let network: Network
    /// The port as it is; nil for a new one.
    let port: Port?
    let mac: MACAddress
    let now: Timestamp

    /// In the order of the requests. What a port has in a subnet it keeps where the request names no address.
    func addresses(for requests: [FixedIPRequest], _ asking: Asking) throws(Refusal) -> [FixedIP] {
        guard requests.count <= Limits.fixedIPsPerPort else {
            throw .tooMany("fixed_ips", requests.count, limit: Limits.fixedIPsPerPort, noun: "addresses")
        }
        var subnets: [Subnet] = []
        var requests = requests
        for (index, request) in requests.enumerated() {
            let subnet = try subnet(of: request, field: "fixed_ips[\(index)].subnet_id", asking)
            subnets.append(subnet)
            guard let own = autoconfigured(in: subnet) else { continue }
            guard request.address == nil || request.address == own else {
                throw .invalid(
                    "address-not-of-mac", "fixed_ips[\(index)].ip_address",
                    "workloads of \(Resource.subnet(subnet).label) make their addresses themselves, and that of \(mac) "
                        + "is \(own)",
                    "leave ip_address out")
            }
            requests[index].address = own
        }
        // Named addresses first, or a lowest free one could take what a later request names.
        var claimed: [SubnetKey: Set<UInt64>] = [:]
        for (index, request) in requests.enumerated() {
            guard let address = request.address else { continue }
            let range = AddressRange(subnets[index])
            let offset = try offset(of: address, in: range, field: "fixed_ips[\(index)].ip_address")
            guard claimed[range.subnet, default: []].insert(offset).inserted else {
                throw .invalid(
                    "address-repeated", "fixed_ips[\(index)].ip_address", "\(address) is asked for twice",
                    "ask for it once")
            }
        }
        var chosen: [FixedIP] = []
        for (index, request) in requests.enumerated() {
            let range = AddressRange(subnets[index])
            let offset: UInt64
            if let address = request.address {
                offset = range.offset(of: address)
            } else {
                let besides = claimed[range.subnet] ?? []
                let own = ownOffsets(in: subnets[index]).first { !besides.contains($0) }
                guard let free = own ?? state.addresses.lowestFree(in: range, at: now, besides: besides) else {
                    throw full([subnets[index]], field: "fixed_ips[\(index)].subnet_id")
                }
                claimed[range.subnet, default: []].insert(free)
                offset = free
            }
            chosen.append(FixedIP(subnet: request.subnet, address: range.address(at: offset)))
        }
        return chosen
    }

    /// One address of each family that the network has subnets of, IPv4 first, from the first subnet with one free.
    func oneOfEachFamily() throws(Refusal) -> [FixedIP] {
        let subnets = state.subnets(in: network.key).compactMap { state.subnet($0) }
        var chosen: [FixedIP] = []
        for family in [IPFamily.v4, .v6] {
            let candidates = subnets.filter { $0.cidr.family == family }
            if candidates.isEmpty { continue }
            guard let fixedIP = lowestFree(of: candidates) else { throw full(candidates, field: "network_id") }
            chosen.append(fixedIP)
        }
        return chosen
    }

    private func lowestFree(of subnets: [Subnet]) -> FixedIP? {
        for subnet in subnets {
            let range = AddressRange(subnet)
            if let own = autoconfigured(in: subnet) {
                let offset = range.offset(of: own)
                guard range.isUsable(offset), state.addresses.holder(of: offset, in: subnet.key) == nil else {
                    continue
                }
                return FixedIP(subnet: subnet.metadata.id, address: own)
            }
            guard let offset = state.addresses.lowestFree(in: range, at: now, besides: []) else { continue }
            return FixedIP(subnet: subnet.metadata.id, address: range.address(at: offset))
        }
        return nil
    }

    /// The one address that the port can have in a subnet whose workloads make theirs of the MAC; nil in others.
    private func autoconfigured(in subnet: Subnet) -> IPAddress? {
        guard subnet.ipv6Mode == .slaac else { return nil }
        return IPv6Address(prefix: subnet.cidr, interfaceOf: mac).map { .v6($0) }
    }

    private func subnet(of request: FixedIPRequest, field: String, _ asking: Asking) throws(Refusal) -> Subnet {
        let subnet = try state.referencedSubnet(request.subnet, field: field, asking)
        guard subnet.network == network.metadata.id else {
            throw .invalid(
                "subnet-on-other-network", field,
                "\(Resource.subnet(subnet).label) is not on \(Resource.network(network).label)",
                "give subnets of one network; a port has one")
        }
        return subnet
    }

    private func offset(
        of address: IPAddress, in range: AddressRange, field: String
    ) throws(Refusal) -> UInt64 {
        guard range.cidr.contains(address) else {
            throw .invalid(
                "address-outside-subnet", field, "\(address) is not in \(range.cidr)",
                "give an address of the subnet, or leave it out for the lowest free one")
        }
        let offset = range.offset(of: address)
        guard range.isUsable(offset) else {
            throw .invalid(
                "address-reserved", field, "\(address) is \(range.purpose(of: offset)) of \(range.cidr)",
                "give another address, or leave it out for the lowest free one")
        }
        if let holder = state.addresses.holder(of: offset, in: range.subnet), holder != port?.key {
            let label = state.port(holder).map { Resource.port($0).label } ?? "port \(holder)"
            throw .conflict(
                "address-taken", field, "\(address) belongs to \(label)",
                "give another address, or leave it out for the lowest free one")
        }
        return offset
    }

    private func ownOffsets(in subnet: Subnet) -> [UInt64] {
        (port?.fixedIPs ?? []).filter { $0.subnet == subnet.metadata.id }
            .map { AddressRange.offset(of: $0.address, in: subnet.cidr) }
    }

    private func full(_ subnets: [Subnet], field: String) -> Refusal {
        let counts = subnets.prefix(Limits.usersNamed).map { subnet in
            let resting = state.addresses.restingCount(in: subnet.key)
            let pause = resting == 0 ? "" : ", \(resting) resting \(Limits.addressRestSeconds) s after their release"
            let taken = state.addresses.takenCount(in: subnet.key)
            return "\(subnet.cidr) of \(Resource.subnet(subnet).label) has \(AddressRange(subnet).capacity)"
                + " addresses, \(taken) taken\(pause)"
        }
        return Refusal(
            .exhausted, code: "subnet-full", field: field,
            detail: "no address is free: \(counts.joined(separator: "; "))",
            remedy: "delete ports that are not needed, or add a subnet to the network")
    }
}
