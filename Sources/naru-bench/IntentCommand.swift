import ArgumentParser
import JSONText

/// `naru-bench intent`.
struct IntentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "intent",
        abstract: "Time from a REST write to the switch's acknowledgement, CPU and memory of narud.",
        discussion: """
            Starts a narud, an ovsdb-server and an ovs-vswitchd with the dummy datapath, and writes one request at a time. \
            The exit code is 2 where something of this is missing, and 1 where a write was not acknowledged.
            """)

    @Option(help: "How many ports to make.")
    var ports = 100

    @OptionGroup var options: ControllerOptions

    func validate() throws {
        guard (1...10_000).contains(ports) else { throw ValidationError("--ports takes 1 to 10000") }
    }

    func run() async throws {
        try await options.withController("intent") { controller, node in
            let report = try await IntentWorkload(controller: controller, node: node, ports: ports).run()
            Terminal.line(options.json ? report.json.text : report.text)
            if !report.isComplete { throw ExitCode(1) }
        }
    }
}
