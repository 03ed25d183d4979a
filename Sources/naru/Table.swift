import JSONText

/// Resources as rows under headings.
struct Table {
    struct Column {
        let heading: String
        let text: (JSONValue) -> String

        init(_ heading: String, _ text: @escaping (JSONValue) -> String) {
            self.heading = heading
            self.text = text
        }

        /// A member as it stands.
        init(_ heading: String, _ member: String) {
            self.init(heading) { Table.text($0[member]) }
        }
    }

    let columns: [Column]

    func show(_ items: [JSONValue]) {
        let rows = items.map { item in columns.map { Self.printable($0.text(item)) } }
        let widths = columns.indices.map { index in
            max(columns[index].heading.count, rows.map { $0[index].count }.max() ?? 0)
        }
        print(Terminal.paint(line(columns.map(\.heading), widths), .bold))
        for row in rows { print(line(row, widths, painted: true)) }
    }

    private func line(_ cells: [String], _ widths: [Int], painted: Bool = false) -> String {
        cells.enumerated().map { index, cell in
            let padding = index == cells.count - 1 ? 0 : widths[index] - cell.count
            let text = painted ? Terminal.paint(cell, Self.colour(of: cell)) : cell
            return text + String(repeating: " ", count: padding)
        }.joined(separator: "  ")
    }

    private static func colour(of word: String) -> Terminal.Colour? {
        switch word {
        case "connected", "active": .green
        case "degraded", "build", "enrolling": .yellow
        case "disconnected", "down": .red
        default: nil
        }
    }

    /// A member in a cell: strings bare, lists with commas, nothing as a hyphen.
    static func text(_ value: JSONValue?) -> String {
        switch value {
        case nil, .null: "-"
        case .string(let text): text.isEmpty ? "-" : text
        case .array(let elements): elements.isEmpty ? "-" : elements.map { text($0) }.joined(separator: ",")
        case .object(let members):
            members.isEmpty
                ? "-"
                : members.sorted { $0.key < $1.key }.map { "\($0.key)=\(text($0.value))" }.joined(separator: " ")
        case .some(let value): value.text
        }
    }

    /// Names are a stranger's: control characters could drive the terminal.
    static func printable(_ text: String) -> String {
        String(text.unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{fffd}" : Character($0) })
    }

    /// One resource, a member a line: the name's first, then the rest by name.
    static func show(_ resource: JSONValue) {
        guard let members = resource.object else { return print(resource.text) }
        let first = ["id", "name", "project_id"]
        let names = first.filter { members[$0] != nil } + members.keys.filter { !first.contains($0) }.sorted()
        let width = names.map(\.count).max() ?? 0
        for name in names {
            let value = name == "applied" ? Column.applied.text(resource) : text(members[name])
            let label = name + String(repeating: " ", count: width - name.count)
            print("\(Terminal.paint(label, .bold))  \(Terminal.paint(printable(value), colour(of: value)))")
        }
    }
}
