import ControllerCore
import FlowCompiler
import FlowPipeline
import FlowReconciler
import Foundation
import NetworkTypes
import Testing
import VirtualNetwork

/// Open vSwitch's own reader over the bytes of compiled flows.
@Suite struct OpenVSwitchPrintTests {
    private static let program = "/usr/bin/ovs-ofctl"
    private static let isInstalled = FileManager.default.isExecutableFile(atPath: program)

    /// What `ovs-ofctl` says of a file with these contents.
    private func ofctl(_ arguments: String..., file contents: Data) throws -> (text: String, status: Int32) {
        let file = FileManager.default.temporaryDirectory.appending(path: "naru-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try contents.write(to: file)
        let process = Process()
        process.executableURL = URL(filePath: Self.program)
        process.arguments = arguments + [file.path]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (String(decoding: data, as: UTF8.self), process.terminationStatus)
    }

    /// The flow modifications printed, from the command on.
    private func mods(_ text: String) -> [String] {
        text.split(separator: "\n").filter { $0.hasPrefix("OFPT_FLOW_MOD") }
            .map { line in line.split(separator: ": ", maxSplits: 1).last.map(String.init) ?? "" }
    }

    /// A node's flows, with a port here and one there.
    private func compiledFlows() throws -> [Flow] {
        var run = CoreRun()
        let nodes = [try run.addNode("node-a"), try run.addNode("node-b")]
        let subnet = try run.addSubnet()
        for (index, node) in nodes.enumerated() {
            let port = try run.addPort(on: subnet)
            let input = run.observation(of: node, [("tap\(index)", 3, port.metadata.id.description)])
            run.step(input)
        }
        return run.core.snapshot.compiler.flows(of: nodes[0])
    }

    private func isSkipped() -> Bool {
        guard !Self.isInstalled else { return false }
        print("SKIPPED: \(Self.program) is not installed, so no compiled flow was shown to Open vSwitch")
        return true
    }

    /// What Open vSwitch reads out of our bytes is what it reads out of our text.
    @Test func bytesAndTextOfEveryFlowAreReadAsTheSame() throws {
        if isSkipped() { return }
        let flows = try compiledFlows()
        #expect(flows.count > 20)
        let printer = FlowPrinter()
        let lines = flows.map { printer.text($0) }.joined(separator: "\n") + "\n"
        let fromText = try ofctl("-O", "OpenFlow13", "parse-flows", file: Data(lines.utf8))
        let fromBytes = try ofctl("ofp-parse", file: Data(flows.flatMap { EncodedFlow($0).message }))
        #expect(fromText.status == 0 && fromBytes.status == 0, "\(fromText.text)\n\(fromBytes.text)")
        #expect(mods(fromBytes.text).count == flows.count)
        for (bytes, text) in zip(mods(fromBytes.text), mods(fromText.text)) { #expect(bytes == text) }
        #expect(mods(fromText.text).count == flows.count)
    }

    @Test func everyRemovalIsReadAsAStrictDeletion() throws {
        if isSkipped() { return }
        let flows = try compiledFlows().map { EncodedFlow($0) }
        let removals = Reconciliation.between(flows, [])
        let printed = try ofctl("ofp-parse", file: Data(removals.flatMap(\.message)))
        #expect(printed.status == 0, "\(printed.text)")
        #expect(mods(printed.text).count == flows.count)
        #expect(mods(printed.text).allSatisfy { $0.hasPrefix("DEL_STRICT ") }, "\(printed.text)")
    }
}
