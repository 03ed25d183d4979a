/// A domain name as the DNS writes it (RFC 1035 §3.1), never compressed, as DHCPv6 (RFC 8415 §10) and router advertisements
/// (RFC 8106 §5.2) carry it.
public struct DomainName: Hashable, Sendable {
    /// From the leaf on, each of 1 to 63 bytes; none for the root.
    public let labels: [[UInt8]]

    /// Bytes of a label.
    public static let labelLimit = 63
    /// Bytes of a name with its length bytes and its end.
    public static let sizeLimit = 255

    /// Reads the dotted form, with or without a dot at its end. Nil for an empty or too long name or label. No escapes: a dot
    /// parts labels.
    public init?(_ text: String) {
        var labels: [[UInt8]] = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map {
            Array($0)
        }
        if labels.count > 1, labels.last?.isEmpty == true { labels.removeLast() }
        guard labels.allSatisfy({ (1...Self.labelLimit).contains($0.count) }),
            Self.size(of: labels) <= Self.sizeLimit
        else { return nil }
        self.labels = labels
    }

    /// A label takes two bytes at least, so the loop ends with the limit. A pointer of the DNS's compression is `badValue`.
    init(_ reader: inout PacketReader) throws(PacketError) {
        let start = reader.offset
        var labels: [[UInt8]] = []
        while true {
            let at = reader.offset
            let length = Int(try reader.uint8())
            if length == 0 { break }
            guard length <= Self.labelLimit else { throw reader.error(.badValue, at: at) }
            labels.append(Array(try reader.take(length)))
            guard reader.offset - start < Self.sizeLimit else { throw reader.error(.badLength, at: start) }
        }
        self.labels = labels
    }

    func encode(_ writer: inout PacketWriter) {
        for label in labels {
            writer.write(UInt8(truncatingIfNeeded: label.count))
            writer.write(label)
        }
        writer.write(0 as UInt8)
    }

    private static func size(of labels: [[UInt8]]) -> Int { labels.reduce(1) { $0 + 1 + $1.count } }
}

extension DomainName: CustomStringConvertible {
    /// The dotted form, for logs.
    public var description: String {
        labels.isEmpty ? "." : labels.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ".")
    }
}
