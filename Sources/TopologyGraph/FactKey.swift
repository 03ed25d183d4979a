public import NetworkTypes

/// What a fact is about. Keys are ordered as facts are best restored: what stands below first.
public enum FactKey: Hashable, Sendable {
    case node(NodeKey)
    case tunnelEnd(NodeKey)
    /// A node, and the bridge's name.
    case bridge(NodeKey, String)
    /// A node, and the interface's name.
    case interface(NodeKey, String)
    case link(Link)
    case network(SegmentKey)
    case virtualPort(PortKey)
    case binding(PortKey)

    /// The `type` of the fact in JSON, and the beginning of the key's text.
    public var type: String {
        switch self {
        case .node: "node"
        case .tunnelEnd: "tunnel_end"
        case .bridge: "bridge"
        case .interface: "interface"
        case .link: "link"
        case .network: "network"
        case .virtualPort: "virtual_port"
        case .binding: "binding"
        }
    }

    private var rank: (kind: Int, number: UInt32) {
        switch self {
        case .node(let node): (0, node.value)
        case .tunnelEnd(let node): (1, node.value)
        case .bridge(let node, _): (2, node.value)
        case .interface(let node, _): (3, node.value)
        case .link(let link): (4, link.from.node.value)
        case .network(let segment): (5, segment.value)
        case .virtualPort(let port): (6, port.value)
        case .binding(let port): (7, port.value)
        }
    }
}

extension FactKey: Comparable {
    public static func < (left: Self, right: Self) -> Bool {
        let (low, high) = (left.rank, right.rank)
        guard low == high else { return low < high }
        return switch (left, right) {
        case (.bridge(_, let one), .bridge(_, let other)): one < other
        case (.interface(_, let one), .interface(_, let other)): one < other
        case (.link(let one), .link(let other)): one < other
        default: false
        }
    }
}

/// A text that stores can keep facts under: `node/1`, `interface/1/tap0`, `link/1/eth0/2/eth1`. In names, `%` and `/`
/// are written `%25` and `%2F`.
extension FactKey: LosslessStringConvertible {
    public var description: String {
        switch self {
        case .node(let node), .tunnelEnd(let node): "\(type)/\(node)"
        case .bridge(let node, let name), .interface(let node, let name): "\(type)/\(node)/\(Self.escape(name))"
        case .link(let link):
            "\(type)/\(link.from.node)/\(Self.escape(link.from.interface))/\(link.to.node)/\(Self.escape(link.to.interface))"
        case .network(let segment): "\(type)/\(segment)"
        case .virtualPort(let port), .binding(let port): "\(type)/\(port)"
        }
    }

    /// Reads what `description` wrote; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 2, let number = UInt32(parts[1]) else { return nil }
        switch (parts[0], parts.count) {
        case ("node", 2): self = .node(NodeKey(number))
        case ("tunnel_end", 2): self = .tunnelEnd(NodeKey(number))
        case ("bridge", 3): self = .bridge(NodeKey(number), Self.unescape(parts[2]))
        case ("interface", 3): self = .interface(NodeKey(number), Self.unescape(parts[2]))
        case ("link", 5):
            guard let far = UInt32(parts[3]) else { return nil }
            self = .link(
                Link(
                    from: LinkEnd(node: NodeKey(number), interface: Self.unescape(parts[2])),
                    to: LinkEnd(node: NodeKey(far), interface: Self.unescape(parts[4]))))
        case ("network", 2): self = .network(SegmentKey(number))
        case ("virtual_port", 2): self = .virtualPort(PortKey(number))
        case ("binding", 2): self = .binding(PortKey(number))
        default: return nil
        }
        guard description == text else { return nil }
    }

    private static func escape(_ name: String) -> String {
        var text = String.UnicodeScalarView()
        for scalar in name.unicodeScalars {
            switch scalar {
            case "%": text.append(contentsOf: "%25".unicodeScalars)
            case "/": text.append(contentsOf: "%2F".unicodeScalars)
            default: text.append(scalar)
            }
        }
        return String(text)
    }

    /// Undoes `escape`. Other uses of `%` stay as they are; the caller compares with the text of the outcome.
    private static func unescape(_ text: String) -> String {
        var name = String.UnicodeScalarView()
        var rest = Array(text.unicodeScalars)[...]
        while let first = rest.first {
            if rest.starts(with: "%25".unicodeScalars) {
                name.append("%")
                rest.removeFirst(3)
            } else if rest.starts(with: "%2F".unicodeScalars) {
                name.append("/")
                rest.removeFirst(3)
            } else {
                name.append(first)
                rest.removeFirst()
            }
        }
        return String(name)
    }
}
