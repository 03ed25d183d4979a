import ArgumentParser
import JSONText

struct PortCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "port", abstract: "Network interfaces of workloads.",
        subcommands: [
            CreatePortCommand.self, ListCommand<PortNoun>.self, ShowCommand<PortNoun>.self,
            SetPortCommand.self, DeleteCommand<PortNoun>.self, PortDropsCommand.self,
        ])
}

struct CreatePortCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Makes a port.",
        discussion: """
            The port is bound to the node where an interface of Open vSwitch has its iface_id:
              ovs-vsctl set Interface tap0 external_ids:iface-id=IFACE-ID

            EXAMPLES
              naru port create web-1 --subnet web
              naru port create db-1 --subnet db --ip 10.0.2.7 --node host-2
              naru port create lb-1 --network backend --pair 10.0.2.100
              naru port create web-2 --subnet web --group web --group monitored
            """)

    @OptionGroup var naming: NameAndTags

    @Option(help: "The subnet that its address is taken from.")
    var subnet: String?

    @Option(help: "The address; the lowest free one of the subnet without.")
    var ip: String?

    @Option(help: "The network; an address of each family is taken.")
    var network: String?

    @Option(help: "The MAC address; one is made without.")
    var mac: String?

    @Option(name: .customLong("pair"), help: ArgumentHelp("May also send from; repeatable.", valueName: "ip[=mac]"))
    var pairs: [String] = []

    @Option(
        name: .customLong("group"),
        help: "A security group, by its id or its name in the port's VPC; may be repeated. Without, the VPC's default.")
    var groups: [String] = []

    @Flag(help: "No security group: nothing reaches it, and it reaches nothing.")
    var noGroups = false

    @Option(help: "The node that it may bind on; any without.")
    var node: String?

    @Option(help: "What it belongs to, such as compute:libvirt.")
    var deviceOwner: String?

    @Option(help: "The id of what it belongs to.")
    var deviceID: String?

    @Flag(help: "A closed port.")
    var down = false

    @OptionGroup var wait: WaitOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard subnet != nil || network != nil else { throw ValidationError("give --subnet or --network") }
        guard groups.isEmpty || !noGroups else { throw ValidationError("--group and --no-groups contradict") }
        guard ip == nil || subnet != nil else { throw ValidationError("--ip goes with --subnet") }
    }

    func run() async throws {
        try await connection.run { session in
            var members = try naming.members()
            var place: String?
            if let network {
                let id = try await session.id(of: NetworkNoun.self, network)
                place = "/v1/networks/\(id)"
                members["network_id"] = .string(id)
            }
            if let subnet {
                let id = try await session.id(of: SubnetNoun.self, subnet)
                place = "/v1/subnets/\(id)"
                var request: [String: JSONValue] = ["subnet_id": .string(id)]
                if let ip { request["ip_address"] = .string(ip) }
                members["fixed_ips"] = .array([.object(request)])
            }
            if noGroups { members["security_group_ids"] = [] }
            if let place, !groups.isEmpty {
                members["security_group_ids"] = try await session.groups(groups, of: place)
            }
            if let mac { members["mac_address"] = .string(mac) }
            if let node { members["requested_node_id"] = .string(try await session.id(of: NodeNoun.self, node)) }
            if let deviceOwner { members["device_owner"] = .string(deviceOwner) }
            if let deviceID { members["device_id"] = .string(deviceID) }
            members["admin_state_up"] = .bool(!down)
            members["allowed_address_pairs"] = .array(
                pairs.map { pair in
                    let parts = pair.split(separator: "=", maxSplits: 1)
                    var member: [String: JSONValue] = ["ip_address": .string(parts.first.map(String.init) ?? "")]
                    if parts.count == 2 { member["mac_address"] = .string(String(parts[1])) }
                    return .object(member)
                })
            session.show(try await session.call("POST", "/v1/ports\(wait.query)", body: .object(members)))
        }
    }
}

struct SetPortCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Changes a port.",
        discussion: """
            EXAMPLES
              naru port set web-1 --group web --group monitored
              naru port set web-1 --no-groups
            """)

    @OptionGroup var change: ChangedNameAndTags

    @Option(
        name: .customLong("group"),
        help: "A security group that it shall have; may be repeated. They take the place of those that it has.")
    var groups: [String] = []

    @Flag(help: "No security group: nothing reaches it, and it reaches nothing.")
    var noGroups = false

    @OptionGroup var wait: WaitOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard groups.isEmpty || !noGroups else { throw ValidationError("--group and --no-groups contradict") }
    }

    func run() async throws {
        try await connection.run { session in
            var members = try change.members()
            var target = change.target
            if noGroups { members["security_group_ids"] = [] }
            if !groups.isEmpty {
                target = try await session.id(of: PortNoun.self, target)
                let port = try await session.call("GET", "/v1/ports/\(target)")
                members["security_group_ids"] = try await session.groups(
                    groups, of: "/v1/networks/\(port["network_id"]?.string ?? "")")
            }
            try await session.change(PortNoun.self, target, members, wait)
        }
    }
}

struct PortDropsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drops", abstract: "Shows how many packets of a port its switch has dropped, and why.",
        discussion: """
            The counts begin when the flow was put on the switch. `naru flow why COOKIE` says what the flow is for.

            EXAMPLE
              naru port drops web-1
            """)

    @Argument(help: "The port's id or name.")
    var name: String

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.run { session in
            let id = try await session.id(of: PortNoun.self, name)
            let report = try await session.call("GET", "/v1/ports/\(id)/drops")
            if session.json { return print(report.prettyText) }
            Table(columns: [
                .init("NAME", "name"), .init("TABLE", "table"), .init("PACKETS", "packets"), .init("BYTES", "bytes"),
                .init("COOKIE", "cookie"),
            ]).show(report["items"]?.array ?? [])
        }
    }
}

extension Session {
    /// The ids of the groups; names are those of the VPC that the resource at `place` stands in.
    func groups(_ names: [String], of place: String) async throws -> JSONValue {
        let vpc = try await call("GET", place)["vpc_id"]?.string
        var ids: [JSONValue] = []
        for name in names { ids.append(.string(try await id(of: SecurityGroupNoun.self, name, vpc: vpc))) }
        return .array(ids)
    }
}
