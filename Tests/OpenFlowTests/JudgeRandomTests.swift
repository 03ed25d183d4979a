import Foundation
import OpenFlow
import Testing

extension Judges {
    /// Flows built through the library are flows to Open vSwitch.
    @Suite(.enabled(if: JudgeProgram.ofctl.isInstalled, "SKIPPED: ovs-ofctl is not installed"))
    struct JudgeRandomTests {
        @Test func openVSwitchReadsFlowsBuiltHere() throws {
            var flows = RandomFlows(seed: 7)
            let messages = (0..<2_000).map { _ in OpenFlowMessage.flowMod(flows.next()).encode(xid: 1) }
            for (index, refusal) in try JudgeProgram.refusals(messages).sorted(by: { $0.key < $1.key }) {
                Issue.record("\(refusal): \(HexVector.text(messages[index]))")
            }
        }

        @Test(
            .enabled(if: JudgeBridge.isInstalled, "SKIPPED: ovs-vswitchd, ovsdb-server or its tools are not installed"))
        func aBridgeHoldsFlowsBuiltHere() throws {
            var random = RandomFlows(seed: 11)
            let flows = (0..<1_000).map { _ in random.next() }
            let bridge = try JudgeBridge()
            let channel = try bridge.channel()
            let errors = try bridge.install(flows, on: channel)
            for (index, error) in errors.sorted(by: { $0.key < $1.key }) {
                let bytes = OpenFlowMessage.flowMod(flows[index]).encode(xid: 1)
                Issue.record("error \(error.type)/\(error.code): \(HexVector.text(bytes))")
            }
            let sent = Set(flows.indices.filter { errors[$0] == nil }.map { written(flows[$0]) })
            let held = Set(try bridge.dump(on: channel).map { written(FlowMod(adding: $0)) })
            for flow in sent.subtracting(held).sorted() { Issue.record("was sent, and is not held: \(flow)") }
            for flow in held.subtracting(sent).sorted() { Issue.record("is held, and was not sent: \(flow)") }
        }

        /// The bytes as they would be sent: in canonical form, whatever form the value was built in.
        private func written(_ flow: FlowMod) -> String {
            HexVector.text(OpenFlowMessage.flowMod(flow).encode(xid: 1))
        }
    }
}
