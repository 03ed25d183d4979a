import ArgumentParser
import JSONText
import NetworkTypes

struct RuleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rule", abstract: "Rules of security groups: what they allow.",
        subcommands: [
            CreateRuleCommand.self, ListCommand<RuleNoun>.self, ShowCommand<RuleNoun>.self,
            DeleteCommand<RuleNoun>.self,
        ])
}

struct CreateRuleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Lets something in or out.",
        discussion: """
            Without a protocol the rule is about everything, without --from or --to about anywhere. Answers to what is \
            allowed are allowed. A rule is not changed: make another one and delete it.

            EXAMPLES
              naru rule create web --ingress --tcp 80-90 --from 10.0.0.0/8
              naru rule create db --ingress --tcp 5432 --from web
              naru rule create web --ingress --icmp 8
              naru rule create web --egress --udp 53 --to resolvers
            """)

    @Argument(help: "The security group, by its id or name.")
    var group: String

    @Option(help: "The VPC of the group, where groups of several VPCs have the name.")
    var vpc: String?

    @Flag(help: "What comes to the ports of the group.")
    var ingress = false

    @Flag(help: "What leaves the ports of the group.")
    var egress = false

    @Option(help: ArgumentHelp("TCP to a port, to ports such as 80-90, or to all.", valueName: "ports"))
    var tcp: String?

    @Option(help: ArgumentHelp("UDP to a port, to ports such as 80-90, or to all.", valueName: "ports"))
    var udp: String?

    @Option(help: ArgumentHelp("ICMP of a type, of a type and code such as 3/4, or all.", valueName: "type"))
    var icmp: String?

    @Option(help: ArgumentHelp("ICMPv6 of a type, of a type and code such as 1/4, or all.", valueName: "type"))
    var icmpv6: String?

    @Option(
        help: ArgumentHelp("Whom it may come from: a block, a security group or a prefix list.", valueName: "remote"))
    var from: String?

    @Option(
        help: ArgumentHelp("Whom it may go to: a block, a security group or a prefix list.", valueName: "remote"))
    var to: String?

    @Option(help: "A name for the rule.")
    var name: String?

    @Option(name: .customLong("tag"), help: ArgumentHelp("A tag; may be repeated.", valueName: "key=value"))
    var tags: [String] = []

    @OptionGroup var wait: WaitOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard ingress != egress else { throw ValidationError("give one of --ingress and --egress") }
        guard [tcp, udp, icmp, icmpv6].compactMap({ $0 }).count <= 1 else {
            throw ValidationError("a rule has one of --tcp, --udp, --icmp and --icmpv6")
        }
        guard from == nil || ingress else { throw ValidationError("--from goes with --ingress; --egress has --to") }
        guard to == nil || egress else { throw ValidationError("--to goes with --egress; --ingress has --from") }
        _ = try service()
    }

    func run() async throws {
        try await connection.run { session in
            var members = try service()
            let vpcID: String?
            if let vpc { vpcID = try await session.id(of: VPCNoun.self, vpc) } else { vpcID = nil }
            let groupID = try await session.id(of: SecurityGroupNoun.self, group, vpc: vpcID)
            members["security_group_id"] = .string(groupID)
            members["direction"] = .string(ingress ? "ingress" : "egress")
            if let remote = from ?? to {
                let (member, value) = try await self.remote(remote, of: groupID, session)
                members[member] = .string(value)
            }
            if let name { members["name"] = .string(name) }
            members["tags"] = try tagMembers(tags)
            session.show(
                try await session.call("POST", "/v1/security-group-rules\(wait.query)", body: .object(members)))
        }
    }

    /// Protocol and ports, or type and code; the controller checks their bounds.
    private func service() throws -> [String: JSONValue] {
        let given = [("tcp", tcp), ("udp", udp), ("icmp", icmp), ("icmpv6", icmpv6)]
        for (word, text) in given {
            guard let text else { continue }
            var members: [String: JSONValue] = ["protocol": .string(word)]
            if text == "all" { return members }
            let hasPorts = word == "tcp" || word == "udp"
            let parts = text.split(separator: hasPorts ? "-" : "/", omittingEmptySubsequences: false)
            let numbers = parts.compactMap { Int64($0) }
            guard numbers.count == parts.count, (1...2).contains(numbers.count) else {
                throw ValidationError(
                    hasPorts
                        ? "--\(word) takes a port, ports such as 80-90, or all"
                        : "--\(word) takes a type, a type and code such as 3/4, or all")
            }
            let names = hasPorts ? ["port_min", "port_max"] : ["icmp_type", "icmp_code"]
            for (name, number) in zip(names, numbers) { members[name] = .integer(number) }
            return members
        }
        return ["protocol": "any"]
    }

    /// The member that says whom the rule is about. An id and a block are known by their form; a name is that of a group
    /// of the same VPC, or of a prefix list.
    private func remote(_ text: String, of group: String, _ session: Session) async throws -> (String, String) {
        if let address = IPAddress(text) { return ("remote_cidr", "\(address)/\(address.family.width)") }
        switch IPPrefix.parse(text) {
        // A block with host bits is sent as it is, for the controller to name the one that was meant.
        case .success, .failure(.hostBitsSet): return ("remote_cidr", text)
        case .failure(.malformed): break
        }
        for (kind, member) in [
            (ResourceKind.securityGroup, "remote_group_id"), (.prefixList, "remote_prefix_list_id"),
        ] where text.hasPrefix("\(kind.rawValue)-") {
            if let id = kind.parse(text) { return (member, kind.show(id)) }
        }
        let vpc = try await session.call("GET", "/v1/security-groups/\(group)")["vpc_id"]?.string
        let groups = try await session.ids(of: SecurityGroupNoun.self, named: text, vpc: vpc)
        let lists = try await session.ids(of: PrefixListNoun.self, named: text)
        guard groups.count + lists.count <= 1 else {
            throw LookupError.several(word: "group or prefix list", name: text, ids: groups + lists)
        }
        if let id = groups.first { return ("remote_group_id", id) }
        guard let id = lists.first else {
            throw LookupError.none(word: "block, security group of the same VPC, or prefix list", name: text)
        }
        return ("remote_prefix_list_id", id)
    }
}
