import ArgumentParser
import JSONText

struct VPCCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vpc", abstract: "Private address spaces.",
        subcommands: [
            CreateVPCCommand.self, ListCommand<VPCNoun>.self, ShowCommand<VPCNoun>.self, DeleteCommand<VPCNoun>.self,
        ])
}

struct CreateVPCCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Makes a VPC.",
        discussion: "EXAMPLE\n  naru vpc create shop --cidr 10.0.0.0/16 --cidr fd00:1::/48")

    @OptionGroup var naming: NameAndTags

    @Option(name: .customLong("cidr"), help: "An address block; may be repeated.")
    var cidrs: [String]

    @OptionGroup var wait: WaitOptions
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.run { session in
            var members = try naming.members()
            members["cidrs"] = .array(cidrs.map { .string($0) })
            session.show(try await session.call("POST", "/v1/vpcs\(wait.query)", body: .object(members)))
        }
    }
}

struct NetworkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "network", abstract: "L2 segments.",
        subcommands: [
            CreateNetworkCommand.self, ListCommand<NetworkNoun>.self, ShowCommand<NetworkNoun>.self,
            DeleteCommand<NetworkNoun>.self,
        ])
}

struct CreateNetworkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Makes a network.",
        discussion: "EXAMPLE\n  naru network create backend --vpc shop")

    @OptionGroup var naming: NameAndTags

    @Option(help: "The VPC that it stands in; alone without.")
    var vpc: String?

    @OptionGroup var wait: WaitOptions
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.run { session in
            var members = try naming.members()
            if let vpc { members["vpc_id"] = .string(try await session.id(of: VPCNoun.self, vpc)) }
            session.show(try await session.call("POST", "/v1/networks\(wait.query)", body: .object(members)))
        }
    }
}

struct SubnetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "subnet", abstract: "Blocks of addresses on a network.",
        subcommands: [
            CreateSubnetCommand.self, ListCommand<SubnetNoun>.self, ShowCommand<SubnetNoun>.self,
            DeleteCommand<SubnetNoun>.self,
        ])
}

struct CreateSubnetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Makes a subnet; with --vpc alone it makes its own network.",
        discussion: """
            EXAMPLES
              naru subnet create web --vpc shop --cidr 10.0.1.0/24
              naru subnet create db --network backend --cidr 10.0.2.0/24 --no-gateway --dns 10.0.2.53
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
            members["host_routes"] = .array(
                try routes.map { route in
                    let (destination, nextHop) = try keyAndValue(route)
                    return .object(["destination": .string(destination), "next_hop": .string(nextHop)])
                })
            session.show(try await session.call("POST", "/v1/subnets\(wait.query)", body: .object(members)))
        }
    }
}
