import ArgumentParser
import JSONText

struct VPCCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vpc", abstract: "Private address spaces.",
        subcommands: [
            CreateVPCCommand.self, ListCommand<VPCNoun>.self, ShowCommand<VPCNoun>.self, SetVPCCommand.self,
            DeleteCommand<VPCNoun>.self,
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

struct SetVPCCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Changes a VPC.",
        discussion: """
            EXAMPLE
              naru vpc set shop --cidr 10.0.0.0/16 --cidr 10.1.0.0/16
            """)

    @OptionGroup var change: ChangedNameAndTags

    @Option(
        name: .customLong("cidr"),
        help: "A block that it shall have; may be repeated. A block left out goes, if no subnet is in it.")
    var cidrs: [String] = []

    @OptionGroup var wait: WaitOptions
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.run { session in
            var members = try change.members()
            if !cidrs.isEmpty { members["cidrs"] = .array(cidrs.map { .string($0) }) }
            try await session.change(VPCNoun.self, change.target, members, wait)
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
