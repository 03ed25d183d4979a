#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Standard output and error, and whether people look at them.
enum Terminal {
    enum Colour: String {
        case bold = "1"
        case red = "31"
        case green = "32"
        case yellow = "33"
    }

    /// Colours only at a terminal, and never with `NO_COLOR` (https://no-color.org).
    static let showsColour = isatty(STDOUT_FILENO) == 1 && (environment("NO_COLOR") ?? "").isEmpty

    static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    static func paint(_ text: String, _ colour: Colour?) -> String {
        guard let colour, showsColour else { return text }
        return "\u{1b}[\(colour.rawValue)m\(text)\u{1b}[0m"
    }

    /// A line on standard error.
    static func complain(_ line: String) {
        var bytes = Array("\(line)\n".utf8)
        while !bytes.isEmpty {
            let count = write(STDERR_FILENO, bytes, bytes.count)
            guard count > 0 else { return }
            bytes.removeFirst(count)
        }
    }
}
