import ArgumentParser
import Foundation
import Lab

/// What every benchmark takes that measures a narud with a node of its own.
struct ControllerOptions: ParsableArguments {
    @Option(help: "The narud to measure; else the one beside this program.")
    var narud: String?

    @Option(help: "Where the run's folder is made; the event log's disk counts in every write.")
    var directory = "/var/tmp"

    @Flag(help: "Print JSON instead of the table.")
    var json = false

    /// Starts a narud and a switch with the dummy datapath, gives them to `body`, and ends them whatever happens.
    func withController(
        _ benchmark: String, _ body: (MeasuredController, DummySwitch) async throws -> Void
    ) async throws {
        let narudPath = narud ?? Self.besideThis("narud")
        try refuseUnlessPossible(benchmark, narudPath)
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
            try await body(controller, node)
        } catch let code as ExitCode {
            throw code
        } catch BenchmarkError.interrupted, LabError.interrupted {
            throw ExitCode(130)
        } catch {
            Terminal.error("\(error)\nthe end of narud's log:\n\(controller.recentLog)")
            throw ExitCode(1)
        }
    }

    private func refuseUnlessPossible(_ benchmark: String, _ narudPath: String) throws {
        var problems: [String] = []
        let missing = DummySwitch.programs.filter { ChildProcess.locate($0) == nil }
        if !missing.isEmpty {
            problems.append("missing: \(missing.joined(separator: ", ")); `apt-get install openvswitch-switch`")
        }
        if ChildProcess.locate(narudPath) == nil {
            problems.append("no narud at \(narudPath): `swift build --product narud`, or name it by --narud")
        }
        guard !problems.isEmpty else { return }
        Terminal.error("SKIPPED: naru-bench \(benchmark) can't run on this machine:")
        for line in problems { Terminal.error("  - \(line)") }
        throw ExitCode(2)
    }

    private static func besideThis(_ name: String) -> String {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent(name).path
    }
}
