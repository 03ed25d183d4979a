/// Writes the DOT language (graphviz.org/doc/info/lang.html): an undirected graph, one shape for each kind of vertex.
struct DOTWriter {
    private let drawing: TopologyDrawing

    init(_ drawing: TopologyDrawing) { self.drawing = drawing }

    var text: String {
        var text = "graph topology {\n  node [fontsize=10];\n"
        for vertex in drawing.vertices {
            let shape = Self.shape(of: vertex.id)
            let label = Self.label("\(vertex.id.kind)\n\(vertex.name)")
            text += "  \(Self.identifier(vertex.id.description)) [label=\(label), shape=\(shape)];\n"
        }
        for item in drawing.edges {
            let (from, to) = (item.edge.from.description, item.edge.to.description)
            let label = Self.label(item.edge.kind.rawValue)
            text += "  \(Self.identifier(from)) -- \(Self.identifier(to)) [label=\(label)];\n"
        }
        return text + "}\n"
    }

    private static func shape(of vertex: VertexID) -> String {
        switch vertex {
        case .node: "box3d"
        case .bridge: "box"
        case .port: "ellipse"
        case .tunnelEnd: "diamond"
        case .network: "cylinder"
        case .virtualPort: "oval"
        }
    }

    /// A quoted identifier.
    static func identifier(_ text: String) -> String { "\"" + escape(text) + "\"" }

    /// A quoted label, in which Graphviz reads character entities too.
    static func label(_ text: String) -> String {
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "&" { shown.append(contentsOf: "&amp;".unicodeScalars) } else { shown.append(scalar) }
        }
        return "\"" + escape(String(shown)) + "\""
    }

    private static func escape(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": escaped.append(contentsOf: "\\\"".unicodeScalars)
            case "\\": escaped.append(contentsOf: "\\\\".unicodeScalars)
            case "\n": escaped.append(contentsOf: "\\n".unicodeScalars)
            case "\u{0}"..."\u{1f}": escaped.append("\u{fffd}")
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}
