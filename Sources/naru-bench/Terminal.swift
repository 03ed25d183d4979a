import Glibc

/// Figures go to standard output, progress and trouble to standard error.
enum Terminal {
    private static let isLive = isatty(2) == 1

    static func line(_ text: String) { put(text + "\n", 1) }

    static func error(_ text: String) { put(text + "\n", 2) }

    /// A step of `count`: on a terminal the line is written over, elsewhere every tenth part is a line.
    static func progress(_ what: String, _ done: Int, of count: Int) {
        if isLive {
            put("\r\u{1b}[K· \(what) \(done)/\(count)\(done == count ? "\n" : "")", 2)
        } else if done == count || done % max(1, count / 10) == 0 {
            put("· \(what) \(done)/\(count)\n", 2)
        }
    }

    private static func put(_ text: String, _ descriptor: Int32) {
        let bytes = Array(text.utf8)
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
