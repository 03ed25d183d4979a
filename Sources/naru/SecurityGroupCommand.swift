import ArgumentParser
import JSONText

struct SecurityGroupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "security-group", abstract: "What may reach the ports of a group, and what they may reach.",
        discussion: "What a group allows are its rules: `naru rule`.",
        subcommands: [
            CreateSecurityGroupCommand.self, ListCommand<SecurityGroupNoun>.self, ShowCommand<SecurityGroupNoun>.self,
            DeleteCommand<SecurityGroupNoun>.self,
        ],
        aliases: ["sg"])
}

struct CreateSecurityGroupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Makes a security group; at first it lets everything out and nothing in.",
        discussion: "EXAMPLE\n  naru security-group create web --vpc shop")

    @OptionGroup var naming: NameAndTags

    @Option(help: "The VPC whose ports it is for.")
    var vpc: String

    @OptionGroup var wait: WaitOptions
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.run { session in
            var members = try naming.members()
            members["vpc_id"] = .string(try await session.id(of: VPCNoun.self, vpc))
            session.show(try await session.call("POST", "/v1/security-groups\(wait.query)", body: .object(members)))
        }
    }
}
