import ArgumentParser
import JSONText
import NorthboundClient

/// `naru NOUN list`
struct ListCommand<Noun: ResourceNoun>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        let names = (["name"] + Noun.filters).joined(separator: ", ")
        return CommandConfiguration(
            commandName: "list", abstract: "Lists the \(Noun.word)s that you may see.",
            discussion: "--where KEY=VALUE keeps those that match exactly; keys: \(names). It may be repeated.")
    }

    @Option(name: .customLong("where"), help: ArgumentHelp("Only these.", valueName: "key=value"))
    var filters: [String] = []

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.run { session in
            var parameters: [String] = []
            for filter in filters {
                let (key, value) = try keyAndValue(filter)
                let target = try await resolved(key, value, session)
                parameters.append("\(NorthboundClient.percentEncoded(key))=\(NorthboundClient.percentEncoded(target))")
            }
            let query = parameters.isEmpty ? "" : "?" + parameters.joined(separator: "&")
            let items = try await session.items("/v1/\(Noun.collection)\(query)")
            if session.json { return print(JSONValue.array(items).prettyText) }
            Table(columns: Noun.columns).show(items)
        }
    }

    /// Names stand for ids here too.
    private func resolved(_ key: String, _ value: String, _ session: Session) async throws -> String {
        switch key {
        case "vpc_id": try await session.id(of: VPCNoun.self, value)
        case "network_id": try await session.id(of: NetworkNoun.self, value)
        case "subnet_id": try await session.id(of: SubnetNoun.self, value)
        case "security_group_id", "remote_group_id": try await session.id(of: SecurityGroupNoun.self, value)
        case "node_id": try await session.id(of: NodeNoun.self, value)
        default: value
        }
    }
}

/// `naru NOUN show`
struct ShowCommand<Noun: ResourceNoun>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "show", abstract: "Shows one \(Noun.word).")
    }

    @Argument(help: "Its id or name.")
    var name: String

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.run { session in
            let id = try await session.id(of: Noun.self, name)
            session.show(try await session.call("GET", "/v1/\(Noun.collection)/\(id)"))
        }
    }
}

/// `naru NOUN delete`
struct DeleteCommand<Noun: ResourceNoun>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "delete", abstract: "Deletes one \(Noun.word); refused while something uses it.")
    }

    @Argument(help: "Its id or name.")
    var name: String

    @OptionGroup var wait: WaitOptions
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.run { session in
            let id = try await session.id(of: Noun.self, name)
            let answer = try await session.call("DELETE", "/v1/\(Noun.collection)/\(id)\(wait.query)")
            if session.json { return answer.isNull ? () : print(answer.prettyText) }
            print("\(Noun.word) \(id) is deleted\(WaitOptions.outcome(answer))")
        }
    }
}

/// Whether to wait for the switches.
struct WaitOptions: ParsableArguments {
    @Flag(help: "Return when every switch concerned has followed.")
    var wait = false

    @Option(help: "Seconds to wait at most.")
    var timeout: Int?

    var query: String {
        guard wait else { return "" }
        return "?wait=applied" + (timeout.map { "&timeout=\($0)" } ?? "")
    }

    static func outcome(_ answer: JSONValue) -> String {
        guard let applied = answer["applied"], let count = applied["behind_count"]?.integer else { return "" }
        return count == 0 ? " and applied" : "; \(count) nodes are still behind"
    }
}

/// Name and tags of a resource to be made.
struct NameAndTags: ParsableArguments {
    @Argument(help: "Its name.")
    var name: String

    @Option(name: .customLong("tag"), help: ArgumentHelp("A tag; may be repeated.", valueName: "key=value"))
    var tags: [String] = []

    func members() throws -> [String: JSONValue] {
        ["name": .string(name), "tags": try tagMembers(tags)]
    }
}

/// Which resource to change, and the name and tags that it shall have.
struct ChangedNameAndTags: ParsableArguments {
    @Argument(help: "Its id or name.")
    var target: String

    @Option(help: "The new name.")
    var name: String?

    @Option(
        name: .customLong("tag"),
        help: ArgumentHelp(
            "A tag; may be repeated. They take the place of those that it has.", valueName: "key=value"))
    var tags: [String] = []

    /// What is to be changed; without anything the controller would have nothing to do.
    func members() throws -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        if let name { members["name"] = .string(name) }
        if !tags.isEmpty { members["tags"] = try tagMembers(tags) }
        return members
    }
}

/// `KEY=VALUE`s as an object.
func tagMembers(_ tags: [String]) throws -> JSONValue {
    var values: [String: JSONValue] = [:]
    for tag in tags {
        let (key, value) = try keyAndValue(tag)
        values[key] = .string(value)
    }
    return .object(values)
}

/// `DESTINATION=NEXT-HOP`s as an array of routes.
func routeMembers(_ routes: [String]) throws -> JSONValue {
    .array(
        try routes.map { route in
            let (destination, nextHop) = try keyAndValue(route)
            return .object(["destination": .string(destination), "next_hop": .string(nextHop)])
        })
}

/// The two halves of `KEY=VALUE`.
func keyAndValue(_ text: String) throws -> (String, String) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else { throw LookupError.malformed("\"\(text)\" is not KEY=VALUE") }
    return (String(parts[0]), String(parts[1]))
}

extension Session {
    func show(_ resource: JSONValue) {
        if json { print(resource.prettyText) } else { Table.show(resource) }
    }

    /// Sends a change and shows what became of the resource.
    func change(
        _ noun: any ResourceNoun.Type, _ target: String, _ members: [String: JSONValue], _ wait: WaitOptions
    ) async throws {
        guard !members.isEmpty else { throw LookupError.malformed("nothing to change is given; see --help") }
        let id = try await id(of: noun, target)
        show(try await call("PATCH", "/v1/\(noun.collection)/\(id)\(wait.query)", body: .object(members)))
    }
}
