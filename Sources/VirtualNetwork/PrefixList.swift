public import NetworkTypes

/// Blocks of addresses under one name, for rules of any VPC of the project.
public struct PrefixList: Hashable, Sendable {
    public var metadata: Metadata
    public let key: PrefixListKey
    /// Sorted, each once, of both families; at most `Limits.entriesPerPrefixList`.
    public var entries: [IPPrefix]

    public init(metadata: Metadata, key: PrefixListKey, entries: [IPPrefix]) {
        self.metadata = metadata
        self.key = key
        self.entries = entries
    }
}
