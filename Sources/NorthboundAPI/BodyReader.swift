import JSONText

/// Reads the members of an object and remembers every fault, so that a caller hears of all at once.
///
/// Each member is asked for by name; `close` refuses the members that nobody asked for. Where a read gives nil, the member
/// was absent or its fault is noted.
struct BodyReader {
    private let members: [String: JSONValue]
    /// What stands before a member's name in a fault: `fixed_ips[0].`.
    private let prefix: String
    /// Members that answers have and requests must not.
    private let readOnly: Set<String>
    private var known: Set<String> = []
    private(set) var faults: [FieldFault] = []

    init(_ members: [String: JSONValue], prefix: String = "", readOnly: Set<String> = []) {
        self.members = members
        self.prefix = prefix
        self.readOnly = readOnly
    }

    /// Is the member there, null or not?
    func has(_ name: String) -> Bool { members[name] != nil }

    /// Is the member there with a value other than null? Notes that its name is known.
    mutating func isGiven(_ name: String) -> Bool { value(name).map { !$0.isNull } ?? false }

    /// The member as it stands; notes that its name is known.
    mutating func value(_ name: String) -> JSONValue? {
        known.insert(name)
        return members[name]
    }

    mutating func fault(_ name: String, _ code: String, _ detail: String, _ remedy: String) {
        faults.append(FieldFault(prefix + name, code, detail, remedy))
    }

    mutating func missing(_ name: String, _ remedy: String) {
        fault(name, "missing-field", "\(prefix)\(name) is missing", remedy)
    }

    mutating func wrongType(_ name: String, expected: String, got: JSONValue) {
        fault(name, "wrong-type", "\(prefix)\(name) is \(Self.name(of: got))", "give \(expected)")
    }

    mutating func string(_ name: String) -> String? {
        guard let value = value(name) else { return nil }
        guard let text = value.string else {
            wrongType(name, expected: "a string", got: value)
            return nil
        }
        return text
    }

    mutating func bool(_ name: String) -> Bool? {
        guard let value = value(name) else { return nil }
        guard let flag = value.bool else {
            wrongType(name, expected: "true or false", got: value)
            return nil
        }
        return flag
    }

    /// A whole number within `range`; null is as good as absence.
    mutating func integer(_ name: String, in range: ClosedRange<Int64>) -> Int64? {
        guard let value = value(name), !value.isNull else { return nil }
        guard let number = value.integer else {
            wrongType(name, expected: "a whole number", got: value)
            return nil
        }
        guard range.contains(number) else {
            fault(
                name, "out-of-range", "\(prefix)\(name) \(number) is not within \(range)",
                "give a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    /// An object whose members are strings: tags, labels.
    mutating func strings(byName name: String) -> [String: String]? {
        guard let value = value(name) else { return nil }
        guard let object = value.object else {
            wrongType(name, expected: "an object of strings, such as {\"tier\": \"web\"}", got: value)
            return nil
        }
        var strings: [String: String] = [:]
        for (key, member) in object.sorted(by: { $0.key < $1.key }) {
            guard let text = member.string else {
                wrongType("\(name).\(key)", expected: "a string", got: member)
                continue
            }
            strings[key] = text
        }
        return strings
    }

    /// A string that `parse` understands; `expected` says what it should be.
    mutating func parsed<Value>(
        _ name: String, code: String, expected: String, _ parse: (String) -> Value?
    ) -> Value? {
        guard let text = string(name) else { return nil }
        guard let value = parse(text) else {
            fault(name, code, "\(prefix)\(name) \"\(text)\" is not \(expected)", "give \(expected)")
            return nil
        }
        return value
    }

    /// One of the words that `Value` has.
    mutating func word<Value>(_ name: String, code: String) -> Value?
    where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
        let words = Value.allCases.map(\.rawValue).joined(separator: ", ")
        return parsed(name, code: code, expected: "one of: \(words)") { Value(rawValue: $0) }
    }

    /// An array, its elements read one by one under their path.
    mutating func elements<Value>(
        _ name: String, expected: String, _ read: (inout BodyReader, String, JSONValue) -> Value?
    ) -> [Value]? {
        guard let value = value(name) else { return nil }
        guard let array = value.array else {
            wrongType(name, expected: expected, got: value)
            return nil
        }
        var values: [Value] = []
        for (index, element) in array.enumerated() {
            guard faults.count < APILimits.faultsListed else { break }
            if let value = read(&self, "\(name)[\(index)]", element) { values.append(value) }
        }
        return values
    }

    /// An array of objects.
    mutating func objects<Value>(
        _ name: String, expected: String, _ read: (inout BodyReader) -> Value?
    ) -> [Value]? {
        elements(name, expected: expected) { reader, path, element in
            guard let object = element.object else {
                reader.wrongType(path, expected: "an object", got: element)
                return nil
            }
            var inner = BodyReader(object, prefix: "\(reader.prefix)\(path).")
            let value = read(&inner)
            inner.noteUnknown()
            reader.faults += inner.faults
            return value
        }
    }

    /// Throws what was found, members that nobody asked for included.
    mutating func close() throws(Problem) {
        noteUnknown()
        guard faults.isEmpty else { throw Problem(faults: faults) }
    }

    private mutating func noteUnknown() {
        for name in members.keys.sorted() where !known.contains(name) {
            if readOnly.contains(name) {
                fault(name, "read-only-field", "\(prefix)\(name) can't be set here", "leave \(name) out")
                continue
            }
            let nearest = Self.nearest(to: name, in: known.sorted())
            let known = known.sorted().joined(separator: ", ")
            fault(
                name, "unknown-field", "there is no field \(prefix)\(name)",
                nearest.map { "did you mean \($0)?" } ?? "known fields: \(known)")
        }
    }

    /// The name with the fewest edits, if they are few for its length.
    static func nearest(to name: String, in names: [String]) -> String? {
        // Distances of absurd names cost their length squared.
        guard name.utf8.count <= 64 else { return nil }
        let ranked = names.map { (distance(Array(name.utf8), Array($0.utf8)), $0) }.min { $0 < $1 }
        guard let (edits, best) = ranked, edits <= max(2, best.utf8.count / 3) else { return nil }
        return best
    }

    /// Levenshtein's distance: insertions, deletions and replacements.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (i, byte) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in right.enumerated() {
                let replaced = diagonal + (byte == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, diagonal + 1, row[j] + 1)
            }
        }
        return row[right.count]
    }

    static func name(of value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool: "a boolean"
        case .integer, .real: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
