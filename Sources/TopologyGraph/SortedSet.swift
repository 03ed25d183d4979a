/// A small set in one array sorted by element.
struct SortedSet<Element: Comparable & Sendable>: Sendable {
    private(set) var elements: [Element] = []

    var isEmpty: Bool { elements.isEmpty }
    var count: Int { elements.count }

    mutating func insert(_ element: Element) {
        let index = place(of: element)
        guard index == elements.count || elements[index] != element else { return }
        elements.insert(element, at: index)
    }

    mutating func remove(_ element: Element) {
        let index = place(of: element)
        guard index < elements.count, elements[index] == element else { return }
        elements.remove(at: index)
    }

    private func place(of element: Element) -> Int {
        if let last = elements.last, last < element { return elements.count }
        var (low, high) = (0, elements.count)
        while low < high {
            let middle = low + (high - low) / 2
            if elements[middle] < element { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
