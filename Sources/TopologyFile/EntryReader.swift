import NetworkTypes
import Yams

/// Reads one mapping of the file key by key, and in the end refuses what nobody asked for.
struct EntryReader {
    let file: String
    /// The way to this mapping; empty at the top.
    let path: String
    let line: Int
    private let values: [String: Yams.Node]
    private var asked: Set<String> = []

    init(_ node: Yams.Node, file: String, path: String) throws(TopologyFileError) {
        self.file = file
        self.path = path
        self.line = node.mark?.line ?? 1
        guard let mapping = node.mapping else {
            throw Self.refusal(
                file, line, path.isEmpty ? "the file" : path, Self.describe(node), "a mapping of keys to values")
        }
        var values: [String: Yams.Node] = [:]
        for (key, value) in mapping {
            guard let name = key.scalar?.string else {
                throw Self.refusal(
                    file, key.mark?.line ?? line, path.isEmpty ? "the file" : path, Self.describe(key), "plain keys")
            }
            values[name] = value
        }
        self.values = values
    }

    /// The value of `key`, or nil when it is absent or null.
    mutating func value(_ key: String) -> Yams.Node? {
        asked.insert(key)
        guard let node = values[key], !Self.isNull(node) else { return nil }
        return node
    }

    mutating func required(_ key: String, _ expected: String) throws(TopologyFileError) -> Yams.Node {
        guard let node = value(key) else { throw refused(key, "nothing", expected) }
        return node
    }

    /// A scalar turned into `T` by `parse`; nil when the key is absent.
    mutating func optional<T>(
        _ key: String, _ expected: String, _ parse: (String) -> T?
    ) throws(TopologyFileError) -> T? {
        guard let node = value(key) else { return nil }
        return try scalar(node, key, expected, parse)
    }

    /// A scalar turned into `T` by `parse`.
    mutating func scalar<T>(
        _ key: String, _ expected: String, _ parse: (String) -> T?
    ) throws(TopologyFileError) -> T {
        try scalar(try required(key, expected), key, expected, parse)
    }

    /// Each scalar of a list; an absent key is an empty list.
    mutating func scalars<T>(
        _ key: String, _ expected: String, _ parse: (String) -> T?
    ) throws(TopologyFileError) -> [T] {
        guard let node = value(key) else { return [] }
        let items = try sequence(node, key)
        var result: [T] = []
        for (index, item) in items.enumerated() {
            result.append(try scalar(item, "\(key)[\(index)]", expected, parse))
        }
        return result
    }

    /// Each mapping of a list; an absent key is an empty list.
    mutating func entries(_ key: String) throws(TopologyFileError) -> [EntryReader] {
        guard let node = value(key) else { return [] }
        let items = try sequence(node, key)
        var result: [EntryReader] = []
        for (index, item) in items.enumerated() {
            result.append(try EntryReader(item, file: file, path: "\(full(key))[\(index)]"))
        }
        return result
    }

    /// Refuses the first key, by name, that was never asked for.
    func finish() throws(TopologyFileError) {
        guard let stray = values.keys.filter({ !asked.contains($0) }).min() else { return }
        throw refused(stray, "an unknown key", "one of \(asked.sorted().joined(separator: ", "))")
    }

    func refused(_ key: String, _ found: String, _ expected: String, line: Int? = nil) -> TopologyFileError {
        Self.refusal(file, line ?? values[key]?.mark?.line ?? self.line, full(key), found, expected)
    }

    private func full(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    private func scalar<T>(
        _ node: Yams.Node, _ key: String, _ expected: String, _ parse: (String) -> T?
    ) throws(TopologyFileError) -> T {
        guard let text = node.scalar?.string, let parsed = parse(text) else {
            throw refused(key, Self.describe(node), expected, line: node.mark?.line)
        }
        return parsed
    }

    private func sequence(_ node: Yams.Node, _ key: String) throws(TopologyFileError) -> [Yams.Node] {
        guard let sequence = node.sequence else {
            throw refused(key, Self.describe(node), "a list", line: node.mark?.line)
        }
        guard sequence.count <= TopologyFile.maximumEntries else {
            throw refused(
                key, "\(sequence.count) entries", "at most \(TopologyFile.maximumEntries)", line: node.mark?.line)
        }
        return Array(sequence)
    }

    private static func isNull(_ node: Yams.Node) -> Bool {
        guard let scalar = node.scalar, scalar.style == .plain || scalar.style == .any else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    private static func refusal(
        _ file: String, _ line: Int, _ key: String, _ found: String, _ expected: String
    ) -> TopologyFileError {
        .refused(.init(file: file, line: line, key: key, found: found, expected: expected))
    }

    private static func describe(_ node: Yams.Node) -> String {
        if let scalar = node.scalar { return "\"\(scalar.string.prefix(80))\"" }
        if node.mapping != nil { return "a mapping" }
        return node.sequence != nil ? "a list" : "an alias"
    }
}
