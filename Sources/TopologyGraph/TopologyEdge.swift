/// An edge of the graph. Paths walk it both ways; `from` is the end that owns or claims the other.
public struct TopologyEdge: Hashable, Comparable, Sendable {
    /// What joins the two ends.
    public enum Kind: String, Hashable, Sendable, CaseIterable, Comparable {
        /// A node to its bridge.
        case hasBridge = "has-bridge"
        /// A bridge to its interface.
        case hasPort = "has-port"
        /// A node to its tunnel end.
        case hasTunnelEnd = "has-vtep"
        /// Two tunnel ends of one type and address family. Any two such nodes can reach each other.
        case tunnel
        /// A cable between two interfaces.
        case link
        /// A virtual port to its network.
        case portInNetwork = "port-in-network"
        /// A virtual port to the interface that it is bound to.
        case binding

        public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    public let kind: Kind
    public let from: VertexID
    public let to: VertexID

    public init(kind: Kind, from: VertexID, to: VertexID) {
        self.kind = kind
        self.from = from
        self.to = to
    }

    /// A stable text: `binding:vport/9>port/1/tap0`.
    public var id: String { "\(kind.rawValue):\(from)>\(to)" }

    public static func < (left: Self, right: Self) -> Bool {
        (left.kind, left.from, left.to) < (right.kind, right.from, right.to)
    }
}
