import Foundation

/// One Swift file: its text, and its code with comments and string literals blanked out, line for line.
struct SourceText {
    /// Relative to the package.
    let path: String
    let text: String
    let code: String

    init(path: String, text: String) {
        self.path = path
        self.text = text
        var masker = CodeMasker(text)
        code = masker.masked()
    }

    var lineCount: Int { text.split(separator: "\n", omittingEmptySubsequences: false).count - 1 }
    var fileName: String { String(path.split(separator: "/").last ?? "") }

    /// The target of a file in Sources or Tests.
    var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

    /// `path:line: what was found` for each place where the pattern matches code, or text.
    func places(of pattern: NSRegularExpression, inText: Bool = false) -> [String] {
        let searched = (inText ? text : code) as NSString
        let matches = pattern.matches(in: searched as String, range: NSRange(location: 0, length: searched.length))
        return matches.map { match in
            let line = searched.substring(to: match.range.location).utf8.count { $0 == newline } + 1
            return "\(path):\(line): \(searched.substring(with: match.range))"
        }
    }

    /// Each import with its line.
    var imports: [(module: String, line: Int)] {
        let pattern =
            /^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:\w+\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)/
        return code.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { index, line in
            line.firstMatch(of: pattern).map { (String($0.1), index + 1) }
        }
    }

    /// Functions and initializers with bodies: the line that each starts at, and how many lines it has.
    var functions: [(name: String, line: Int, lines: Int)] {
        let bytes = Array(code.utf8)
        var found: [(String, Int, Int)] = []
        for match in code.matches(of: /\b(?:func\s+([^\s(<]+)|(?:init|subscript)[?]?(?=[(<]))/) {
            let start = code.utf8.distance(from: code.startIndex, to: match.range.lowerBound)
            if start > 0, bytes[start - 1] == UInt8(ascii: ".") { continue }
            guard let end = bodyEnd(bytes, from: start + match.0.utf8.count) else { continue }
            let line = bytes[..<start].count { $0 == newline } + 1
            let lines = bytes[start...end].count { $0 == newline } + 1
            found.append((match.1.map(String.init) ?? String(match.0), line, lines))
        }
        return found
    }
}

private let newline = UInt8(ascii: "\n")

/// Where the brace is that closes the body of a function; nil for a requirement of a protocol, or a call.
private func bodyEnd(_ bytes: [UInt8], from start: Int) -> Int? {
    guard let open = bodyStart(bytes, from: start) else { return nil }
    var depth = 0
    for index in open..<bytes.count {
        if bytes[index] == UInt8(ascii: "{") { depth += 1 }
        if bytes[index] == UInt8(ascii: "}") { depth -= 1 }
        if depth == 0 { return index }
    }
    return nil
}

/// The brace that opens the body, where a signature leads to it.
private func bodyStart(_ bytes: [UInt8], from start: Int) -> Int? {
    let follows = ["{", "->", "where", "throws", "async", "rethrows", "&"]
    var depth = 0
    for index in start..<bytes.count {
        switch bytes[index] {
        case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
        case UInt8(ascii: "{") where depth == 0: return index
        case UInt8(ascii: "}") where depth == 0, UInt8(ascii: ";") where depth == 0: return nil
        case newline where depth == 0:
            let rest = bytes[index...].drop { $0 == newline || $0 == UInt8(ascii: " ") }
            if !follows.contains(where: { rest.starts(with: $0.utf8) }) { return nil }
        default: break
        }
        // The end of a call that this one is an argument of.
        if depth < 0 { return nil }
    }
    return nil
}

/// Blanks comments and string literals out, newlines apart. Interpolations go with their literal.
private struct CodeMasker {
    private let input: [UInt8]
    private var output: [UInt8] = []
    private var position = 0

    init(_ text: String) {
        input = Array(text.utf8)
        output.reserveCapacity(input.count)
    }

    mutating func masked() -> String {
        while position < input.count {
            if starts(with: "//") {
                while position < input.count, input[position] != newline { blank() }
            } else if starts(with: "/*") {
                maskBlockComment()
            } else if let hashes = literalHashes() {
                maskLiteral(hashes: hashes)
            } else {
                output.append(input[position])
                position += 1
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private func starts(with text: String) -> Bool { input[position...].starts(with: text.utf8) }

    private mutating func blank(_ count: Int = 1) {
        for _ in 0..<count where position < input.count {
            output.append(input[position] == newline ? newline : UInt8(ascii: " "))
            position += 1
        }
    }

    private mutating func maskBlockComment() {
        var depth = 0
        repeat {
            if starts(with: "/*") {
                depth += 1
                blank(2)
            } else if starts(with: "*/") {
                depth -= 1
                blank(2)
            } else {
                blank()
            }
        } while depth > 0 && position < input.count
    }

    /// How many `#` stand before the quote of a literal that begins here.
    private func literalHashes() -> Int? {
        var end = position
        while end < input.count, input[end] == UInt8(ascii: "#") { end += 1 }
        return end < input.count && input[end] == UInt8(ascii: "\"") ? end - position : nil
    }

    private mutating func maskLiteral(hashes: Int) {
        let suffix = String(repeating: "#", count: hashes)
        blank(hashes)
        let quote = starts(with: "\"\"\"") ? "\"\"\"" : "\""
        blank(quote.count)
        while position < input.count, !starts(with: quote + suffix) {
            if quote.count == 1, input[position] == newline { return }
            if starts(with: "\\\(suffix)(") {
                blank(1 + hashes)
                maskInterpolation()
            } else {
                blank(starts(with: "\\\(suffix)") ? 2 + hashes : 1)
            }
        }
        blank(quote.count + hashes)
    }

    private mutating func maskInterpolation() {
        var depth = 0
        repeat {
            if let hashes = literalHashes() {
                maskLiteral(hashes: hashes)
                continue
            }
            if input[position] == UInt8(ascii: "(") { depth += 1 }
            if input[position] == UInt8(ascii: ")") { depth -= 1 }
            blank()
        } while depth > 0 && position < input.count
    }
}
