import ArgumentParser
import JSONText
import NorthboundClient

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Shows the controller, its nodes and what there is.")

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.run { session in
            let status = try await session.call("GET", "/v1/status")
            if session.json { return print(status.prettyText) }
            let nodes = status["nodes"]
            print(
                "narud \(Table.text(status["version"])) at \(session.client.server),"
                    + " up since \(Table.text(status["started_at"]))")
            print("you         \(Table.text(status["role"])) of project \(Table.text(status["project_id"]))")
            print(
                "revision    \(Table.text(status["revision"])), topology \(Table.text(status["topology_revision"]))")
            print("nodes       \(Table.text(nodes?["connected"])) of \(Table.text(nodes?["total"])) connected")
            for state in ["degraded", "disconnected", "enrolling", "pending"] {
                guard let count = nodes?[state]?.integer, count > 0 else { continue }
                print("            \(count) \(state)")
            }
            let counts = (status["counts"]?.object ?? [:]).sorted { $0.key < $1.key }
            let words = counts.map { "\($0.value.text) \($0.key.replacing("_", with: " "))" }
            print("resources   \(words.joined(separator: ", "))")
        }
    }
}

struct TopologyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topology", abstract: "Prints the graph of nodes, bridges, interfaces, tunnels and ports.",
        discussion: "EXAMPLE\n  naru topology --format dot | dot -Tsvg > cloud.svg")

    @Option(help: "json, graphml or dot.")
    var format = "json"

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard ["json", "graphml", "dot"].contains(format) else {
            throw ValidationError("--format is json, graphml or dot")
        }
    }

    func run() async throws {
        try await connection.run { session in
            if format == "json" { return print(try await session.call("GET", "/v1/topology").prettyText) }
            print(try await session.text("/v1/topology?format=\(format)"))
        }
    }
}
