import NetworkTypes

/// The UUID of a row (RFC 7047 §3.1, `_uuid`).
public struct RowID: Hashable, Comparable, Sendable, BitwiseCopyable {
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.high != right.high ? left.high < right.high : left.low < right.low
    }
}

extension RowID: LosslessStringConvertible {
    /// The 36 characters of a UUID, either case.
    public init?(_ text: String) {
        guard let uuid = ResourceID(text) else { return nil }
        self.init(high: uuid.high, low: uuid.low)
    }

    public var description: String { ResourceID(high: high, low: low).description }
}
