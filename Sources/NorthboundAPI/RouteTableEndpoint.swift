import JSONText
import NetworkTypes
import VirtualNetwork

enum RouteTableEndpoint: ResourceEndpoint {
    static let kind = ResourceKind.routeTable
    static let derivedMembers: Set<String> = []
    static let fixedMembers: Set<String> = ["vpc_id"]
    static let filters = ["vpc_id"]

    static func create(_ reader: inout BodyReader, id: ResourceID) -> Command? {
        let vpc = reader.id("vpc_id", .vpc)
        if !reader.has("vpc_id") { reader.missing("vpc_id", "give the VPC whose subnets the table is for") }
        let name = reader.string("name") ?? ""
        let tags = reader.strings(byName: "tags") ?? [:]
        let routes = reader.routes("routes", Route.init) ?? []
        guard let vpc else { return nil }
        var create = CreateRouteTable(id: id, vpc: vpc)
        create.name = name
        create.tags = tags
        create.routes = routes
        return .createRouteTable(create)
    }

    static func update(_ reader: inout BodyReader, id: ResourceID, ifMatch: Revision?) -> Command {
        var update = RouteTableUpdate()
        update.base = reader.resourceUpdate()
        update.routes = reader.routes("routes", Route.init)
        return .updateRouteTable(id, update, ifMatch: ifMatch)
    }

    static func filter(_ name: String, _ value: String) -> ResourceFilter? {
        guard let vpc = ResourceKind.vpc.parse(value) else { return nil }
        return { resource, _ in
            guard case .routeTable(let table) = resource else { return false }
            return table.vpc == vpc
        }
    }

    static func members(_ resource: Resource, _ view: ResourceView) -> [String: JSONValue] {
        guard case .routeTable(let table) = resource else { return [:] }
        return [
            "vpc_id": .id(.vpc, table.vpc),
            "routes": .array(table.routes.map { .route($0.destination, $0.nextHop) }),
        ]
    }
}
