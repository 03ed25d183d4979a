import ArgumentParser
import JSONText
import NorthboundClient

struct FlowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flow", abstract: "From a flow on a switch back to what it is for.",
        subcommands: [WhyCommand.self])
}

struct WhyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why", abstract: "Says which resources a flow is for, by its cookie.",
        discussion: """
            The cookie stands in what `ovs-ofctl dump-flows br-int` prints.

            EXAMPLE
              naru flow why 0x0800000000000007
            """)

    @Argument(help: "The cookie, hexadecimal.")
    var cookie: String

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.run { session in
            let answer = try await session.call("GET", "/v1/flows/\(NorthboundClient.percentEncoded(cookie))")
            if session.json { return print(answer.prettyText) }
            print("\(Table.text(answer["cookie"])) is of the unit \(Table.text(answer["unit"]?["kind"]))")
            for resource in answer["resources"]?.array ?? [] {
                print("  for \(Table.text(resource["id"]))  \(Table.printable(Table.text(resource["name"])))")
            }
            for flow in answer["flows"]?.array ?? [] { print(Table.text(flow["text"])) }
        }
    }
}
