import JSONText
import NetworkTypes
import OpenFlow

/// How a value without members is written in JSON, and read.
struct JSONScalar<Value: SendableMetatype> {
    /// What a reader has to find, in words that follow "write".
    let expected: String
    let write: (Value) -> JSONValue
    /// nil where the JSON is no such value.
    let read: (JSONValue) -> Value?
}

/// Numbers that JSON holds exactly in every reader: below two to the power of 53 (RFC 8259 §6).
private let exactNumbers: ClosedRange<UInt64> = 0...0x1f_ffff_ffff_ffff

/// A number out of JSON: an integer, or hexadecimal text such as "0x1f".
func unsignedNumber(_ json: JSONValue) -> UInt128? {
    switch json {
    case .integer(let number): return UInt128(exactly: number)
    case .string(let text): return unsignedNumber(hexadecimal: text)
    default: return nil
    }
}

/// The number that "0x1f" is; nil for anything else.
func unsignedNumber(hexadecimal text: some StringProtocol) -> UInt128? {
    guard text.hasPrefix("0x"), (3...34).contains(text.utf8.count) else { return nil }
    var value: UInt128 = 0
    for byte in text.utf8.dropFirst(2) {
        guard let digit = hexDigit(byte) else { return nil }
        value = value << 4 | UInt128(digit)
    }
    return value
}

func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
}

extension JSONScalar where Value: FixedWidthInteger & UnsignedInteger {
    private static func read(_ json: JSONValue) -> Value? { unsignedNumber(json).flatMap { Value(exactly: $0) } }

    private static var bounds: String { "from 0 to \(Value.max)" }

    /// A count or a size: a JSON number, and hexadecimal text where JSON's numbers are not exact any more.
    static var number: Self {
        Self(
            expected: "a number \(bounds), or hexadecimal text such as \"0x1f\"",
            write: { value in
                if let small = Int64(exactly: value), exactNumbers.contains(UInt64(small)) { return .integer(small) }
                return .string("0x" + hexadecimal(value))
            }, read: Self.read)
    }

    /// A pattern of bits, always hexadecimal text.
    static var hexadecimalNumber: Self {
        Self(
            expected: "hexadecimal text such as \"0x1f\", or a number \(bounds)",
            write: { .string("0x" + hexadecimal($0)) }, read: Self.read)
    }

    /// A number of which some values have names.
    static func named(_ names: [(value: Value, name: String)]) -> Self {
        Self(
            expected: "one of \(names.map(\.name).joined(separator: ", ")), or a number \(bounds)",
            write: { value in
                if let known = names.first(where: { $0.value == value }) { return .string(known.name) }
                return number.write(value)
            },
            read: { json in
                if let text = json.string, let known = names.first(where: { $0.name == text }) { return known.value }
                return read(json)
            })
    }

    /// Bits as a list of names; what has no name is one number in hexadecimal at the end.
    static func flags(_ names: [(bit: Value, name: String)]) -> Self {
        Self(
            expected: "a list of \(names.map(\.name).joined(separator: ", ")), or hexadecimal text such as \"0x8000\"",
            write: { value in
                var rest = value
                var list: [JSONValue] = []
                for (bit, name) in names where bit & value == bit {
                    list.append(.string(name))
                    rest &= ~bit
                }
                if rest != 0 { list.append(.string("0x" + hexadecimal(rest))) }
                return .array(list)
            },
            read: { json in
                guard let list = json.array else { return nil }
                var value: Value = 0
                for element in list {
                    if let known = names.first(where: { $0.name == element.string }) {
                        value |= known.bit
                    } else if let bits = read(element) {
                        value |= bits
                    } else {
                        return nil
                    }
                }
                return value
            })
    }
}

extension JSONScalar where Value == Bool {
    static var truth: Self { Self(expected: "true or false", write: { .bool($0) }, read: \.bool) }
}

extension JSONScalar where Value == String {
    static var text: Self { Self(expected: "text", write: { .string($0) }, read: \.string) }
}

extension JSONScalar where Value == [UInt8] {
    /// Bytes as pairs of hexadecimal digits.
    static var bytes: Self {
        Self(
            expected: "pairs of hexadecimal digits such as \"00ff\"",
            write: { .string(hexadecimal(bytes: $0)) },
            read: { json in json.string.flatMap { NetworkTypes.bytes(hexadecimal: $0) } })
    }
}

extension JSONScalar where Value == MACAddress {
    static var mac: Self {
        Self(
            expected: "an Ethernet address such as \"02:00:00:00:00:01\"", write: { .string($0.description) },
            read: { json in json.string.flatMap { MACAddress($0) } })
    }
}

extension JSONScalar where Value == IPAddress {
    static var address: Self {
        Self(
            expected: "an IPv4 or IPv6 address", write: { .string($0.description) },
            read: { json in json.string.flatMap { IPAddress($0) } })
    }
}

extension JSONScalar where Value: OptionSet, Value.RawValue: FixedWidthInteger & UnsignedInteger & SendableMetatype {
    /// Bits of an option set, as `flags` of its raw value.
    static func options(_ names: [(bit: Value, name: String)]) -> Self {
        let raw = JSONScalar<Value.RawValue>.flags(names.map { ($0.bit.rawValue, $0.name) })
        return Self(
            expected: raw.expected, write: { raw.write($0.rawValue) },
            read: { json in raw.read(json).map { Value(rawValue: $0) } })
    }
}

/// A closed set of values, each with a name.
protocol JSONNamed: RawRepresentable, SendableMetatype where RawValue: FixedWidthInteger & UnsignedInteger {
    var jsonName: String { get }
    /// Every value, where some raw number is above 255.
    static var jsonValues: [Self] { get }
}

extension JSONNamed {
    static var jsonValues: [Self] { (0...255).compactMap { Self(rawValue: RawValue(truncatingIfNeeded: $0)) } }
}

extension JSONScalar where Value: JSONNamed {
    /// A value by its name.
    static var name: Self {
        Self(
            expected: "one of \(Value.jsonValues.map(\.jsonName).joined(separator: ", "))",
            write: { .string($0.jsonName) },
            read: { json in
                guard let text = json.string else { return nil }
                return Value.jsonValues.first { $0.jsonName == text }
            })
    }
}
