import JSONText
import NetworkTypes
import VirtualNetwork

enum SecurityGroupEndpoint: ResourceEndpoint {
    static let kind = ResourceKind.securityGroup
    static let derivedMembers: Set<String> = ["is_default"]
    static let fixedMembers: Set<String> = ["vpc_id"]
    static let filters = ["vpc_id"]

    static func create(_ reader: inout BodyReader, id: ResourceID) -> Command? {
        let vpc = reader.id("vpc_id", .vpc)
        if !reader.has("vpc_id") { reader.missing("vpc_id", "give the VPC whose ports the group is for") }
        let name = reader.string("name") ?? ""
        let tags = reader.strings(byName: "tags") ?? [:]
        guard let vpc else { return nil }
        var create = CreateSecurityGroup(id: id, egressRule: .random(), vpc: vpc)
        create.name = name
        create.tags = tags
        return .createSecurityGroup(create)
    }

    static func update(_ reader: inout BodyReader, id: ResourceID, ifMatch: Revision?) -> Command {
        .updateSecurityGroup(id, reader.resourceUpdate(), ifMatch: ifMatch)
    }

    static func filter(_ name: String, _ value: String) -> ResourceFilter? {
        guard let vpc = ResourceKind.vpc.parse(value) else { return nil }
        return { resource, _ in
            guard case .securityGroup(let group) = resource else { return false }
            return group.vpc == vpc
        }
    }

    static func members(_ resource: Resource, _ view: ResourceView) -> [String: JSONValue] {
        guard case .securityGroup(let group) = resource else { return [:] }
        return ["vpc_id": .id(.vpc, group.vpc), "is_default": .bool(group.isDefault)]
    }
}
