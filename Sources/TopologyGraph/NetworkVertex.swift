public import NetworkTypes

/// A tenant's L2 segment, mirrored from the intent so that the graph is whole.
public struct NetworkVertex: Hashable, Sendable {
    public let key: SegmentKey
    public let id: ResourceID
    public let name: String

    public init(key: SegmentKey, id: ResourceID, name: String) {
        self.key = key
        self.id = id
        self.name = name
    }
}
