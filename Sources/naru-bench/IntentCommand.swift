import ArgumentParser
import Foundation
import JSONText
import Lab

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

    @Option(help: "The narud to measure; else the one beside this program.")
    var narud: String?

    @Option(help: "Where the run's folder is made; the event log's disk counts in every write.")
    var directory = "/var/tmp"

    @Flag(help: "Print JSON instead of the table.")
    var json = false

    func validate() throws {
        guard (1...10_000).contains(ports) else { throw ValidationError("--ports takes 1 to 10000") }
    }

    func run() async throws {
        let narudPath = narud ?? Self.besideThis("narud")
        try refuseUnlessPossible(narudPath)
        let folder = try TemporaryFolder(in: directory)
        defer { folder.remove() }
        let controller = try MeasuredController(program: narudPath, folder: folder.path)
        defer { controller.stop() }
        let node = DummySwitch(folder: folder.path)
        defer { node.stop() }
        do {
            Terminal.error("· starting narud and ovs-vswitchd in \(folder.path)")
            try await controller.start()
            try node.start()
            let report = try await IntentWorkload(controller: controller, node: node, ports: ports).run()
            Terminal.line(json ? report.json.text : report.text)
            if !report.isComplete { throw ExitCode(1) }
        } catch let code as ExitCode {
            throw code
        } catch BenchmarkError.interrupted, LabError.interrupted {
            throw ExitCode(130)
        } catch {
            Terminal.error("\(error)\nthe end of narud's log:\n\(controller.recentLog)")
            throw ExitCode(1)
        }
    }

    private func refuseUnlessPossible(_ narudPath: String) throws {
        var problems: [String] = []
        let missing = DummySwitch.programs.filter { ChildProcess.locate($0) == nil }
        if !missing.isEmpty {
            problems.append("missing: \(missing.joined(separator: ", ")); `apt-get install openvswitch-switch`")
        }
        if ChildProcess.locate(narudPath) == nil {
            problems.append("no narud at \(narudPath): `swift build --product narud`, or name it by --narud")
        }
        guard !problems.isEmpty else { return }
        Terminal.error("SKIPPED: naru-bench intent can't run on this machine:")
        for line in problems { Terminal.error("  - \(line)") }
        throw ExitCode(2)
    }

    private static func besideThis(_ name: String) -> String {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent(name).path
    }
}
