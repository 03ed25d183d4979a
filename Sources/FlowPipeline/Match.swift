/// A conjunction of terms: a packet matches when every term holds. No terms match every packet.
public struct Match: Hashable, Sendable, ExpressibleByArrayLiteral {
    /// In canonical order, so that equal conjunctions are equal values.
    public let terms: [MatchTerm]

    public init(_ terms: [MatchTerm]) {
        // Equal terms collapse; terms of one field that differ stay, for the lint to refuse.
        var seen: Set<MatchTerm> = []
        let distinct = terms.filter { !$0.isEmpty && seen.insert($0).inserted }
        self.terms = distinct.enumerated()
            .sorted { ($0.element.order, $0.offset) < ($1.element.order, $1.offset) }
            .map(\.element)
    }

    public init(arrayLiteral terms: MatchTerm...) { self.init(terms) }

    public static let everything = Match([])

    /// The EtherType that the match demands; nil when it demands none.
    public var ethType: UInt16? {
        for case .ethType(let type) in terms { return type }
        return nil
    }

    /// The IP protocol that the match demands; nil when it demands none.
    public var ipProtocol: UInt8? {
        for case .ipProtocol(let number) in terms { return number }
        return nil
    }
}
