/// A sparse table by small non-negative index, such as a dense key, that is copied by page.
///
/// A copy of the whole table is one reference and a count. When a table that is shared with a snapshot changes, only
/// the page of 64 slots, its chunk of 64 pages' references and the directory of chunks (25 references for 100,000
/// elements) are copied; everything else stays shared. A table that is not shared changes in place.
@frozen
public struct PagedArray<Value> {
    /// One page: no slots at all, or exactly `pageSize` of them.
    @usableFromInline
    struct Page {
        @usableFromInline var slots: [Value?] = []
        @usableFromInline var count = 0

        @usableFromInline
        init() {}
    }

    /// The slots of a page, and the pages of a chunk.
    @inlinable public static var pageSize: Int { 64 }

    /// Indices are below this, so that the directory has at most 2^20 entries.
    @inlinable public static var indexLimit: Int { 1 << 32 }

    /// The directory: each chunk holds no pages, or exactly `pageSize`.
    @usableFromInline var chunks: [[Page]] = []
    @usableFromInline var presentCount = 0

    @inlinable
    public init() {}

    /// How many elements are present.
    @inlinable public var count: Int { presentCount }

    @inlinable public var isEmpty: Bool { presentCount == 0 }

    /// The element at an index, nil where there is none. Setting nil removes. An index outside `0..<indexLimit` reads
    /// as absent; storing there is a programmer's error.
    @inlinable public subscript(_ index: Int) -> Value? {
        get {
            guard index >= 0, index >> 12 < chunks.count else { return nil }
            let chunk = chunks[index >> 12]
            guard !chunk.isEmpty else { return nil }
            let page = chunk[index >> 6 & 63].slots
            return page.isEmpty ? nil : page[index & 63]
        }
        set {
            if let newValue {
                store(newValue, at: index)
            } else {
                remove(at: index)
            }
        }
    }

    /// Changes an element where it lies; it is copied only when the page is shared. Nil, and no call, where there is
    /// no element.
    @inlinable
    public mutating func update<Answer, Failure: Error>(
        at index: Int, _ change: (inout Value) throws(Failure) -> Answer
    ) throws(Failure) -> Answer? {
        guard var element = self[index] else { return nil }
        // The slot lets go of its reference, so that what the element holds is unique while it changes.
        chunks[index >> 12][index >> 6 & 63].slots[index & 63] = nil
        defer { chunks[index >> 12][index >> 6 & 63].slots[index & 63] = element }
        return try change(&element)
    }

    /// Takes an element out; nil where there is none.
    @inlinable
    @discardableResult
    public mutating func remove(at index: Int) -> Value? {
        guard let old = self[index] else { return nil }
        presentCount -= 1
        let high = index >> 12
        let low = index >> 6 & 63
        if chunks[high][low].count == 1 {
            chunks[high][low] = Page()
        } else {
            chunks[high][low].slots[index & 63] = nil
            chunks[high][low].count -= 1
        }
        return old
    }

    @inlinable
    mutating func store(_ value: Value, at index: Int) {
        precondition(index >= 0 && index < Self.indexLimit, "an index of a paged array lies in 0 ..< 2^32")
        let high = index >> 12
        let low = index >> 6 & 63
        while chunks.count <= high { chunks.append([]) }
        if chunks[high].isEmpty { chunks[high] = Array(repeating: Page(), count: Self.pageSize) }
        if chunks[high][low].slots.isEmpty {
            chunks[high][low].slots = Array(repeating: nil, count: Self.pageSize)
        }
        if chunks[high][low].slots[index & 63] == nil {
            chunks[high][low].count += 1
            presentCount += 1
        }
        chunks[high][low].slots[index & 63] = value
    }
}

extension PagedArray: Sendable where Value: Sendable {}
extension PagedArray.Page: Sendable where Value: Sendable {}

extension PagedArray: Equatable where Value: Equatable {
    /// Whether both hold equal elements at the same indices.
    public static func == (left: Self, right: Self) -> Bool {
        left.count == right.count && left.allSatisfy { right[$0.index] == $0.value }
    }
}

/// The present elements by rising index.
extension PagedArray: Sequence {
    @inlinable
    public func makeIterator() -> Iterator { Iterator(self) }

    @inlinable public var underestimatedCount: Int { presentCount }

    @frozen
    public struct Iterator: IteratorProtocol {
        @usableFromInline let array: PagedArray
        @usableFromInline var index = 0
        @usableFromInline var left: Int

        @inlinable
        init(_ array: PagedArray) {
            self.array = array
            left = array.presentCount
        }

        @inlinable
        public mutating func next() -> (index: Int, value: Value)? {
            while left > 0 {
                let chunk = array.chunks[index >> 12]
                guard !chunk.isEmpty else {
                    index = ((index >> 12) + 1) << 12
                    continue
                }
                let slots = chunk[index >> 6 & 63].slots
                guard !slots.isEmpty else {
                    index = ((index >> 6) + 1) << 6
                    continue
                }
                let here = index
                index += 1
                if let value = slots[here & 63] {
                    left -= 1
                    return (here, value)
                }
            }
            return nil
        }
    }
}
