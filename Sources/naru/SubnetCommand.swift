import ArgumentParser
import JSONText

struct SubnetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "subnet", abstract: "Blocks of addresses on a network.",
        subcommands: [
            CreateSubnetCommand.self, ListCommand<SubnetNoun>.self, ShowCommand<SubnetNoun>.self,
            SetSubnetCommand.self, DeleteCommand<SubnetNoun>.self,
        ])
}

struct CreateSubnetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Makes a subnet; with --vpc alone it makes its own network.",
        discussion: """
            EXAMPLES
              naru subnet create web --vpc shop --cidr 10.0.1.0/24
              naru subnet create db --network backend --cidr 10.0.2.0/24 --no-gateway --dns 10.0.2.53
              naru subnet create app --vpc shop --cidr fd00:1:0:3::/64 --ipv6-mode slaac
            """)

    @OptionGroup var naming: NameAndTags

    @Option(help: "The address block.")
    var cidr: String

    @Option(help: "The VPC that it is a part of.")
    var vpc: String?

    @Option(help: "The network that it is on.")
    var network: String?

    @Option(help: "The gateway's address; the first of the block without.")
    var gateway: String?

    @Flag(help: "No gateway.")
    var noGateway = false

    @Flag(help: "No DHCP.")
    var noDHCP = false

    @Option(name: .customLong("dns"), help: "A name server; may be repeated.")
    var nameServers: [String] = []

    @Option(
        name: .customLong("route"),
        help: ArgumentHelp("A route for the workloads; may be repeated.", valueName: "cidr=next-hop"))
    var routes: [String] = []

    @Option(help: "The route table that it goes by; without one it reaches the subnets of its VPC.")
    var routeTable: String?

    @Option(name: .customLong("ipv6-mode"), help: "How workloads get IPv6 addresses: dhcpv6 or slaac; dhcpv6 without.")
    var ipv6Mode: String?

    @OptionGroup var wait: WaitOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard vpc != nil || network != nil else { throw ValidationError("give --vpc or --network") }
        guard gateway == nil || !noGateway else { throw ValidationError("--gateway and --no-gateway contradict") }
    }

    func run() async throws {
        try await connection.run { session in
            var members = try naming.members()
            members["cidr"] = .string(cidr)
            if let vpc { members["vpc_id"] = .string(try await session.id(of: VPCNoun.self, vpc)) }
            if let network { members["network_id"] = .string(try await session.id(of: NetworkNoun.self, network)) }
            if noGateway {
                members["gateway_ip"] = .null
            } else if let gateway {
                members["gateway_ip"] = .string(gateway)
            }
            members["dhcp_enabled"] = .bool(!noDHCP)
            members["dns_servers"] = .array(nameServers.map { .string($0) })
            members["host_routes"] = try routeMembers(routes)
            if let routeTable {
                members["route_table_id"] = .string(try await session.id(of: RouteTableNoun.self, routeTable))
            }
            if let ipv6Mode { members["ipv6_address_mode"] = .string(ipv6Mode) }
            session.show(try await session.call("POST", "/v1/subnets\(wait.query)", body: .object(members)))
        }
    }
}

struct SetSubnetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Changes a subnet.",
        discussion: """
            EXAMPLES
              naru subnet set web --route-table by-appliance
              naru subnet set web --no-route-table
            """)

    @OptionGroup var change: ChangedNameAndTags

    @Option(help: "The route table that it goes by.")
    var routeTable: String?

    @Flag(help: "No route table: it reaches the subnets of its VPC.")
    var noRouteTable = false

    @OptionGroup var wait: WaitOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard routeTable == nil || !noRouteTable else {
            throw ValidationError("--route-table and --no-route-table contradict")
        }
    }

    func run() async throws {
        try await connection.run { session in
            var members = try change.members()
            if noRouteTable {
                members["route_table_id"] = .null
            } else if let routeTable {
                members["route_table_id"] = .string(try await session.id(of: RouteTableNoun.self, routeTable))
            }
            try await session.change(SubnetNoun.self, change.target, members, wait)
        }
    }
}
