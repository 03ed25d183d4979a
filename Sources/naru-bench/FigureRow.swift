import Foundation

/// Rows of a report's table: a name, and right-aligned figures.
enum FigureRow {
    private static let nameWidth = 44
    private static let cellWidth = 11

    /// What `text(of:)` shows of each kind of write.
    static let heading = text(
        "REST write to the switch's acknowledgement", ["count", "median", "p99", "max", "CPU each"])

    static func text(_ name: String, _ cells: [String]) -> String {
        name + String(repeating: " ", count: max(0, nameWidth - name.count))
            + cells.map { String(repeating: " ", count: max(1, cellWidth - $0.count)) + $0 }.joined()
    }

    /// A line, and another where acknowledgements are missing.
    static func lines(of write: WriteFigures) -> [String] {
        let line = text(
            write.name,
            [
                "\(write.count)", milliseconds(write.percentile(50)), milliseconds(write.percentile(99)),
                milliseconds(write.percentile(100)), write.cpuMilliseconds.map(milliseconds) ?? "-",
            ])
        let missing = write.unacknowledged
        return missing > 0 ? [line, "  \(missing) were not acknowledged in time"] : [line]
    }

    static func milliseconds(_ value: Double) -> String { String(format: "%.2f ms", value) }

    static func mebibytes(_ kibibytes: Int) -> String { String(format: "%.1f MiB", Double(kibibytes) / 1024) }
}

/// What this program was built for.
enum BuildKind {
    static var name: String {
        #if DEBUG
            "debug"
        #else
            "release"
        #endif
    }
}
