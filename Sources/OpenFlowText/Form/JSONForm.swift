import JSONText

/// A value whose JSON members are told once, for both directions.
protocol JSONDescribed {
    /// Shows each member to `form`, in the order in which it is written. A reading form puts what it found into the member,
    /// a writing one leaves it as it is.
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError)
}

extension JSONDescribed {
    /// The value with its members shown to `form`.
    func described(by form: inout JSONForm) throws(OpenFlowTextError) -> Self {
        var value = self
        try value.describe(&form)
        return value
    }
}

/// A value of several kinds, each with a name of its own.
protocol JSONVariant: JSONDescribed {
    /// The names of the kinds, as an error lists them.
    static var variantNames: [String] { get }
    var variantName: String { get }
    /// A value of that kind with its defaults; nil where no kind has the name.
    static func variant(named name: String) -> Self?
}

/// One pass over the members of a JSON text, which either writes it or reads it. Since a value shows its members to both in
/// the same words, what is written can be read.
struct JSONForm {
    /// Whether a text may leave the member out. Then the value keeps its default.
    enum Presence {
        case required
        case optional
    }

    private enum Step {
        case member(String)
        case element(Int)
    }

    let isReading: Bool
    /// The xid of the message under way, which a message inside of it has as well unless it says otherwise.
    var xid: UInt32 = 0

    /// What is written so far.
    private(set) var text: [UInt8] = []
    /// Whether the next member or element is the first of its object or array.
    private var isFirst = true

    /// Members of the object under way that nobody asked for yet.
    private var members: [String: JSONValue] = [:]
    /// Names that were asked for, in that order.
    private var asked: [String] = []
    private var path: [Step] = []

    /// A form that writes.
    init() { isReading = false }

    private init(reading: Void) { isReading = true }

    /// The text of `value`: one object.
    static func write(_ value: some JSONDescribed) -> [UInt8] {
        var form = JSONForm()
        var value = value
        form.text.append(UInt8(ascii: "{"))
        // A writing form throws nothing.
        do { try value.describe(&form) } catch { return Array("{}".utf8) }
        form.text.append(UInt8(ascii: "}"))
        return form.text
    }

    /// Fills `value` from an object, in which every member has to be known.
    static func read(_ json: JSONValue, into value: inout some JSONDescribed) throws(OpenFlowTextError) {
        var form = JSONForm(reading: ())
        try form.readObject(json, into: &value)
    }

    /// Reads `json` as one object of its own and restores what was under way.
    private mutating func readObject(
        _ json: JSONValue, into value: inout some JSONDescribed
    ) throws(OpenFlowTextError) {
        guard case .object(let inner) = json else { throw wrong("this is not an object", "write {…} here") }
        let outer = (members, asked)
        members = inner
        asked = []
        try value.describe(&self)
        try refuseStrangers()
        (members, asked) = outer
    }

    private func refuseStrangers() throws(OpenFlowTextError) {
        guard let stranger = members.keys.min() else { return }
        throw wrong(
            "there is no member \"\(stranger)\" here",
            asked.isEmpty ? "take it out" : "the members are \(asked.joined(separator: ", "))")
    }

    // MARK: Errors

    private var pathText: String {
        path.reduce("$") { text, step in
            switch step {
            case .member(let name): "\(text).\(name)"
            case .element(let index): "\(text)[\(index)]"
            }
        }
    }

    /// An error at the place under way.
    func wrong(_ problem: String, _ remedy: String) -> OpenFlowTextError {
        OpenFlowTextError(path: pathText, problem: problem, remedy: remedy)
    }

    /// An error at the member `name` of the object under way.
    func wrong(at name: String, _ problem: String, _ remedy: String) -> OpenFlowTextError {
        OpenFlowTextError(path: "\(pathText).\(name)", problem: problem, remedy: remedy)
    }

    // MARK: The raw members

    private mutating func beginElement() {
        if !isFirst { text.append(UInt8(ascii: ",")) }
        isFirst = false
    }

    private mutating func writeName(_ name: String) {
        beginElement()
        JSONValue.string(name).write(into: &text)
        text.append(UInt8(ascii: ":"))
    }

    /// Takes a member out of the object that is read; nil where it is left out and may be.
    private mutating func take(_ name: String, _ presence: Presence) throws(OpenFlowTextError) -> JSONValue? {
        asked.append(name)
        if let value = members.removeValue(forKey: name) { return value }
        if presence == .optional { return nil }
        throw wrong("the member \"\(name)\" is missing", "add it")
    }

    /// Names of the members that nobody asked for yet, in order. For objects whose members' names are data.
    var remainingNames: [String] { members.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }

    /// Whether the object that is read has a member; it stays unread.
    func has(_ name: String) -> Bool { members[name] != nil }

    func isObject(_ name: String) -> Bool { members[name]?.object != nil }

    /// Passes over a member that says nothing about the message.
    mutating func ignore(_ name: String) {
        if isReading { members[name] = nil }
    }
}

// MARK: Members

extension JSONForm {
    /// A member of one number, text or list.
    mutating func member<Value: SendableMetatype>(
        _ name: String, _ value: inout Value, _ scalar: JSONScalar<Value>, _ presence: Presence = .required
    ) throws(OpenFlowTextError) {
        guard isReading else {
            writeName(name)
            scalar.write(value).write(into: &text)
            return
        }
        guard let json = try take(name, presence) else { return }
        path.append(.member(name))
        guard let read = scalar.read(json) else {
            throw wrong("\(Self.excerpt(json)) does not fit here", "write \(scalar.expected)")
        }
        value = read
        path.removeLast()
    }

