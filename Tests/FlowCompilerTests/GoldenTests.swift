import FlowCompiler
import FlowPipeline
import Foundation
import NetworkTypes
import Testing

/// The flows of a sample network as text. `NARU_REWRITE_GOLDENS=1` writes the files anew.
@Suite struct GoldenTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Goldens")

    @Test(arguments: [(UInt32(1), "two-tenants-node-a"), (2, "two-tenants-node-b")])
    func flowsOfTwoTenants(_ node: UInt32, _ name: String) throws {
        let sample = try SampleNetwork.twoTenants()
        let flows = sample.compiler.flows(of: NodeKey(node))
        let printer = FlowPrinter(naming: BrInt.pipeline)
        let meters = sample.compiler.meters(of: NodeKey(node)).map { "# \(printer.text($0))" }
        let text = (printer.lines(flows) + meters).joined(separator: "\n") + "\n"
        let file = Self.folder.appendingPathComponent("\(name).txt")
        if ProcessInfo.processInfo.environment["NARU_REWRITE_GOLDENS"] == "1" {
            try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        let golden = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        let differences = text.split(separator: "\n").difference(from: golden.split(separator: "\n"))
        #expect(text == golden, "\(name): \(differences)")
    }
}
