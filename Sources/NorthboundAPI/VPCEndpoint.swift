import JSONText
import NetworkTypes
import VirtualNetwork

enum VPCEndpoint: ResourceEndpoint {
    static let kind = ResourceKind.vpc
    static let derivedMembers: Set<String> = ["default_security_group_id"]
    static let fixedMembers: Set<String> = []
    static let filters: [String] = []

    static func create(_ reader: inout BodyReader, id: ResourceID) -> Command? {
        var create = CreateVPC(id: id, cidrs: [], defaultGroup: .random())
        create.name = reader.string("name") ?? ""
        create.tags = reader.strings(byName: "tags") ?? [:]
        if reader.has("cidrs") {
            create.cidrs = reader.prefixes("cidrs") ?? []
        } else {
            _ = reader.value("cidrs")
            reader.missing("cidrs", "give the address blocks of the VPC, such as [\"10.0.0.0/16\"]")
        }
        return .createVPC(create)
    }

    static func update(_ reader: inout BodyReader, id: ResourceID, ifMatch: Revision?) -> Command {
        var update = VPCUpdate()
        update.base = reader.resourceUpdate()
        update.cidrs = reader.prefixes("cidrs")
        return .updateVPC(id, update, ifMatch: ifMatch)
    }

    static func filter(_ name: String, _ value: String) -> ResourceFilter? { nil }

    static func members(_ resource: Resource, _ view: ResourceView) -> [String: JSONValue] {
        guard case .vpc(let vpc) = resource else { return [:] }
        return [
            "cidrs": .strings(vpc.cidrs),
            "default_security_group_id": .id(.securityGroup, vpc.defaultGroup),
        ]
    }
}
