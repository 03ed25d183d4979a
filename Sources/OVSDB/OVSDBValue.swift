public import JSONText

/// The value of a column (RFC 7047 §5.1).
///
/// A lone atom and a set of one are the same value, as they are to the server, so every value that is no map is a set:
/// an absent optional is the empty one.
public enum OVSDBValue: Hashable, Sendable {
    /// Sorted, without duplicates; make it with `set(of:)`.
    case set([OVSDBAtom])
    case map([OVSDBAtom: OVSDBAtom])

    public static func atom(_ atom: OVSDBAtom) -> OVSDBValue { .set([atom]) }
    public static func set(of atoms: some Sequence<OVSDBAtom>) -> OVSDBValue { .set(Set(atoms).sorted()) }
    public static func rows(_ rows: some Sequence<RowID>) -> OVSDBValue { .set(of: rows.map(OVSDBAtom.uuid)) }

    /// A map of strings to strings, such as `external_ids`.
    public static func map(of strings: [String: String]) -> OVSDBValue {
        .map(
            Dictionary(strings.map { (OVSDBAtom.string($0.key), OVSDBAtom.string($0.value)) }) { _, last in last })
    }

    public init(json: JSONValue) throws(OVSDBError) {
        guard let pair = json.array, pair.count == 2, let elements = pair[1].array else {
            self = .set([try OVSDBAtom(json: json)])
            return
        }
        switch pair[0].string {
        case "set":
            var atoms: [OVSDBAtom] = []
            for element in elements { atoms.append(try OVSDBAtom(json: element)) }
            self = .set(of: atoms)
            guard case .set(let kept) = self, kept.count == atoms.count else { throw .malformedValue }
        case "map":
            var members: [OVSDBAtom: OVSDBAtom] = [:]
            for element in elements {
                guard let entry = element.array, entry.count == 2,
                    members.updateValue(try OVSDBAtom(json: entry[1]), forKey: try OVSDBAtom(json: entry[0])) == nil
                else { throw .malformedValue }
            }
            self = .map(members)
        default: throw .malformedValue
        }
    }

    /// A set of one is written as its atom.
    public var json: JSONValue {
        switch self {
        case .set(let atoms):
            if atoms.count == 1, let only = atoms.first { return only.json }
            return ["set", .array(atoms.map(\.json))]
        case .map(let members):
            let sorted = members.sorted { $0.key < $1.key }
            return ["map", .array(sorted.map { .array([$0.key.json, $0.value.json]) })]
        }
    }
}

/// The typed views of a value; what has another type reads as absent.
extension OVSDBValue {
    public var atoms: [OVSDBAtom] {
        guard case .set(let atoms) = self else { return [] }
        return atoms
    }

    /// The one atom; nil for an empty or larger set, and for a map.
    public var only: OVSDBAtom? { atoms.count == 1 ? atoms.first : nil }

    public var string: String? {
        guard case .string(let value) = only else { return nil }
        return value
    }

    public var integer: Int64? {
        guard case .integer(let value) = only else { return nil }
        return value
    }

    public var boolean: Bool? {
        guard case .boolean(let value) = only else { return nil }
        return value
    }

    /// The strings of a set, in the order of their bytes.
    public var strings: [String] {
        atoms.compactMap { atom in
            guard case .string(let value) = atom else { return nil }
            return value
        }
    }

    /// The rows that a set refers to, in the order of their UUIDs.
    public var rows: [RowID] {
        atoms.compactMap { atom in
            guard case .uuid(let row) = atom else { return nil }
            return row
        }
    }

    /// The pairs of strings of a map.
    public var stringMap: [String: String] {
        guard case .map(let members) = self else { return [:] }
        var strings: [String: String] = [:]
        for (key, value) in members {
            if case .string(let key) = key, case .string(let value) = value { strings[key] = value }
        }
        return strings
    }
}

extension OVSDBValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    public init(stringLiteral value: String) { self = .atom(.string(value)) }
    public init(integerLiteral value: Int64) { self = .atom(.integer(value)) }
    public init(booleanLiteral value: Bool) { self = .atom(.boolean(value)) }
}

/// The columns of one row, by name.
public typealias OVSDBRow = [String: OVSDBValue]

extension OVSDBValue {
    static func row(json: JSONValue) throws(OVSDBError) -> OVSDBRow {
        guard let members = json.object else { throw .malformedValue }
        var row: OVSDBRow = [:]
        for (column, value) in members { row[column] = try OVSDBValue(json: value) }
        return row
    }

    static func json(row: OVSDBRow) -> JSONValue { .object(row.mapValues(\.json)) }
}
