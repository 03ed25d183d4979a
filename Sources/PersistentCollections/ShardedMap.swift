/// A map that is copied by shard: 64 branches of 64 small dictionaries, by the key's own hash.
///
/// A copy of the whole map is one reference and a count. When a map that is shared with a snapshot changes, 64
/// references of the root, 64 of one branch and one shard (1/4096 of the entries) are copied. The order inside a shard
/// is the dictionary's, which differs from run to run, so the map gives its entries sorted by key only.
@frozen
public struct ShardedMap<Key: ShardHashable, Value> {
    @usableFromInline typealias Shard = [Key: Value]

    /// The branches of the root, and the shards of a branch.
    @inlinable public static var fanOut: Int { 64 }

    /// Empty, or exactly `fanOut` branches, each empty or of exactly `fanOut` shards.
    @usableFromInline var branches: [[Shard]] = []
    @usableFromInline var presentCount = 0

    @inlinable
    public init() {}

    /// How many entries there are.
    @inlinable public var count: Int { presentCount }

    @inlinable public var isEmpty: Bool { presentCount == 0 }

    /// The value of a key, nil where there is none. Setting nil removes.
    @inlinable public subscript(_ key: Key) -> Value? {
        get {
            guard !branches.isEmpty else { return nil }
            let place = Self.place(of: key)
            let branch = branches[place.branch]
            return branch.isEmpty ? nil : branch[place.shard][key]
        }
        set {
            if let newValue {
                store(newValue, for: key)
            } else {
                removeValue(forKey: key)
            }
        }
    }

    /// The value of a key, or what stands in for it; changes go through, and store it.
    @inlinable public subscript(_ key: Key, default standIn: @autoclosure () -> Value) -> Value {
        get { self[key] ?? standIn() }
        _modify {
            var value = removeValue(forKey: key) ?? standIn()
            defer { store(value, for: key) }
            yield &value
        }
    }

    @inlinable
    public func contains(_ key: Key) -> Bool { self[key] != nil }

    /// Takes an entry out; nil where there is none.
    @inlinable
    @discardableResult
    public mutating func removeValue(forKey key: Key) -> Value? {
        guard !branches.isEmpty else { return nil }
        let place = Self.place(of: key)
        // A look before the write, so that a key that is absent copies nothing.
        guard !branches[place.branch].isEmpty, branches[place.branch][place.shard][key] != nil else { return nil }
        presentCount -= 1
        return branches[place.branch][place.shard].removeValue(forKey: key)
    }

    @inlinable
    mutating func store(_ value: Value, for key: Key) {
        let place = Self.place(of: key)
        if branches.isEmpty { branches = Array(repeating: [], count: Self.fanOut) }
        if branches[place.branch].isEmpty {
            branches[place.branch] = Array(repeating: [:], count: Self.fanOut)
        }
        if branches[place.branch][place.shard].updateValue(value, forKey: key) == nil { presentCount += 1 }
    }

    @inlinable
    static func place(of key: Key) -> (branch: Int, shard: Int) {
        let hash = splitMix(key.shardHash)
        return (Int(hash >> 58), Int(hash >> 52 & 63))
    }
}

extension ShardedMap where Key: Comparable {
    /// Every entry by rising key. Sorting takes O(n log n) each time.
    public func sorted() -> [(key: Key, value: Value)] {
        var entries: [(key: Key, value: Value)] = []
        entries.reserveCapacity(presentCount)
        for branch in branches {
            for shard in branch {
                for (key, value) in shard { entries.append((key, value)) }
            }
        }
        entries.sort { $0.key < $1.key }
        return entries
    }

    /// Every key, rising.
    public var sortedKeys: [Key] { sorted().map(\.key) }
}

extension ShardedMap: Sendable where Key: Sendable, Value: Sendable {}

extension ShardedMap: Equatable where Value: Equatable {
    /// Whether both hold equal values under the same keys.
    public static func == (left: Self, right: Self) -> Bool {
        guard left.count == right.count else { return false }
        return left.branches.allSatisfy { branch in
            branch.allSatisfy { shard in shard.allSatisfy { right[$0.key] == $0.value } }
        }
    }
}
