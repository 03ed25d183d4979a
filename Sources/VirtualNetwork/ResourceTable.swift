import NetworkTypes
import PersistentCollections

/// A resource's id as the key of a sharded map.
struct ResourceIDKey: ShardHashable, Comparable {
    let id: ResourceID

    var shardHash: UInt64 { id.high &* 0x9e37_79b9_7f4a_7c15 ^ id.low }

    static func < (left: Self, right: Self) -> Bool { left.id < right.id }
}

/// The resources of one kind, by dense key and by id.
struct ResourceTable<Value: Sendable>: Sendable {
    private var values = PagedArray<Value>()
    private var keys = ShardedMap<ResourceIDKey, UInt32>()
    /// The highest key ever allotted; keys are never used again.
    private(set) var lastKey: UInt32 = 0

    init() {}

    var count: Int { values.count }
    /// By rising key, which is the order in which they were made.
    var ordered: PagedArray<Value> { values }

    func key(of id: ResourceID) -> UInt32? { keys[ResourceIDKey(id: id)] }
    subscript(_ key: UInt32) -> Value? { values[Int(key)] }
    subscript(_ id: ResourceID) -> Value? { key(of: id).flatMap { values[Int($0)] } }

    mutating func put(_ value: Value, id: ResourceID, key: UInt32) {
        keys[ResourceIDKey(id: id)] = key
        values[Int(key)] = value
        lastKey = max(lastKey, key)
    }

    /// Takes the resource out; nil where there is none.
    mutating func remove(_ id: ResourceID) -> Value? {
        guard let key = keys.removeValue(forKey: ResourceIDKey(id: id)) else { return nil }
        return values.remove(at: Int(key))
    }

    /// Marks the keys up to `key` as allotted, for a snapshot whose last resources are gone.
    mutating func reserve(through key: UInt32) { lastKey = max(lastKey, key) }
}

/// Which members hang on an owner: sorted arrays of dense keys by the owner's dense key.
struct MembershipIndex<Member: DenseKey>: Sendable {
    private var members = PagedArray<[Member]>()

    init() {}

    subscript(_ owner: some DenseKey) -> [Member] { members[Int(owner.value)] ?? [] }

    mutating func insert(_ member: Member, in owner: some DenseKey) {
        let known: Void? = members.update(at: Int(owner.value)) { list in
            let place = Self.place(of: member, in: list)
            if place == list.count || list[place] != member { list.insert(member, at: place) }
        }
        if known == nil { members[Int(owner.value)] = [member] }
    }

    mutating func remove(_ member: Member, from owner: some DenseKey) {
        let isEmpty = members.update(at: Int(owner.value)) { list in
            let place = Self.place(of: member, in: list)
            if place < list.count, list[place] == member { list.remove(at: place) }
            return list.isEmpty
        }
        if isEmpty == true { members.remove(at: Int(owner.value)) }
    }

    /// Where `member` stands in the sorted list, or would stand; new keys are the highest, so the end comes first.
    private static func place(of member: Member, in list: [Member]) -> Int {
        guard let last = list.last, member <= last else { return list.count }
        var low = 0
        var high = list.count
        while low < high {
            let middle = low + (high - low) / 2
            if list[middle] < member { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
