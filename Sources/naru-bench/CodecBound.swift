/// How long an operation may take.
enum CodecBound {
    case all([Limit])
    case any([Limit])

    enum Limit {
        case nanoseconds(Double)
        /// So many times what Open vSwitch takes for an operation.
        case openVSwitch(Double, CodecOperation)
        /// So many times what the floor takes for the same operation.
        case floor(Double)
    }

    /// Whether `figures` keep it; nil where what it compares with was not measured.
    func isMet(by operation: CodecOperation, in figures: CodecFigures) -> Bool? {
        guard let own = figures.nanoseconds(operation, .naru) else { return nil }
        func isMet(_ limit: Limit) -> Bool? {
            limit.nanoseconds(for: operation, in: figures).map { own <= $0 }
        }
        switch self {
        case .all(let limits):
            let results = limits.map(isMet)
            return results.contains(false) ? false : results.contains(nil) ? nil : true
        case .any(let limits):
            let results = limits.map(isMet)
            return results.contains(true) ? true : results.contains(nil) ? nil : false
        }
    }

    /// Such as `0.3 × OVS, 1.5 × floor`.
    func text(for operation: CodecOperation) -> String {
        switch self {
        case .all(let limits): limits.map { $0.text(for: operation) }.joined(separator: ", ")
        case .any(let limits): limits.map { $0.text(for: operation) }.joined(separator: " or ")
        }
    }
}

extension CodecBound.Limit {
    func nanoseconds(for operation: CodecOperation, in figures: CodecFigures) -> Double? {
        switch self {
        case .nanoseconds(let number): number
        case .openVSwitch(let times, let other): figures.nanoseconds(other, .openVSwitch).map { $0 * times }
        case .floor(let times): figures.nanoseconds(operation, .floor).map { $0 * times }
        }
    }

    func text(for operation: CodecOperation) -> String {
        switch self {
        case .nanoseconds(let number): "\(Int(number)) ns"
        case .openVSwitch(let times, let other): "\(times) × OVS\(other == operation ? "" : " \(other.verb)")"
        case .floor(let times): "\(times) × floor"
        }
    }
}

extension CodecOperation {
    /// What it does, without what it does it to.
    fileprivate var verb: String {
        switch self {
        case .flowModDecode, .packetInView, .packetInOwned, .flowStatsDecode: "decode"
        case .flowModEncode, .packetOutEncode, .flowStatsEncode: "encode"
        case .flowModBuild: "build"
        }
    }
}
