public import NetworkTypes

/// One end of a cable: an interface of a node.
public struct LinkEnd: Hashable, Comparable, Sendable {
    public let node: NodeKey
    public let interface: String

    public init(node: NodeKey, interface: String) {
        self.node = node
        self.interface = interface
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.node != right.node ? left.node < right.node : left.interface < right.interface
    }
}

/// A cable between two interfaces. It has no direction: `from` is always the lesser end, so that a link seen from either
/// end is the same fact.
public struct Link: Hashable, Comparable, Sendable {
    public let from: LinkEnd
    public let to: LinkEnd

    public init(from: LinkEnd, to: LinkEnd) {
        self.from = min(from, to)
        self.to = max(from, to)
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.from != right.from ? left.from < right.from : left.to < right.to
    }
}
