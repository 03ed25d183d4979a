import ArgumentParser
import JSONText

struct PrefixListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prefix-list", abstract: "Named blocks of addresses that rules refer to.",
        subcommands: [
            CreatePrefixListCommand.self, ListCommand<PrefixListNoun>.self, ShowCommand<PrefixListNoun>.self,
            SetPrefixListCommand.self, DeleteCommand<PrefixListNoun>.self,
        ])
}

struct CreatePrefixListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Makes a prefix list.",
        discussion: "EXAMPLE\n  naru prefix-list create offices --entry 192.0.2.0/24 --entry 2001:db8::/32")

    @OptionGroup var naming: NameAndTags

    @Option(name: .customLong("entry"), help: ArgumentHelp("A block; may be repeated.", valueName: "cidr"))
    var entries: [String] = []

    @OptionGroup var wait: WaitOptions
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.run { session in
            var members = try naming.members()
            members["entries"] = .array(entries.map { .string($0) })
            session.show(try await session.call("POST", "/v1/prefix-lists\(wait.query)", body: .object(members)))
        }
    }
}

struct SetPrefixListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Changes a prefix list, and with it what the rules allow that refer to it.",
        discussion: "EXAMPLE\n  naru prefix-list set offices --entry 192.0.2.0/24 --entry 198.51.100.0/24")

    @OptionGroup var change: ChangedNameAndTags

    @Option(
        name: .customLong("entry"),
        help: ArgumentHelp(
            "A block that it shall have; may be repeated. They take the place of those that it has.",
            valueName: "cidr"))
    var entries: [String] = []

    @Flag(help: "No blocks.")
    var noEntries = false

    @OptionGroup var wait: WaitOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard entries.isEmpty || !noEntries else { throw ValidationError("--entry and --no-entries contradict") }
    }

    func run() async throws {
        try await connection.run { session in
            var members = try change.members()
            if noEntries || !entries.isEmpty { members["entries"] = .array(entries.map { .string($0) }) }
            try await session.change(PrefixListNoun.self, change.target, members, wait)
        }
    }
}
