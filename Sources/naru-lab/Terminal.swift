import Glibc

/// Lines to the user, written at once, coloured where a terminal reads them.
enum Terminal {
    static let isColoured = isatty(1) == 1

    static func line(_ text: String) { put(text, 1) }

    static func error(_ text: String) { put(text, 2) }

    static func green(_ text: String) -> String { coloured(text, 32) }
    static func red(_ text: String) -> String { coloured(text, 31) }
    static func yellow(_ text: String) -> String { coloured(text, 33) }
    static func bold(_ text: String) -> String { coloured(text, 1) }

    private static func coloured(_ text: String, _ code: Int) -> String {
        isColoured ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text
    }

    private static func put(_ text: String, _ descriptor: Int32) {
        let bytes = Array((text + "\n").utf8)
        var offset = 0
        while offset < bytes.count {
            let count = bytes.withUnsafeBytes {
                write(descriptor, $0.baseAddress?.advanced(by: offset), bytes.count - offset)
            }
            if count <= 0 { return }
            offset += count
        }
    }
}
