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

    /// What `ovs-ofctl ofp-print` says of a file of hexadecimal digits.
    private func print(_ message: [UInt8]) throws -> (text: String, status: Int32) {
        let file = FileManager.default.temporaryDirectory.appending(path: "naru-\(UUID().uuidString).hex")
        defer { try? FileManager.default.removeItem(at: file) }
        let digits = message.map { hexadecimal(UInt64($0), digits: 2) }.joined(separator: " ")
        try Data(digits.utf8).write(to: file)
        let process = Process()
        process.executableURL = URL(filePath: Self.program)
        process.arguments = ["ofp-print", file.path, "2"]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (String(decoding: data, as: UTF8.self), process.terminationStatus)
    }

    private func number(_ change: FlowChange) -> String { change.kind == .add ? " ADD " : " DEL_STRICT " }

    @Test func everyCompiledFlowIsReadWithoutError() throws {
        guard Self.isInstalled else {
            Swift.print("SKIPPED: \(Self.program) is not installed, so no compiled flow was shown to Open vSwitch")
            return
        }
        var run = CoreRun()
        let nodes = [try run.addNode("node-a"), try run.addNode("node-b")]
        let subnet = try run.addSubnet()
        for (index, node) in nodes.enumerated() {
            let port = try run.addPort(on: subnet)
            let input = run.observation(of: node, [("tap\(index)", 3, port.metadata.id.description)])
            run.step(input)
        }
        let flows = run.core.snapshot.compiler.flows(of: nodes[0]).map { EncodedFlow($0) }
        #expect(flows.count > 20)
        // All additions, then all removals, back to back in one file.
        let changes = Reconciliation.between([], flows) + Reconciliation.between(flows, [])
        let (text, status) = try print(changes.flatMap(\.message))
        #expect(status == 0, "\(text)")
        let lines = text.split(separator: "\n").filter { $0.contains("OFPT_FLOW_MOD") }
        #expect(lines.count == changes.count, "\(text)")
        for (line, change) in zip(lines, changes) {
            #expect(line.contains(number(change)), "\(line)")
            #expect(line.contains("cookie:0x\(hexadecimal(change.cookie))"), "\(line)")
        }
        for word in ["***", "decode error", "Error", "invalid", "OFPBMC", "OFPBAC", "unknown"] {
            #expect(!text.contains(word), "\(word) in \(text)")
        }
    }
}
