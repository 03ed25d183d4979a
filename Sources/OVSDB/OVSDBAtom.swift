public import JSONText

/// An `<atom>` of RFC 7047 §5.1, or the name that a row has inside the transaction that inserts it.
public enum OVSDBAtom: Hashable, Sendable {
    case integer(Int64)
    case real(Double)
    case boolean(Bool)
    case string(String)
    case uuid(RowID)
    case namedUUID(String)

    public init(json: JSONValue) throws(OVSDBError) {
        switch json {
        case .integer(let value): self = .integer(value)
        case .real(let value): self = .real(value)
        case .bool(let value): self = .boolean(value)
        case .string(let value): self = .string(value)
        case .array(let pair):
            guard pair.count == 2, let tag = pair[0].string, let text = pair[1].string else {
                throw .malformedValue
            }
            if tag == "named-uuid" {
                self = .namedUUID(text)
            } else if tag == "uuid", let row = RowID(text) {
                self = .uuid(row)
            } else {
                throw .malformedValue
            }
        case .null, .object: throw .malformedValue
        }
    }

    public var json: JSONValue {
        switch self {
        case .integer(let value): .integer(value)
        case .real(let value): .real(value)
        case .boolean(let value): .bool(value)
        case .string(let value): .string(value)
        case .uuid(let row): ["uuid", .string(row.description)]
        case .namedUUID(let name): ["named-uuid", .string(name)]
        }
    }
}

extension OVSDBAtom: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
}

extension OVSDBAtom: Comparable {
    /// By type in the order of the cases, then by value; strings by their UTF-8 bytes.
    public static func < (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): left < right
        case (.real(let left), .real(let right)): left < right
        case (.boolean(let left), .boolean(let right)): !left && right
        case (.string(let left), .string(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
        case (.uuid(let left), .uuid(let right)): left < right
        case (.namedUUID(let left), .namedUUID(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
        default: left.rank < right.rank
        }
    }

    private var rank: Int {
        switch self {
        case .integer: 0
        case .real: 1
        case .boolean: 2
        case .string: 3
        case .uuid: 4
        case .namedUUID: 5
        }
    }
}
