/// One line of `ovs-ofctl dump-flows`: which flow, how old, how often hit.
public struct InstalledFlow: Hashable, Sendable {
    /// Table, priority and match: what OpenFlow holds a flow by.
    public var key: String
    /// Hexadecimal with `0x`.
    public var cookie: String
    public var table: Int
    /// Seconds since it was added, or added again.
    public var age: Double
    public var packets: Int
    public var actions: String

    /// Nil for the reply's heading.
    public init?(dumpLine line: String) {
        guard let actionsRange = line.range(ofText: " actions=") else { return nil }
        actions = String(line[actionsRange.upperBound...])
        var cookie: String?
        var table: Int?
        var age: Double?
        var packets: Int?
        var key = ""
        for part in line[..<actionsRange.lowerBound].split(whereSeparator: { $0 == " " || $0 == "," }) {
            if part.hasPrefix("cookie=") {
                cookie = String(part.dropFirst(7))
            } else if part.hasPrefix("duration=") {
                age = Double(part.dropFirst(9).dropLast(1))
            } else if part.hasPrefix("table=") {
                table = Int(part.dropFirst(6))
            } else if part.hasPrefix("n_packets=") {
                packets = Int(part.dropFirst(10))
            } else if !part.hasPrefix("n_bytes=") && !part.hasPrefix("idle_age=") && !part.hasPrefix("hard_age=") {
                key += ",\(part)"
            }
        }
        guard let cookie, let table, let age, let packets else { return nil }
        self.cookie = cookie
        self.table = table
        self.age = age
        self.packets = packets
        self.key = "table=\(table)\(key)"
    }
}

extension String {
    /// The first place of `text` in this string.
    fileprivate func range(ofText text: String) -> Range<String.Index>? {
        var index = startIndex
        while index < endIndex {
            if self[index...].hasPrefix(text) { return index..<self.index(index, offsetBy: text.count) }
            index = self.index(after: index)
        }
        return nil
    }
}
