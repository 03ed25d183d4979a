public import NetworkTypes

/// A vertex of the graph. Its text is stable from run to run: `node/1`, `bridge/1/br-int`, `port/1/tap0`, `vtep/1`,
/// `network/5`, `vport/9`.
public enum VertexID: Hashable, Sendable {
    case node(NodeKey)
    case bridge(NodeKey, String)
    /// An interface of a node, physical or a workload's.
    case port(NodeKey, String)
    case tunnelEnd(NodeKey)
    case network(SegmentKey)
    case virtualPort(PortKey)

    /// The first part of the text.
    public var kind: String {
        switch self {
        case .node: "node"
        case .bridge: "bridge"
        case .port: "port"
        case .tunnelEnd: "vtep"
        case .network: "network"
        case .virtualPort: "vport"
        }
    }
}

extension VertexID: Comparable {
    private var rank: (kind: Int, number: UInt32, name: String) {
        switch self {
        case .node(let node): (0, node.value, "")
        case .bridge(let node, let name): (1, node.value, name)
        case .port(let node, let name): (2, node.value, name)
        case .tunnelEnd(let node): (3, node.value, "")
        case .network(let segment): (4, segment.value, "")
        case .virtualPort(let port): (5, port.value, "")
        }
    }

    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
}

extension VertexID: LosslessStringConvertible {
    public var description: String {
        switch self {
        case .node(let node), .tunnelEnd(let node): "\(kind)/\(node)"
        case .bridge(let node, let name), .port(let node, let name): "\(kind)/\(node)/\(name)"
        case .network(let segment): "\(kind)/\(segment)"
        case .virtualPort(let port): "\(kind)/\(port)"
        }
    }

    /// Reads what `description` wrote; nil for anything else. A name may hold slashes, since it comes last.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 2, let number = UInt32(parts[1]) else { return nil }
        switch (parts[0], parts.count) {
        case ("node", 2): self = .node(NodeKey(number))
        case ("bridge", 3): self = .bridge(NodeKey(number), parts[2])
        case ("port", 3): self = .port(NodeKey(number), parts[2])
        case ("vtep", 2): self = .tunnelEnd(NodeKey(number))
        case ("network", 2): self = .network(SegmentKey(number))
        case ("vport", 2): self = .virtualPort(PortKey(number))
        default: return nil
        }
        guard description == text else { return nil }
    }
}
