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
