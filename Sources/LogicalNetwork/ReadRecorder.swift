/// Collects what one compilation reads. It belongs to one compilation and never crosses a thread.
public final class ReadRecorder {
    /// Each key once, in the order of the first read.
    public private(set) var keys: [ReadKey] = []
    private var seen: Set<ReadKey> = []

    public init() {}

    public func record(_ key: ReadKey) {
        if seen.insert(key).inserted { keys.append(key) }
    }
}
