import JSONText
import NetworkTypes

/// Writes GraphML: one `key` for each attribute that occurs, then nodes and edges.
struct GraphMLWriter {
    private let drawing: TopologyDrawing

    init(_ drawing: TopologyDrawing) { self.drawing = drawing }

    var text: String {
        let vertexRows = drawing.vertices.map { vertex in
            var row = vertex.attributes
            row["vertex"] = .string(vertex.id.description)
            row["vertex_kind"] = .string(vertex.id.kind)
            row["name"] = .string(vertex.name)
            return row
        }
        let edgeRows = drawing.edges.map { item in
            var row = item.attributes
            row["edge_kind"] = .string(item.edge.kind.rawValue)
            return row
        }
        var text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <graphml xmlns="http://graphml.graphdrawing.org/xmlns" \
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
            xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns \
            http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">

            """
        text += Self.declarations(of: vertexRows, domain: "node")
        text += Self.declarations(of: edgeRows, domain: "edge")
        text += "  <graph id=\"topology-\(drawing.revision)\" edgedefault=\"undirected\">\n"
        for (vertex, row) in zip(drawing.vertices, vertexRows) {
            text += "    <node id=\"\(Self.token(vertex.id.description))\">\n"
            text += Self.data(row, domain: "node") + "    </node>\n"
        }
        for (item, row) in zip(drawing.edges, edgeRows) {
            let (from, to) = (Self.token(item.edge.from.description), Self.token(item.edge.to.description))
            text += "    <edge id=\"\(Self.token(item.edge.id))\" source=\"\(from)\" target=\"\(to)\">\n"
            text += Self.data(row, domain: "edge") + "    </edge>\n"
        }
        return text + "  </graph>\n</graphml>\n"
    }

    private static func declarations(of rows: [[String: JSONValue]], domain: String) -> String {
        var types: [String: String] = [:]
        for row in rows {
            for (name, value) in row {
                let type = self.type(of: value)
                types[name] = types[name].map { $0 == type ? type : "string" } ?? type
            }
        }
        return types.sorted { $0.key < $1.key }.map { name, type in
            "  <key id=\"\(domain)-\(name)\" for=\"\(domain)\" attr.name=\"\(escape(name))\" attr.type=\"\(type)\"/>\n"
        }.joined()
    }

    private static func data(_ row: [String: JSONValue], domain: String) -> String {
        row.sorted { $0.key < $1.key }.map { name, value in
            "      <data key=\"\(domain)-\(name)\">\(escape(text(of: value)))</data>\n"
        }.joined()
    }

    private static func type(of value: JSONValue) -> String {
        switch value {
        case .bool: "boolean"
        case .integer: "long"
        case .real: "double"
        case .null, .string, .array, .object: "string"
        }
    }

    /// Strings stand bare, and lists of strings side by side; anything else is JSON.
    private static func text(of value: JSONValue) -> String {
        if let text = value.string { return text }
        if let elements = value.array {
            return elements.map { $0.string ?? $0.text }.joined(separator: " ")
        }
        return value.text
    }

    /// An XML name token (NMTOKEN) that no other text has: letters, digits, `.` and `-` stay, `/` is `:`, any other byte
    /// is `_` and two hexadecimal digits.
    static func token(_ text: String) -> String {
        var token = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"):
                token.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: "/"): token += ":"
            default: token += "_" + hexadecimal(byte, digits: 2)
            }
        }
        return token
    }

    /// Text for an element or an attribute. What XML 1.0 cannot say (section 2.2) becomes U+FFFD.
    static func escape(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
            case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
            case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
            case "'": escaped.append(contentsOf: "&apos;".unicodeScalars)
            case "\t", "\n", "\r": escaped.append(contentsOf: "&#\(scalar.value);".unicodeScalars)
            case "\u{0}"..."\u{1f}", "\u{fffe}", "\u{ffff}": escaped.append("\u{fffd}")
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}
