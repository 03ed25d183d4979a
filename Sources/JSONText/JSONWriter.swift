extension JSONValue {
    /// Compact text, members sorted by the UTF-8 bytes of their names, so equal values have equal text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The same order with an indent of two spaces, for people.
    public var prettyText: String {
        var bytes: [UInt8] = []
        write(into: &bytes, indent: 0)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The UTF-8 bytes of `text`.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        write(into: &bytes)
        return bytes
    }

    /// Appends `bytes`. A real that is not finite, which JSON can't say, is written as null.
    public func write(into bytes: inout [UInt8]) { write(into: &bytes, indent: nil) }

    /// `indent` is the depth already reached, or nil for compact text.
    private func write(into bytes: inout [UInt8], indent: Int?) {
        switch self {
        case .null: bytes += "null".utf8
        case .bool(let value): bytes += (value ? "true" : "false").utf8
        case .integer(let value): bytes += String(value).utf8
        case .real(let value): bytes += (value.isFinite ? value.description : "null").utf8
        case .string(let value): Self.write(string: value, into: &bytes)
        case .array(let elements):
            let inner = indent.map { $0 + 1 }
            bytes.append(UInt8(ascii: "["))
            for (position, element) in elements.enumerated() {
                if position > 0 { bytes.append(UInt8(ascii: ",")) }
                Self.breakLine(inner, &bytes)
                element.write(into: &bytes, indent: inner)
            }
            if !elements.isEmpty { Self.breakLine(indent, &bytes) }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            let inner = indent.map { $0 + 1 }
            bytes.append(UInt8(ascii: "{"))
            let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            for (position, member) in sorted.enumerated() {
                if position > 0 { bytes.append(UInt8(ascii: ",")) }
                Self.breakLine(inner, &bytes)
                Self.write(string: member.key, into: &bytes)
                bytes.append(UInt8(ascii: ":"))
                if inner != nil { bytes.append(UInt8(ascii: " ")) }
                member.value.write(into: &bytes, indent: inner)
            }
            if !members.isEmpty { Self.breakLine(indent, &bytes) }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private static func breakLine(_ indent: Int?, _ bytes: inout [UInt8]) {
        guard let indent else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes += repeatElement(UInt8(ascii: " "), count: 2 * indent)
    }

    /// Escapes only what RFC 8259 §7 demands.
    private static func write(string: String, into bytes: inout [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        bytes.append(UInt8(ascii: "\""))
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""): bytes += "\\\"".utf8
            case UInt8(ascii: "\\"): bytes += "\\\\".utf8
            case 0x08: bytes += "\\b".utf8
            case 0x0C: bytes += "\\f".utf8
            case 0x0A: bytes += "\\n".utf8
            case 0x0D: bytes += "\\r".utf8
            case 0x09: bytes += "\\t".utf8
            case 0..<0x20:
                bytes += "\\u00".utf8
                bytes += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
