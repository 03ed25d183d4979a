import JSONText
import NetworkTypes

/// Reads the members of one stored object, strictly: each is asked for by name, and none may be left over.
struct MemberReader {
    let path: String
    private var left: [String: JSONValue]

    init(_ value: JSONValue, path: String) throws(EventFormatError) {
        guard case .object(let members) = value else { throw .malformed(path: path, expected: "an object") }
        self.path = path
        left = members
    }

    /// Reads `v` and refuses what a newer program wrote.
    @discardableResult
    mutating func version() throws(EventFormatError) -> Int {
        let version = try integer("v")
        guard version >= 1 else { throw .malformed(path: member("v"), expected: "a version from 1 up") }
        guard version <= eventFormatVersion else { throw .newerVersion(version, path: path) }
        return version
    }

    /// Gives a member that the version of the object did not have.
    mutating func supply(_ name: String, _ value: JSONValue) throws(EventFormatError) {
        guard left.updateValue(value, forKey: name) == nil else { throw .unexpected(path: member(name)) }
    }

    /// A string that is read later too.
    func peek(_ name: String) -> String? { left[name]?.string }

    /// Whether the member is there and null, which is then read.
    mutating func isNull(_ name: String) throws(EventFormatError) -> Bool {
        guard left[name]?.isNull == true else { return false }
        left[name] = nil
        return true
    }

    /// Call last: refuses members that nobody asked for.
    func finish() throws(EventFormatError) {
        if let name = left.keys.min() { throw .unexpected(path: member(name)) }
    }

    func member(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    mutating func value(_ name: String) throws(EventFormatError) -> JSONValue {
        guard let value = left.removeValue(forKey: name) else { throw .missing(path: member(name)) }
        return value
    }

    mutating func string(_ name: String) throws(EventFormatError) -> String {
        guard let text = try value(name).string else { throw .malformed(path: member(name), expected: "a string") }
        return text
    }

    mutating func bool(_ name: String) throws(EventFormatError) -> Bool {
        guard let flag = try value(name).bool else { throw .malformed(path: member(name), expected: "true or false") }
        return flag
    }

    mutating func integer(_ name: String) throws(EventFormatError) -> Int {
        guard let number = try value(name).integer, let integer = Int(exactly: number) else {
            throw .malformed(path: member(name), expected: "an integer")
        }
        return integer
    }

    mutating func count(_ name: String) throws(EventFormatError) -> Int {
        let number = try integer(name)
        guard number >= 0 else { throw .malformed(path: member(name), expected: "an integer from 0 up") }
        return number
    }

    mutating func key(_ name: String) throws(EventFormatError) -> UInt32 {
        guard let key = UInt32(exactly: try integer(name)), key > 0 else {
            throw .malformed(path: member(name), expected: "an integer from 1 to 2^32 - 1")
        }
        return key
    }

    mutating func timestamp(_ name: String) throws(EventFormatError) -> Timestamp {
        guard let nanoseconds = try value(name).integer else {
            throw .malformed(path: member(name), expected: "nanoseconds since 1970 as an integer")
        }
        return Timestamp(nanoseconds: nanoseconds)
    }

    /// A value that is written as text: an id, an address, a block, a MAC.
    mutating func parsed<Value: LosslessStringConvertible>(_ name: String) throws(EventFormatError) -> Value {
        guard let text = try value(name).string, let value = Value(text) else {
            throw .malformed(path: member(name), expected: "text that reads as \(Value.self)")
        }
        return value
    }

    /// As `parsed`, or null.
    mutating func parsedOrNil<Value: LosslessStringConvertible>(
        _ name: String
    ) throws(EventFormatError) -> Value? {
        try isNull(name) ? nil : try parsed(name) as Value
    }

    /// One of the words of an enumeration.
    mutating func word<Value: RawRepresentable<String> & CaseIterable>(
        _ name: String
    ) throws(EventFormatError) -> Value {
        guard let text = try value(name).string, let value = Value(rawValue: text) else {
            let words = Value.allCases.map(\.rawValue).joined(separator: " or ")
            throw .malformed(path: member(name), expected: words)
        }
        return value
    }

    /// As `word`, or null.
    mutating func wordOrNil<Value: RawRepresentable<String> & CaseIterable>(
        _ name: String
    ) throws(EventFormatError) -> Value? {
        try isNull(name) ? nil : try word(name) as Value
    }

    /// An integer that fits, or null.
    mutating func numberOrNil<Value: FixedWidthInteger & UnsignedInteger>(
        _ name: String
    ) throws(EventFormatError) -> Value? {
        if try isNull(name) { return nil }
        guard let number = Value(exactly: try integer(name)) else {
            throw .malformed(path: member(name), expected: "an integer from 0 to \(Value.max), or null")
        }
        return number
    }

    mutating func array(_ name: String) throws(EventFormatError) -> [JSONValue] {
        guard let elements = try value(name).array else {
            throw .malformed(path: member(name), expected: "an array")
        }
        return elements
    }

    /// An array of values that are written as text.
    mutating func parsedArray<Value: LosslessStringConvertible>(
        _ name: String
    ) throws(EventFormatError) -> [Value] {
        var values: [Value] = []
        for (index, element) in try array(name).enumerated() {
            guard let text = element.string, let value = Value(text) else {
                throw .malformed(path: "\(member(name))[\(index)]", expected: "text that reads as \(Value.self)")
            }
            values.append(value)
        }
        return values
    }

    /// An array of objects, each with a reader of its own.
    mutating func objects(_ name: String) throws(EventFormatError) -> [MemberReader] {
        var readers: [MemberReader] = []
        for (index, element) in try array(name).enumerated() {
            readers.append(try MemberReader(element, path: "\(member(name))[\(index)]"))
        }
        return readers
    }

    mutating func texts(_ name: String) throws(EventFormatError) -> [String: String] {
        guard let members = try value(name).object else {
            throw .malformed(path: member(name), expected: "an object of strings")
        }
        var texts: [String: String] = [:]
        for (key, value) in members {
            guard let text = value.string else {
                throw .malformed(path: member(name), expected: "an object of strings")
            }
            texts[key] = text
        }
        return texts
    }
}
