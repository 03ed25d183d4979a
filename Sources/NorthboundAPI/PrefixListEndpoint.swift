import JSONText
import NetworkTypes
import VirtualNetwork

enum PrefixListEndpoint: ResourceEndpoint {
    static let kind = ResourceKind.prefixList
    static let derivedMembers: Set<String> = []
    static let fixedMembers: Set<String> = []
    static let filters: [String] = []

    static func create(_ reader: inout BodyReader, id: ResourceID) -> Command? {
        var create = CreatePrefixList(id: id, entries: [])
        create.name = reader.string("name") ?? ""
        create.tags = reader.strings(byName: "tags") ?? [:]
        create.entries = reader.prefixes("entries") ?? []
        if !reader.has("entries") {
            reader.missing("entries", "give the blocks of the list, such as [\"192.0.2.0/24\"]")
        }
        return .createPrefixList(create)
    }

    static func update(_ reader: inout BodyReader, id: ResourceID, ifMatch: Revision?) -> Command {
        var update = PrefixListUpdate()
        update.base = reader.resourceUpdate()
        update.entries = reader.prefixes("entries")
        return .updatePrefixList(id, update, ifMatch: ifMatch)
    }

    static func filter(_ name: String, _ value: String) -> ResourceFilter? { nil }

    static func members(_ resource: Resource, _ view: ResourceView) -> [String: JSONValue] {
        guard case .prefixList(let list) = resource else { return [:] }
        return ["entries": .strings(list.entries)]
    }
}
