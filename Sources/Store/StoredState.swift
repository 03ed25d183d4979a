public import TopologyGraph
public import VirtualNetwork

/// What the store holds.
public struct StoredState: Sendable {
    public let network: NetworkState
    public let topology: TopologyGraph
    /// What could not be read but could be done without: a snapshot, where an older one and the log tell the same.
    public let warnings: [String]
}
