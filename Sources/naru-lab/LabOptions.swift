import ArgumentParser
import Foundation
import Lab
import TopologyFile

/// What every command that brings a lab up takes.
struct LabOptions: ParsableArguments {
    @Option(help: "The narud to run; else the one beside this program.")
    var narud: String?

    @Option(help: "The naru to show in the commands to try; else the one beside this program.")
    var naru: String?

    @Flag(help: "Print JSON instead of the table.")
    var json = false

    var narudPath: String { narud ?? Self.beside("narud") }
    var naruPath: String { naru ?? Self.beside("naru") }

    /// Refuses with every missing thing named, before anything is made. The exit code is 2.
    func refuseUnlessPossible() throws {
        let problems = Preflight.problems(narud: narudPath)
        guard !problems.isEmpty else { return }
        Terminal.error("the lab cannot start on this machine:")
        for line in problems { Terminal.error("  - \(line)") }
        throw ExitCode(2)
    }

    /// Brings a lab up, gives it to `body`, and takes it down whatever happens.
    func withLab(of topology: TopologyFile, _ body: (LabSession) throws -> Void) throws {
        try refuseUnlessPossible()
        Interrupts.hold()
        let isQuiet = json
        let lab = try LabSession(topology: topology, narud: narudPath, probeProgram: Self.ownPath) { line in
            if !isQuiet { Terminal.line("· \(line)") }
        }
        defer {
            if !isQuiet { Terminal.line("· cleaning up") }
            lab.tearDown()
        }
        do {
            try lab.bringUp()
            try body(lab)
        } catch LabError.interrupted {
            throw ExitCode(130)
        } catch let error as LabError {
            Terminal.error("\(error)")
            if let log = try? lab.controller.recentLog { Terminal.error("the end of narud's log:\n\(log)") }
            throw ExitCode(1)
        }
    }

    static var ownPath: String { (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "" }

    private static func beside(_ name: String) -> String {
        URL(fileURLWithPath: ownPath).deletingLastPathComponent().appendingPathComponent(name).path
    }
}

/// The topology file of a command that takes any.
struct TopologyOption: ParsableArguments {
    @Argument(help: "A topology file, or a folder with topology.yaml in it.")
    var topology = "topologies/two-node"

    /// Reads and checks it.
    func read() throws -> TopologyFile {
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: topology, isDirectory: &isFolder)
        return try TopologyFile(reading: isFolder.boolValue ? "\(topology)/topology.yaml" : topology)
    }
}
