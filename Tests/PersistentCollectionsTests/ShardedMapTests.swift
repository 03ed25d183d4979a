import NaruTesting
import PersistentCollections
import Testing

struct ShardedMapTests {
    /// A key whose hashes collide, so that one shard holds several.
    struct Crowded: ShardHashable, Comparable {
        let number: Int
        var shardHash: UInt64 { UInt64(number % 3) }
        static func < (left: Self, right: Self) -> Bool { left.number < right.number }
    }

    @Test(arguments: [11, 12, 13])
    func agreesWithDictionary(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        check(&random) { String(repeating: "é", count: $0 % 5) + String($0) }
        check(&random) { UInt64($0) }
        check(&random) { Crowded(number: $0) }
    }

    private func check<Key: ShardHashable & Comparable>(_ random: inout SeededGenerator, _ key: (Int) -> Key) {
        var map = ShardedMap<Key, Int>()
        var model: [Key: Int] = [:]
        for turn in 0..<3_000 {
            let key = key(Int.random(in: 0..<500, using: &random))
            switch Int.random(in: 0..<4, using: &random) {
            case 0:
                map[key] = turn
                model[key] = turn
            case 1:
                map[key, default: 7] += 1
                model[key, default: 7] += 1
            case 2:
                #expect(map.removeValue(forKey: key) == model.removeValue(forKey: key))
            default:
                map[key] = nil
                model[key] = nil
            }
            #expect(map.count == model.count)
            #expect(map[key] == model[key])
        }
        #expect(map.sortedKeys == model.keys.sorted())
        #expect(map.sorted().allSatisfy { model[$0.key] == $0.value })
    }

    @Test func heldSnapshotIsUnaffected() {
        var map = ShardedMap<UInt64, [UInt64]>()
        for key in 0..<20_000 as Range<UInt64> { map[key] = [key] }
        let snapshot = map
        map[5] = nil
        map[6, default: []].append(1)
        map[20_001] = []
        #expect(snapshot.count == 20_000)
        #expect(snapshot.sorted().allSatisfy { $0.value == [$0.key] })
        #expect(map[5] == nil && map[6] == [6, 1] && map.contains(20_001))
        #expect(map != snapshot)
        map[5] = [5]
        map[6] = [6]
        map[20_001] = nil
        #expect(map == snapshot)
    }

    /// The hash is part of no format, but it must not change with the process.
    @Test func hashOfStringIsFNV() {
        // Test vectors of the FNV authors (draft-eastlake-fnv, appendix C).
        #expect("".shardHash == 0xcbf2_9ce4_8422_2325)
        #expect("a".shardHash == 0xaf63_dc4c_8601_ec8c)
        #expect("foobar".shardHash == 0x8594_4171_f739_67e8)
    }

    @Test(arguments: [
        ("\u{e9}", "e\u{301}"), ("\u{212a}", "K"), ("\u{37e}", ";"), ("\u{1fef}", "`"), ("\u{2126}", "Ω"),
    ])
    func equalStringsHaveEqualHashes(left: String, right: String) {
        #expect(left == right)
        #expect(left.shardHash == right.shardHash)
    }
}
