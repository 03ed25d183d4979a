import JSONText
import NetworkTypes

/// Reads the members of a stored fact, each with its own error.
struct FactReader {
    private let members: [String: JSONValue]

    init(_ value: JSONValue) throws(TopologyError) {
        guard case .object(let members) = value else { throw .notAnObject }
        self.members = members
    }

    func string(_ member: String) throws(TopologyError) -> String {
        guard case .string(let text) = try value(member) else { throw .malformed(member: member) }
        return text
    }

    /// Nil when the member is absent or null.
    func optionalString(_ member: String) throws(TopologyError) -> String? {
        guard let value = members[member], !value.isNull else { return nil }
        return try string(member)
    }

    func bool(_ member: String) throws(TopologyError) -> Bool {
        guard case .bool(let value) = try value(member) else { throw .malformed(member: member) }
        return value
    }

    func integer(_ member: String) throws(TopologyError) -> Int64 {
        guard case .integer(let number) = try value(member) else { throw .malformed(member: member) }
        return number
    }

    func number<Number: FixedWidthInteger>(_ member: String) throws(TopologyError) -> Number {
        guard let number = Number(exactly: try integer(member)) else { throw .malformed(member: member) }
        return number
    }

    /// Nil when the member is absent: it came with a later version of the program.
    func optionalNumber<Number: FixedWidthInteger>(_ member: String) throws(TopologyError) -> Number? {
        members[member] == nil ? nil : try number(member)
    }

    func key<Key: DenseKey>(_ member: String) throws(TopologyError) -> Key { Key(try number(member)) }

    /// A segment's key, which is below `SegmentKey.limit`.
    func segment(_ member: String) throws(TopologyError) -> SegmentKey {
        let key: SegmentKey = try key(member)
        guard key.value < SegmentKey.limit else { throw .malformed(member: member) }
        return key
    }

    /// A value by its text: an address, an id.
    func parsed<Parsed: LosslessStringConvertible>(_ member: String) throws(TopologyError) -> Parsed {
        guard let value = Parsed(try string(member)) else { throw .malformed(member: member) }
        return value
    }

    func addresses(_ member: String) throws(TopologyError) -> [IPAddress] {
        guard case .array(let elements) = try value(member) else { throw .malformed(member: member) }
        var addresses: [IPAddress] = []
        for element in elements {
            guard let address = element.string.flatMap(IPAddress.init) else { throw .malformed(member: member) }
            addresses.append(address)
        }
        return addresses
    }

    /// A datapath id as ovs-vsctl shows it: 16 hexadecimal digits.
    func datapathID(_ member: String) throws(TopologyError) -> UInt64 {
        let text = try string(member)
        guard text.utf8.count == 16, let bytes = bytes(hexadecimal: text) else { throw .malformed(member: member) }
        return bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    private func value(_ member: String) throws(TopologyError) -> JSONValue {
        guard let value = members[member] else { throw .missing(member: member) }
        return value
    }
}
