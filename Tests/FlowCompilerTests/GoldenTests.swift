import FlowCompiler
import FlowPipeline
import FlowReconciler
import Foundation
import NetworkTypes
import Testing

/// The flows of a sample network as text. `NARU_REWRITE_GOLDENS=1` writes the files anew.
@Suite struct GoldenTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Goldens")

    @Test(arguments: [(UInt32(1), "two-tenants-node-a"), (2, "two-tenants-node-b")])
    func flowsOfTwoTenants(_ node: UInt32, _ name: String) throws {
        try check(try SampleNetwork.twoTenants(), node, name)
    }

    @Test(arguments: [(UInt32(1), "policies-node-a"), (2, "policies-node-b")])
    func flowsOfPolicies(_ node: UInt32, _ name: String) throws {
        try check(try SampleNetwork.policies(), node, name)
    }

    /// Every folder of `topologies`, its nodes in the order of the file.
    @Test(arguments: TopologySample.all)
    func flowsOfTopologies(_ name: String) throws {
        let topology = try TopologySample(name)
        for (index, node) in topology.nodes.enumerated() {
            try check(topology.sample, UInt32(index + 1), "topology-\(name)-\(node)")
        }
    }

    /// FNV-1a of 64 bits over the messages: bytes are the same in every process.
    private func digest(_ flows: [Flow]) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in flows.flatMap({ EncodedFlow($0).message }) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return hexadecimal(hash, digits: 16)
    }

    private func check(_ sample: SampleNetwork, _ node: UInt32, _ name: String) throws {
        let flows = sample.compiler.flows(of: NodeKey(node))
        let printer = FlowPrinter(naming: BrInt.pipeline)
        let meters = sample.compiler.meters(of: NodeKey(node)).map { "# \(printer.text($0))" }
        let tail = meters + ["# \(flows.count) flows, digest of their messages \(digest(flows))"]
        let text = (printer.lines(flows) + tail).joined(separator: "\n") + "\n"
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