    /// A member that is left out where the value is nil.
    mutating func member<Value: SendableMetatype>(
        _ name: String, _ value: inout Value?, ifPresent scalar: JSONScalar<Value>
    ) throws(OpenFlowTextError) {
        if !isReading, value == nil { return }
        try member(
            name, &value,
            JSONScalar<Value?>(
                expected: scalar.expected, write: { $0.map(scalar.write) ?? .null },
                read: { json in scalar.read(json).map { .some($0) } }),
            .optional)
    }

    /// A member that is an object.
    mutating func object(
        _ name: String, _ value: inout some JSONDescribed, _ presence: Presence = .required
    ) throws(OpenFlowTextError) {
        guard isReading else {
            writeName(name)
            try writeObject(&value)
            return
        }
        guard let json = try take(name, presence) else { return }
        path.append(.member(name))
        try readObject(json, into: &value)
        path.removeLast()
    }

    private mutating func writeObject(_ value: inout some JSONDescribed) throws(OpenFlowTextError) {
        text.append(UInt8(ascii: "{"))
        isFirst = true
        try value.describe(&self)
        isFirst = false
        text.append(UInt8(ascii: "}"))
    }

    /// A member that is an array of objects. `first` has the defaults of an element.
    mutating func array<Element: JSONDescribed>(
        _ name: String, _ elements: inout [Element], of first: @autoclosure () -> Element,
        _ presence: Presence = .required
    ) throws(OpenFlowTextError) {
        guard isReading else {
            writeName(name)
            text.append(UInt8(ascii: "["))
            isFirst = true
            for index in elements.indices {
                var element = elements[index]
                beginElement()
                try writeObject(&element)
            }
            isFirst = false
            text.append(UInt8(ascii: "]"))
            return
        }
        guard let json = try take(name, presence) else { return }
        path.append(.member(name))
        elements = []
        for (index, json) in try elementsOf(json).enumerated() {
            path.append(.element(index))
            var element = first()
            try readObject(json, into: &element)
            elements.append(element)
            path.removeLast()
        }
        path.removeLast()
    }

    private func elementsOf(_ json: JSONValue) throws(OpenFlowTextError) -> [JSONValue] {
        guard case .array(let elements) = json else {
            throw wrong("this is not an array", "write […] here")
        }
        return elements
    }

    /// The beginning of a value, for an error.
    private static func excerpt(_ json: JSONValue) -> String {
        let text = json.text
        return text.utf8.count <= 60 ? text : String(text.prefix(60)) + "…"
    }
}

// MARK: Variants

extension JSONForm {
    /// A member that names the variant, whose own members stand beside it.
    mutating func variant<Value: JSONVariant>(_ name: String, _ value: inout Value) throws(OpenFlowTextError) {
        if isReading {
            guard let json = try take(name, .required) else { return }
            guard let kind = json.string, let prototype = Value.variant(named: kind) else {
                throw wrong(
                    at: name, "\(Self.excerpt(json)) is not known",
                    "write one of \(Value.variantNames.joined(separator: ", "))")
            }
            value = prototype
        } else {
            writeName(name)
            JSONValue.string(value.variantName).write(into: &text)
        }
        try value.describe(&self)
    }

    /// A member that is an array of objects with one member each, which is named as the variant: `[{"drop": {…}}]`.
    ///
    /// In reading, `add` takes each element or throws; in writing, it is not called.
    mutating func variants<Value: JSONVariant>(
        _ name: String, _ elements: some Sequence<Value>, _ presence: Presence = .required,
        add: (Value, JSONForm) throws(OpenFlowTextError) -> Void
    ) throws(OpenFlowTextError) {
        guard isReading else {
            writeName(name)
            text.append(UInt8(ascii: "["))
            isFirst = true
            for element in elements {
                var element = element
                beginElement()
                text.append(UInt8(ascii: "{"))
                isFirst = true
                writeName(element.variantName)
                try writeObject(&element)
                text.append(UInt8(ascii: "}"))
            }
            isFirst = false
            text.append(UInt8(ascii: "]"))
            return
        }
        guard let json = try take(name, presence) else { return }
        path.append(.member(name))
        for (index, json) in try elementsOf(json).enumerated() {
            path.append(.element(index))
            try add(try readVariant(json), self)
            path.removeLast()
        }
        path.removeLast()
    }

    /// The same of an array of values.
    mutating func variants<Value: JSONVariant>(
        _ name: String, _ elements: inout [Value], _ presence: Presence = .required
    ) throws(OpenFlowTextError) {
        var read: [Value] = []
        try variants(name, elements, presence) { (element, _) throws(OpenFlowTextError) in read.append(element) }
        if isReading { elements = read }
    }

    private mutating func readVariant<Value: JSONVariant>(_ json: JSONValue) throws(OpenFlowTextError) -> Value {
        guard case .object(let members) = json, members.count == 1, let (name, inner) = members.first else {
            throw wrong("this is not an object with one member", "write {\"NAME\": {…}} here")
        }
        guard var value = Value.variant(named: name) else {
            throw wrong("\"\(name)\" is not known here", "write one of \(Value.variantNames.joined(separator: ", "))")
        }
        path.append(.member(name))
        try readObject(inner, into: &value)
        path.removeLast()
        return value
    }
}
