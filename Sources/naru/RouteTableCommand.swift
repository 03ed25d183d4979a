import ArgumentParser
import JSONText

struct RouteTableCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "route-table", abstract: "Routes of subnets to what is not in their VPC.",
        subcommands: [
            CreateRouteTableCommand.self, ListCommand<RouteTableNoun>.self, ShowCommand<RouteTableNoun>.self,
            SetRouteTableCommand.self, DeleteCommand<RouteTableNoun>.self,
        ])
}

struct CreateRouteTableCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Makes a route table; subnets are given it with `naru subnet set`.",
        discussion: "EXAMPLE\n  naru route-table create by-appliance --vpc shop --route 10.9.0.0/16=10.0.0.7")

    @OptionGroup var naming: NameAndTags

    @Option(help: "The VPC whose subnets it is for.")
    var vpc: String

    @Option(
        name: .customLong("route"),
        help: ArgumentHelp(
            "A block, and the address in the VPC that leads there; may be repeated.", valueName: "cidr=next-hop"))
    var routes: [String] = []

    @OptionGroup var wait: WaitOptions
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.run { session in
            var members = try naming.members()
            members["vpc_id"] = .string(try await session.id(of: VPCNoun.self, vpc))
            members["routes"] = try routeMembers(routes)
            session.show(try await session.call("POST", "/v1/route-tables\(wait.query)", body: .object(members)))
        }
    }
}

struct SetRouteTableCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Changes a route table.",
        discussion: "EXAMPLE\n  naru route-table set by-appliance --route 10.9.0.0/16=10.0.0.8")

    @OptionGroup var change: ChangedNameAndTags

    @Option(
        name: .customLong("route"),
        help: ArgumentHelp(
            "A route that it shall have; may be repeated. They take the place of those that it has.",
            valueName: "cidr=next-hop"))
    var routes: [String] = []

    @Flag(help: "No routes.")
    var noRoutes = false

    @OptionGroup var wait: WaitOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard routes.isEmpty || !noRoutes else { throw ValidationError("--route and --no-routes contradict") }
    }

    func run() async throws {
        try await connection.run { session in
            var members = try change.members()
            if noRoutes || !routes.isEmpty { members["routes"] = try routeMembers(routes) }
            try await session.change(RouteTableNoun.self, change.target, members, wait)
        }
    }
}
