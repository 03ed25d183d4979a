import NetworkTypes
public import TopologyGraph
public import VirtualNetwork

/// The keys whose answers may differ once the transaction is applied to the state. More than need be is harmless.
public func readKeys(changedBy transaction: Transaction, before: NetworkState) -> Set<ReadKey> {
    var reader = TransactionReader(before: before)
    for event in transaction.events { reader.read(event) }
    return reader.keys
}

/// The keys whose answers may differ once the change is made to the graph.
public func readKeys(changedBy change: TopologyChange, before: TopologyGraph) -> Set<ReadKey> {
    switch change.key {
    case .node, .bridge, .interface, .link, .network, .virtualPort:
        return []
    case .binding(let port):
        var keys: Set<ReadKey> = [.binding(port)]
        if let old = before.binding(of: port) { keys.insert(.bindingsOnNode(old.node)) }
        if case .binding(let new)? = change.put { keys.insert(.bindingsOnNode(new.node)) }
        return keys
    case .tunnelEnd(let node):
        var keys: Set<ReadKey> = [.tunnelEnd(node)]
        var after = before.tunnelEnds.filter { $0.node != node }
        if case .tunnelEnd(let new)? = change.put { after.append(new) }
        if before.tunnelEnd(of: node) == nil || change.isRemoval { keys.insert(.tunnelEnds) }
        if OverlayMTU.workloadMTU(over: before.tunnelEnds) != OverlayMTU.workloadMTU(over: after) {
            keys.insert(.underlayMTU)
        }
        return keys
    }
}

/// Walks the events of one transaction, which may make a network and what stands on it.
private struct TransactionReader {
    let before: NetworkState
    var keys: Set<ReadKey> = []
    private var newNetworks: [ResourceID: SegmentKey] = [:]
    private var newVPCs: [ResourceID: VPCKey] = [:]

    init(before: NetworkState) { self.before = before }

    mutating func read(_ event: Event) {
        switch event {
        case .put(let resource):
            touch(resource, membership: before.resource(resource.kind, resource.metadata.id) == nil)
        case .remove(let kind, let id):
            if let resource = before.resource(kind, id) { touch(resource, membership: true) }
        }
    }

    private mutating func touch(_ resource: Resource, membership: Bool) {
        switch resource {
        case .vpc(let vpc):
            newVPCs[vpc.metadata.id] = vpc.key
            keys.insert(.vpc(vpc.key))
        case .network(let network):
            newNetworks[network.metadata.id] = network.key
            keys.insert(.network(network.key))
            if membership, let vpc = network.vpc.flatMap({ newVPCs[$0] ?? before.vpc($0)?.key }) {
                keys.insert(.networksInVPC(vpc))
            }
        case .subnet(let subnet):
            keys.insert(.subnet(subnet.key))
            if membership, let segment = segment(subnet.network) { keys.insert(.subnetsInNetwork(segment)) }
        case .port(let port):
            keys.insert(.port(port.key))
            let old = before.port(port.metadata.id)
            if membership || old?.requestedNode != port.requestedNode { keys.insert(.portPlace(port.key)) }
            if membership, let segment = segment(port.network) { keys.insert(.portsInNetwork(segment)) }
        case .node(let node):
            keys.insert(.node(node.key))
            if membership { keys.insert(.nodes) }
        }
    }

    private func segment(_ id: ResourceID) -> SegmentKey? { newNetworks[id] ?? before.network(id)?.key }
}
