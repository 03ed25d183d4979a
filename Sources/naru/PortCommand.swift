import ArgumentParser
import JSONText

struct PortCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "port", abstract: "Network interfaces of workloads.",
        subcommands: [
            CreatePortCommand.self, ListCommand<PortNoun>.self, ShowCommand<PortNoun>.self,
            DeleteCommand<PortNoun>.self,
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
        guard ip == nil || subnet != nil else { throw ValidationError("--ip goes with --subnet") }
    }

    func run() async throws {
        try await connection.run { session in
            var members = try naming.members()
            if let network { members["network_id"] = .string(try await session.id(of: NetworkNoun.self, network)) }
            if let subnet {
                var request: [String: JSONValue] = [
                    "subnet_id": .string(try await session.id(of: SubnetNoun.self, subnet))
                ]
                if let ip { request["ip_address"] = .string(ip) }
                members["fixed_ips"] = .array([.object(request)])
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
