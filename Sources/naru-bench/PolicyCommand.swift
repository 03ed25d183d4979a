import ArgumentParser
import JSONText

/// `naru-bench policy`.
struct PolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Flows on a node for a large security group, and what a change of it costs.",
        discussion: """
            Makes a group that lets its own members in, ports in it of which some are plugged on the one node, and counts \
            the node's flows by table; then once more with one more member elsewhere and one more port on the node. Then \
            times changes of the group from the request to the switch's acknowledgement. The exit code is 2 where narud or \
            Open vSwitch is missing, and 1 where a write was not acknowledged.
            """)

    @Option(help: "Ports in the group.")
    var members = 5_000

    @Option(help: "How many of them are plugged on the node.")
    var local = 50

    @Option(help: "How often each change is timed.")
    var rounds = 30

    @OptionGroup var options: ControllerOptions

    func validate() throws {
        guard (1...1_000).contains(local), (local...9_000).contains(members), (1...100).contains(rounds) else {
            throw ValidationError("--local takes 1 to 1000, --members from that to 9000, --rounds 1 to 100")
        }
    }

    func run() async throws {
        try await options.withController("policy") { controller, node in
            let workload = PolicyWorkload(
                controller: controller, node: node, members: members, local: local, rounds: rounds)
            let report = try await workload.run()
            Terminal.line(options.json ? report.json.text : report.text)
            if !report.isComplete { throw ExitCode(1) }
        }
    }
}
