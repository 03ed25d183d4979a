/// Bounds on what the parser takes from a stranger.
public struct JSONLimits: Hashable, Sendable {
    /// Arrays and objects inside one another.
    public var depth: Int
    /// Bytes of one whole text.
    public var bytes: Int

    public init(depth: Int, bytes: Int) {
        self.depth = depth
        self.bytes = bytes
    }

    /// Depth 64, as deep as anything OVSDB or the northbound says with room to spare, and 64 MiB.
    public static let standard = JSONLimits(depth: 64, bytes: 64 << 20)
}
