/// One step of the topology's own history: a fact put, or the fact of a key removed.
public struct TopologyChange: Hashable, Sendable {
    /// The topology's revision after the change.
    public let revision: Int
    public let key: FactKey
    /// The fact that now holds under the key; nil when the change removed it.
    public let put: TopologyFact?

    public init(revision: Int, put fact: TopologyFact) {
        self.revision = revision
        key = fact.key
        put = fact
    }

    public init(revision: Int, removed key: FactKey) {
        self.revision = revision
        self.key = key
        put = nil
    }

    public var isRemoval: Bool { put == nil }
}
