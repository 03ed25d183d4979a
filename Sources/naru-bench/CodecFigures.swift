/// The times of all runs of `naru-bench codec`.
struct CodecFigures {
    enum Side: String, CaseIterable {
        case naru
        case openVSwitch = "ovs"
        case floor
    }

    private struct Key: Hashable {
        let operation: CodecOperation
        let side: Side
    }

    private var runs: [Key: [Double]] = [:]

    mutating func add(_ nanoseconds: Double, _ operation: CodecOperation, _ side: Side) {
        runs[Key(operation: operation, side: side), default: []].append(nanoseconds)
    }

    /// The median of the runs; nil where there is none.
    func nanoseconds(_ operation: CodecOperation, _ side: Side) -> Double? {
        let sorted = (runs[Key(operation: operation, side: side)] ?? []).sorted()
        guard !sorted.isEmpty else { return nil }
        return (sorted[sorted.count / 2] + sorted[(sorted.count - 1) / 2]) / 2
    }

    /// How many times what the other side takes.
    func ratio(_ operation: CodecOperation, to other: Side) -> Double? {
        guard let own = nanoseconds(operation, .naru), let theirs = nanoseconds(operation, other), theirs > 0 else {
            return nil
        }
        return own / theirs
    }
}
