/// A small table in one array sorted by key, so that its order is the same in every run.
struct SortedTable<Key: Comparable & Sendable, Value: Sendable>: Sendable {
    private(set) var entries: [(key: Key, value: Value)] = []

    var isEmpty: Bool { entries.isEmpty }
    var count: Int { entries.count }
    var values: [Value] { entries.map(\.value) }
    var keys: [Key] { entries.map(\.key) }

    subscript(_ key: Key) -> Value? {
        get {
            let index = place(of: key)
            return index < entries.count && entries[index].key == key ? entries[index].value : nil
        }
        set {
            let index = place(of: key)
            let isPresent = index < entries.count && entries[index].key == key
            switch (newValue, isPresent) {
            case (let value?, true): entries[index] = (key, value)
            case (let value?, false): entries.insert((key, value), at: index)
            case (nil, true): entries.remove(at: index)
            case (nil, false): break
            }
        }
    }

    /// The index of the first entry whose key is not below `key`.
    private func place(of key: Key) -> Int {
        // What is new mostly comes last, since keys are allotted rising.
        if let last = entries.last, last.key < key { return entries.count }
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = low + (high - low) / 2
            if entries[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
