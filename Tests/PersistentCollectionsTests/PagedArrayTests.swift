import NaruTesting
import PersistentCollections
import Testing

/// A value that tells whether it was copied: a reference whose uniqueness `update` must keep.
final class Cell {
    var number: Int
    init(_ number: Int) { self.number = number }
}

struct PagedArrayTests {
    @Test(arguments: [1, 2, 3, 4])
    func agreesWithDictionary(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var array = PagedArray<Int>()
        var model: [Int: Int] = [:]
        // Few pages that fill up and empty again, and some far apart.
        let span = [100, 300, 20_000, 3_000_000][Int(seed) - 1]
        for turn in 0..<4_000 {
            let index = Int.random(in: 0..<span, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0, 1:
                array[index] = turn
                model[index] = turn
            case 2:
                #expect(array.remove(at: index) == model.removeValue(forKey: index))
            default:
                let answer = array.update(at: index) { value -> Int in
                    value += 1
                    return value
                }
                model[index]? += 1
                #expect(answer == model[index])
            }
            #expect(array.count == model.count)
        }
        #expect(array.map(\.index) == model.keys.sorted())
        for (index, value) in array { #expect(model[index] == value) }
        for index in 0..<min(span, 30_000) { #expect(array[index] == model[index]) }
    }

    @Test func heldSnapshotIsUnaffected() {
        var array = PagedArray<[Int]>()
        for index in 0..<10_000 { array[index] = [index] }
        let snapshot = array
        array[77] = [0]
        array[9_999] = nil
        array[64_000] = [1]
        array.update(at: 5) { $0.append(6) }
        #expect(snapshot.count == 10_000)
        #expect(snapshot.allSatisfy { $0.value == [$0.index] })
        #expect(array[77] == [0] && array[9_999] == nil && array[64_000] == [1] && array[5] == [5, 6])
        #expect(array != snapshot)
        array[77] = [77]
        array[9_999] = [9_999]
        array[64_000] = nil
        array[5] = [5]
        #expect(array == snapshot)
    }

    @Test func strayIndicesReadAsAbsent() {
        var array = PagedArray<Int>()
        array[3] = 1
        for index in [-1, Int.min, 4, 64, 4_096, PagedArray<Int>.indexLimit, Int.max] {
            #expect(array[index] == nil)
            #expect(array.remove(at: index) == nil)
            #expect(array.update(at: index) { $0 } == nil)
        }
        #expect(array.count == 1)
    }

    @Test func updateKeepsElementUnique() {
        struct Holder {
            var cell: Cell
        }
        var array = PagedArray<Holder>()
        array[9] = Holder(cell: Cell(1))
        #expect(array.update(at: 9) { isKnownUniquelyReferenced(&$0.cell) } == true)
        let snapshot = array
        #expect(array.update(at: 9) { isKnownUniquelyReferenced(&$0.cell) } == false)
        #expect(snapshot[9]?.cell.number == 1)
    }

    @Test func failedUpdateKeepsElement() {
        struct Refusal: Error {}
        var array = PagedArray<Int>()
        array[1] = 5
        #expect(throws: Refusal.self) {
            try array.update(at: 1) { value throws(Refusal) in
                value = 6
                throw Refusal()
            }
        }
        #expect(array[1] == 6)
        #expect(array.count == 1)
    }
}
