/// Why a topology file was refused. Every case says where, and what to write instead.
public enum TopologyFileError: Error, Hashable, Sendable {
    /// The file cannot be opened, is larger than `TopologyFile.maximumBytes`, or is not UTF-8.
    case unreadable(file: String, reason: String)
    /// The text is not YAML 1.1.
    case syntax(file: String, line: Int, reason: String)
    /// The text is YAML, but a value is missing, misspelt, out of range or refers to nothing.
    case refused(Refusal)

    public struct Refusal: Hashable, Sendable {
        public let file: String
        /// Counted from 1.
        public let line: Int
        /// The way to the value, such as `ports[2].mac`.
        public let key: String
        /// What was found there, in words.
        public let found: String
        /// What format version 1 takes there.
        public let expected: String

        public init(file: String, line: Int, key: String, found: String, expected: String) {
            self.file = file
            self.line = line
            self.key = key
            self.found = found
            self.expected = expected
        }
    }
}

extension TopologyFileError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreadable(let file, let reason):
            "\(file): cannot be read: \(reason)"
        case .syntax(let file, let line, let reason):
            "\(file):\(line): not YAML: \(reason)"
        case .refused(let refusal):
            "\(refusal.file):\(refusal.line): \(refusal.key): found \(refusal.found); expected \(refusal.expected)"
        }
    }
}
