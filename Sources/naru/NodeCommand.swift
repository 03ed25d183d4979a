import ArgumentParser
import JSONText

struct NodeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "node", abstract: "Hosts with a bridge br-int; for operators.",
        subcommands: [
            AddNodeCommand.self, ListCommand<NodeNoun>.self, ShowCommand<NodeNoun>.self, DeleteCommand<NodeNoun>.self,
            PendingNodesCommand.self, ApproveNodeCommand.self, NodeFlowsCommand.self,
        ])
}

struct AddNodeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Makes a node known and prints the one command to run on it.",
        discussion: "EXAMPLE\n  naru node add host-1 --encap-ip 192.0.2.11")

    @OptionGroup var naming: NameAndTags

    @Option(name: .customLong("encap-ip"), help: "The host's tunnel address, for the command that is printed.")
    var encapIP: String?

    @Option(name: .customLong("system-id"), help: "external_ids:system-id of the host's Open vSwitch.")
    var systemID: String?

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.run { session in
            var members = try naming.members()
            if let encapIP { members["encap_ip"] = .string(encapIP) }
            if let systemID { members["system_id"] = .string(systemID) }
            let node = try await session.call("POST", "/v1/nodes", body: .object(members))
            if session.json { return print(node.prettyText) }
            print("\(naming.name) is \(Table.text(node["id"])). Run this on it, as root:\n")
            print("  \(Table.text(node["enrolment_command"]))\n")
            if encapIP == nil { print("ENCAP_IP stands for the host's tunnel address.") }
            if Table.text(node["enrolment_command"]).contains("tcp:ADVERTISE:") {
                print("ADVERTISE stands for the address that the host reaches narud by; narud --advertise fills it in.")
            }
            print("Then: naru node show \(naming.name)")
        }
    }
}

struct PendingNodesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pending", abstract: "Lists hosts that dialled in and that nobody has approved.")

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.run { session in
            let items = try await session.call("GET", "/v1/pending-nodes")["items"]?.array ?? []
            if session.json { return print(JSONValue.array(items).prettyText) }
            Table(columns: [
                .init("SYSTEM ID", "system_id"), .init("ADDRESS", "address"), .init("HOSTNAME", "hostname"),
                .init("OVS", "ovs_version"), .init("FIRST SEEN", "first_seen_at"),
            ]).show(items)
        }
    }
}

struct ApproveNodeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Makes a pending host a node.",
        discussion: "EXAMPLE\n  naru node approve 5f0c6a3e-54cf-4f9a-a2c3-7f1f5b9d8e10 host-3")

    @Argument(help: "The system-id, as `naru node pending` shows it.")
    var systemID: String

    @Argument(help: "The name to give it.")
    var name: String

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.run { session in
            let body: JSONValue = .object(["name": .string(name), "system_id": .string(systemID)])
            let node = try await session.call("POST", "/v1/nodes", body: body)
            if session.json { return print(node.prettyText) }
            print("\(name) is \(Table.text(node["id"]))")
        }
    }
}

struct NodeFlowsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flows", abstract: "Prints the flows that a node should have, in the syntax of ovs-ofctl.")

    @Argument(help: "The node's id or name.")
    var name: String

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.run { session in
            let id = try await session.id(of: NodeNoun.self, name)
            if session.json {
                return print(try await session.call("GET", "/v1/nodes/\(id)/flows").prettyText)
            }
            print(try await session.text("/v1/nodes/\(id)/flows?format=text"), terminator: "")
        }
    }
}
