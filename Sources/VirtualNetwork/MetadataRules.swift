/// What names, tags and other texts may be.
enum MetadataRules {
    static func check(name: String) throws(Refusal) {
        try check(text: name, field: "name", limit: Limits.nameLength)
    }

    /// Tags and labels.
    static func check(tags: [String: String], field: String) throws(Refusal) {
        guard tags.count <= Limits.tags else {
            throw .tooMany(field, tags.count, limit: Limits.tags, noun: field)
        }
        for (key, value) in tags.sorted(by: { $0.key < $1.key }) {
            guard !key.isEmpty else {
                throw .invalid("tag-key-empty", field, "the key of \"\(value.prefix(32))\" is empty", "name the key")
            }
            try check(text: key, field: field, limit: Limits.tagKeyLength)
            try check(text: value, field: "\(field).\(key)", limit: Limits.tagValueLength)
        }
    }

    /// Free text: so many Unicode scalars at most, none of them a control character, which would garble any table or
    /// log that shows it.
    static func check(text: String, field: String, limit: Int = Limits.textLength) throws(Refusal) {
        let length = text.unicodeScalars.count
        guard length <= limit else {
            throw .invalid(
                "text-too-long", field, "it has \(length) characters, and \(limit) is the limit",
                "shorten it to \(limit) characters")
        }
        guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            throw .invalid(
                "text-control-character", field, "it holds a control character", "take control characters out")
        }
    }
}
