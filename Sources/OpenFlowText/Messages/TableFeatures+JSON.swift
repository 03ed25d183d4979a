import JSONText
import OpenFlow

extension TableFeatures: JSONDescribed {
    static let unread = TableFeatures(
        table: 0, name: "", metadataMatch: 0, metadataWrite: 0, maximumEntries: 0, properties: [])

    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("table_id", &table, .number)
        try form.member("name", &name, .text(limit: 31), .optional)
        try form.member("metadata_match", &metadataMatch, .hexadecimalNumber)
        try form.member("metadata_write", &metadataWrite, .hexadecimalNumber)
        try form.member("config", &configuration, .hexadecimalNumber, .optional)
        try form.member("max_entries", &maximumEntries, .number)
        try form.variants("properties", &properties)
    }
}

/// Named as the specification names the type; what is about the table's miss alone ends in `_miss`.
extension TableFeatureProperty: JSONVariant {
    static let variantNames = [
        "instructions", "instructions_miss", "next_tables", "next_tables_miss", "write_actions",
        "write_actions_miss", "apply_actions", "apply_actions_miss", "match", "wildcards", "write_setfield",
        "write_setfield_miss", "apply_setfield", "apply_setfield_miss", "experimenter", "experimenter_miss", "unknown",
    ]

    var variantName: String {
        func named(_ name: String, _ onMiss: Bool) -> String { onMiss ? name + "_miss" : name }
        return switch self {
        case .instructions(_, let onMiss): named("instructions", onMiss)
        case .nextTables(_, let onMiss): named("next_tables", onMiss)
        case .writeActions(_, let onMiss): named("write_actions", onMiss)
        case .applyActions(_, let onMiss): named("apply_actions", onMiss)
        case .match: "match"
        case .wildcards: "wildcards"
        case .writeSetField(_, let onMiss): named("write_setfield", onMiss)
        case .applySetField(_, let onMiss): named("apply_setfield", onMiss)
        case .experimenter(_, _, _, let onMiss): named("experimenter", onMiss)
        case .unknown: "unknown"
        }
    }

    static func variant(named name: String) -> TableFeatureProperty? {
        let onMiss = name.hasSuffix("_miss")
        switch onMiss ? String(name.dropLast(5)) : name {
        case "instructions": return .instructions([], onMiss: onMiss)
        case "next_tables": return .nextTables([], onMiss: onMiss)
        case "write_actions": return .writeActions([], onMiss: onMiss)
        case "apply_actions": return .applyActions([], onMiss: onMiss)
        case "write_setfield": return .writeSetField([], onMiss: onMiss)
        case "apply_setfield": return .applySetField([], onMiss: onMiss)
        case "experimenter": return .experimenter(0, type: 0, data: [], onMiss: onMiss)
        case "match": return onMiss ? nil : .match([])
        case "wildcards": return onMiss ? nil : .wildcards([])
        case "unknown": return onMiss ? nil : .unknown(type: 0, payload: [])
        default: return nil
        }
    }

    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        switch self {
        case .instructions(var ids, let onMiss):
            try form.array("ids", &ids, of: .unread)
            self = .instructions(ids, onMiss: onMiss)
        case .writeActions(var ids, let onMiss):
            try form.array("ids", &ids, of: .unread)
            self = .writeActions(ids, onMiss: onMiss)
        case .applyActions(var ids, let onMiss):
            try form.array("ids", &ids, of: .unread)
            self = .applyActions(ids, onMiss: onMiss)
        case .nextTables(var tables, let onMiss):
            try form.member("table_ids", &tables, .list(of: .number))
            self = .nextTables(tables, onMiss: onMiss)
        case .match(var fields):
            try form.member("fields", &fields, .list(of: .matchHeader))
            self = .match(fields)
        case .wildcards(var fields):
            try form.member("fields", &fields, .list(of: .matchHeader))
            self = .wildcards(fields)
        case .writeSetField(var fields, let onMiss):
            try form.member("fields", &fields, .list(of: .matchHeader))
            self = .writeSetField(fields, onMiss: onMiss)
        case .applySetField(var fields, let onMiss):
            try form.member("fields", &fields, .list(of: .matchHeader))
            self = .applySetField(fields, onMiss: onMiss)
        case .experimenter(var experimenter, var type, var data, let onMiss):
            try form.member("experimenter", &experimenter, .experimenter)
            try form.member("exp_type", &type, .number)
            try form.member("data", &data, .bytes, .optional)
            self = .experimenter(experimenter, type: type, data: data, onMiss: onMiss)
        case .unknown(var type, var payload):
            try form.member("number", &type, .number)
            try form.member("data", &payload, .bytes, .optional)
            self = .unknown(type: type, payload: payload)
        }
    }
}

extension TableFeatureProperty.FeatureID: JSONDescribed {
    static let unread = TableFeatureProperty.FeatureID(type: 0)

    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("type", &type, .number)
        guard form.isReading || !experimenterData.isEmpty else { return }
        try form.member("data", &experimenterData, .bytes, .optional)
    }
}

extension JSONScalar {
    /// A list of such values.
    static func list<Element>(of element: JSONScalar<Element>) -> JSONScalar where Value == [Element] {
        JSONScalar(
            expected: "a list, each element of it \(element.expected)", write: { .array($0.map(element.write)) },
            read: { json in
                guard let list = json.array else { return nil }
                let values = list.compactMap(element.read)
                return values.count == list.count ? values : nil
            })
    }
}
