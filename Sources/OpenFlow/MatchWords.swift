/// The values of a match: words one after the other, sixteen of them without an allocation, which is enough for nearly
/// every flow (a pair of IPv6 addresses with masks takes eight).
struct MatchWords: Sendable {
    private static let inlineCount = 16

    private(set) var count = 0
    private var inline = InlineArray<16, UInt64>(repeating: 0)
    private var overflow: [UInt64] = []

    subscript(index: Int) -> UInt64 {
        @inline(__always) get {
            precondition(index < count)
            return index < Self.inlineCount ? inline[index] : overflow[index - Self.inlineCount]
        }
        set {
            precondition(index < count)
            if index < Self.inlineCount {
                inline[index] = newValue
            } else {
                overflow[index - Self.inlineCount] = newValue
            }
        }
    }

    /// Makes room for `number` zero words before `index`.
    mutating func insert(_ number: Int, at index: Int) {
        precondition(index <= count)
        let old = count
        count += number
        while overflow.count < count - Self.inlineCount { overflow.append(0) }
        var position = old
        while position > index {
            position -= 1
            self[position + number] = self[position]
        }
        for position in index..<(index + number) { self[position] = 0 }
    }

    mutating func remove(_ number: Int, at index: Int) {
        precondition(index + number <= count)
        for position in index..<(count - number) { self[position] = self[position + number] }
        // Freed words are cleared, and the overflow is cut, so that equal matches have equal storage.
        for position in (count - number)..<count { self[position] = 0 }
        count -= number
        while overflow.count > max(0, count - Self.inlineCount) { overflow.removeLast() }
    }
}

extension MatchWords: Hashable {
    static func == (left: MatchWords, right: MatchWords) -> Bool {
        guard left.count == right.count else { return false }
        for index in 0..<left.count where left[index] != right[index] { return false }
        return true
    }

    func hash(into hasher: inout Hasher) {
        for index in 0..<count { hasher.combine(self[index]) }
    }
}
