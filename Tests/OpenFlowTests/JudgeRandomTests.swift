import Foundation
import OpenFlow
import Testing

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
}
