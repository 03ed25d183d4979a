import JSONText
import NetworkTypes
import VirtualNetwork

enum NetworkEndpoint: ResourceEndpoint {
    static let kind = ResourceKind.network
    static let derivedMembers: Set<String> = ["segment", "implicit"]
    static let fixedMembers: Set<String> = ["vpc_id"]
    static let filters = ["vpc_id"]

    static func create(_ reader: inout BodyReader, id: ResourceID) -> Command? {
        var create = CreateNetwork(id: id)
        create.name = reader.string("name") ?? ""
        create.tags = reader.strings(byName: "tags") ?? [:]
        create.vpc = reader.nullableID("vpc_id", .vpc) ?? nil
        return .createNetwork(create)
    }

    static func update(_ reader: inout BodyReader, id: ResourceID, ifMatch: Revision?) -> Command {
        .updateNetwork(id, reader.resourceUpdate(), ifMatch: ifMatch)
    }

    static func filter(_ name: String, _ value: String) -> ResourceFilter? {
        guard let vpc = ResourceKind.vpc.parse(value) else { return nil }
        return { resource, _ in
            guard case .network(let network) = resource else { return false }
            return network.vpc == vpc
        }
    }

    static func members(_ resource: Resource, _ view: ResourceView) -> [String: JSONValue] {
        guard case .network(let network) = resource else { return [:] }
        return [
            "vpc_id": .id(.vpc, network.vpc),
            "segment": .integer(Int64(network.key.value)),
            "implicit": .bool(network.isImplicit),
        ]
    }
}
