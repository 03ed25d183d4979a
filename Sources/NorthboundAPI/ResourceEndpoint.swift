import ControllerCore
import JSONText
import NetworkTypes
import VirtualNetwork

/// What tells one kind of resource from another in the API: its members, both ways, and its filters.
protocol ResourceEndpoint: Sendable {
    static var kind: ResourceKind { get }

    /// Members that answers have beyond those that a request may set and those that every resource has.
    static var derivedMembers: Set<String> { get }

    /// Members that are given at the creation and stay.
    static var fixedMembers: Set<String> { get }

    /// Names of the filters beyond `name` and `project_id`.
    static var filters: [String] { get }

    /// Reads a create. Nil only where the reader has noted a fault.
    static func create(_ reader: inout BodyReader, id: ResourceID) -> Command?

    /// Reads an update.
    static func update(_ reader: inout BodyReader, id: ResourceID, ifMatch: Revision?) -> Command

    /// The filter `name`, one of `filters`, for `value`; nil when `value` is malformed.
    static func filter(_ name: String, _ value: String) -> ResourceFilter?

    /// What the resource has beyond what every resource has.
    static func members(_ resource: Resource, _ view: ResourceView) -> [String: JSONValue]
}

typealias ResourceFilter = (Resource, ControllerSnapshot) -> Bool

/// What a presentation may need beside the resource.
struct ResourceView {
    let snapshot: ControllerSnapshot
    /// `HOST:PORT` that nodes are told to dial.
    let ovsdbTarget: String
    /// The address of the node's tunnel end, where a create named it.
    var encapIP: IPAddress?
}

extension ResourceEndpoint {
    static var commonMembers: Set<String> {
        ["id", "project_id", "created_at", "updated_at", "revision", "applied"]
    }

    /// The whole resource. `applied` is what a wait found, or nil for where it stands now.
    static func json(_ resource: Resource, _ view: ResourceView, applied: AppliedStatus? = nil) -> JSONValue {
        let metadata = resource.metadata
        var members = members(resource, view)
        members["id"] = .string(kind.show(metadata.id))
        members["project_id"] = .string(metadata.project.name)
        members["name"] = .string(metadata.name)
        members["tags"] = .object(metadata.tags.mapValues { .string($0) })
        members["created_at"] = .string(metadata.createdAt.description)
        members["updated_at"] = .string(metadata.updatedAt.description)
        members["revision"] = .integer(Int64(metadata.revision))
        members["applied"] = (applied ?? view.snapshot.applied(resource)).json
        return .object(members)
    }
}

extension AppliedStatus {
    var json: JSONValue {
        .object([
            "applied": .bool(isApplied),
            "revision": .integer(Int64(revision)),
            "behind": .array(
                behind.prefix(APILimits.nodesBehindNamed).map { .string(ResourceKind.node.show($0)) }),
            "behind_count": .integer(Int64(behind.count)),
        ])
    }
}

extension JSONValue {
    /// An id as it is shown, or null.
    static func id(_ kind: ResourceKind, _ id: ResourceID?) -> JSONValue {
        id.map { .string(kind.show($0)) } ?? .null
    }

    static func route(_ destination: IPPrefix, _ nextHop: IPAddress) -> JSONValue {
        .object(["destination": .string(destination.description), "next_hop": .string(nextHop.description)])
    }

    static func strings(_ values: some Sequence<some CustomStringConvertible>) -> JSONValue {
        .array(values.map { .string($0.description) })
    }
}

extension BodyReader {
    /// Name and tags of an update.
    mutating func resourceUpdate() -> ResourceUpdate {
        var update = ResourceUpdate()
        update.name = string("name")
        update.tags = strings(byName: "tags")
        return update
    }
}
