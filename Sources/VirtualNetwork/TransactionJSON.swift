public import JSONText
import NetworkTypes

extension Event {
    /// `{"type": "port.put", "v": 2, …}` with the whole value, or `{"type": "port.remove", "v": 2, "id": …}`.
    public var json: JSONValue {
        switch self {
        case .put(let resource):
            var members = resource.members
            members["type"] = .string("\(resource.kind.word).put")
            members["v"] = .integer(Int64(eventFormatVersion))
            return .object(members)
        case .remove(let kind, let id):
            return [
                "type": .string("\(kind.word).remove"), "v": .integer(Int64(eventFormatVersion)), "id": .text(id),
            ]
        }
    }

    /// Reads what `json` wrote, strictly, in this version or an older one. `path` leads to the event, for the error.
    public init(json: JSONValue, path: String = "") throws(EventFormatError) {
        var reader = try MemberReader(json, path: path)
        let version = try reader.version()
        let type = try reader.string("type")
        let parts = type.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let kind = ResourceKind.allCases.first(where: { $0.word == parts[0] }),
            kind.firstVersion <= version
        else { throw .unknownType(type, path: reader.member("type")) }
        switch parts[1] {
        case "put":
            if version < 2 { try FormatLift.fromVersion1(kind, &reader) }
            self = .put(try reader.resource(kind))
        case "remove": self = .remove(kind, try reader.parsed("id"))
        default: throw .unknownType(type, path: reader.member("type"))
        }
        try reader.finish()
    }
}

extension Transaction {
    /// `{"v": 2, "revision": …, "at_ns": …, "events": […]}`, as the log keeps it. Times are nanoseconds since 1970, for
    /// what was decided must come back exactly.
    public var json: JSONValue {
        [
            "v": .integer(Int64(eventFormatVersion)), "revision": .integer(Int64(revision)),
            "at_ns": .integer(at.nanoseconds), "events": .array(events.map(\.json)),
        ]
    }

    /// Reads what `json` wrote, strictly.
    public init(json: JSONValue) throws(EventFormatError) {
        var reader = try MemberReader(json, path: "")
        try reader.version()
        let revision = try reader.count("revision")
        let at = try reader.timestamp("at_ns")
        var events: [Event] = []
        for (index, element) in try reader.array("events").enumerated() {
            events.append(try Event(json: element, path: "events[\(index)]"))
        }
        try reader.finish()
        self.init(revision: revision, at: at, events: events)
    }
}
