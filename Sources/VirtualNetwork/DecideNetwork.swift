import NetworkTypes

extension NetworkState {
    func decideCreateNetwork(_ wish: CreateNetwork, _ asking: Asking) throws(Refusal) -> Decision {
        let metadata = try newMetadata(.network, wish.id, name: wish.name, tags: wish.tags, asking)
        if let vpc = wish.vpc { _ = try referencedVPC(vpc, asking) }
        let network = Network(
            metadata: metadata, key: SegmentKey(try nextKey(.network)), vpc: wish.vpc, isImplicit: false)
        return decision(.network, wish.id, [.put(.network(network))], asking)
    }

    func decideUpdateNetwork(
        _ id: ResourceID, _ change: ResourceUpdate, ifMatch: Revision?, _ asking: Asking
    ) throws(Refusal) -> Decision {
        guard case .network(var network) = try visible(.network, id, asking) else {
            throw .notFound(.network, id, asking.project)
        }
        try checkMatch(ifMatch, network.metadata, .network)
        network.metadata = try updated(network.metadata, change, asking)
        return decision(.network, id, [.put(.network(network))], asking)
    }

    func checkUnused(_ network: Network) throws(Refusal) {
        let subnetsHere = subnets(in: network.key)
        let portsHere = ports(in: network.key)
        guard !subnetsHere.isEmpty || !portsHere.isEmpty else { return }
        let users =
            subnetsHere.prefix(Limits.usersNamed).compactMap { subnet($0).map { Resource.subnet($0).label } }
            + portsHere.prefix(Limits.usersNamed).compactMap { port($0).map { Resource.port($0).label } }
        throw .inUse(
            .network, network.metadata.id, users: Array(users.prefix(Limits.usersNamed)),
            count: subnetsHere.count + portsHere.count)
    }

    func referencedVPC(_ id: ResourceID, _ asking: Asking) throws(Refusal) -> VPC {
        try referenced(.vpc, id, vpc(id), owner: { $0.metadata.project }, field: "vpc_id", asking)
    }

    func referencedNetwork(_ id: ResourceID, _ asking: Asking) throws(Refusal) -> Network {
        try referenced(.network, id, network(id), owner: { $0.metadata.project }, field: "network_id", asking)
    }
}
