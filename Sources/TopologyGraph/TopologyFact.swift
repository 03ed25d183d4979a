/// One record of what is known of the network, from cables to tenants. It replaces the earlier fact of the same key.
public enum TopologyFact: Hashable, Sendable {
    case node(NodeFact)
    case tunnelEnd(TunnelEnd)
    case bridge(BridgeFact)
    case interface(InterfaceFact)
    case link(Link)
    case network(NetworkVertex)
    case virtualPort(VirtualPortVertex)
    case binding(PortBinding)

    /// What the fact is about.
    public var key: FactKey {
        switch self {
        case .node(let fact): .node(fact.key)
        case .tunnelEnd(let fact): .tunnelEnd(fact.node)
        case .bridge(let fact): .bridge(fact.node, fact.name)
        case .interface(let fact): .interface(fact.node, fact.name)
        case .link(let fact): .link(fact)
        case .network(let fact): .network(fact.key)
        case .virtualPort(let fact): .virtualPort(fact.key)
        case .binding(let fact): .binding(fact.port)
        }
    }

    /// Whether every name and list in the fact is within `TopologyLimits`.
    var isWithinLimits: Bool {
        let names: [String] =
            switch self {
            case .node(let fact): [fact.name, fact.systemID, fact.ovsVersion]
            case .tunnelEnd(let fact): [fact.type]
            case .bridge(let fact): [fact.name, fact.datapathType]
            case .interface(let fact): [fact.bridge, fact.name, fact.interfaceID ?? ""]
            case .link(let fact): [fact.from.interface, fact.to.interface]
            case .network(let fact): [fact.name]
            case .virtualPort(let fact): [fact.name]
            case .binding(let fact): [fact.interface]
            }
        guard names.allSatisfy({ $0.utf8.count <= TopologyLimits.nameBytes }) else { return false }
        guard case .virtualPort(let fact) = self else { return true }
        return fact.addresses.count <= TopologyLimits.addressesPerPort
    }
}
