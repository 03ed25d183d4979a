import Foundation
import OpenFlow
import Testing

extension Judges {
    /// Flows that ovs-ofctl sends to a switch of ours: each is read, and written as the same bytes.
    @Suite(.enabled(if: JudgeProgram.ofctl.isInstalled, "SKIPPED: ovs-ofctl is not installed"))
    struct JudgeFlowTests {
        /// What is sent has the peer's bytes again when it is written, and a name in this codec.
        private func expectSameBytes(_ messages: [[UInt8]], _ text: String) {
            #expect(!messages.isEmpty, "\(text): nothing was sent")
            for bytes in messages {
                do {
                    let (xid, message) = try OpenFlowMessage.decode(bytes)
                    #expect(HexVector.text(message.encode(xid: xid)) == HexVector.text(bytes), "\(text)")
                } catch {
                    Issue.record("\(text): \(error): \(HexVector.text(bytes))")
                }
            }
        }

        @Test func everyFlow() throws {
            #expect(FlowTexts.all.count >= 150)
            let peer = try JudgeSwitch()
            let outcome = try peer.ofctl(["add-flows"], ["-"], input: FlowTexts.all.joined(separator: "\n"))
            #expect(outcome.status == 0, "\(outcome.text)")
            let mods = peer.received.filter { $0[1] == MessageType.flowMod }
            #expect(mods.count == FlowTexts.all.count)
            for (bytes, text) in zip(mods, FlowTexts.all) { expectSameBytes([bytes], text) }
        }

        @Test(arguments: [
            ["add-flow", "table=3,priority=7,cookie=5,tcp,tp_dst=80,actions=output:1"],
            ["mod-flows", "table=3,cookie=5/0xff,tcp,tp_dst=80,actions=output:2"],
            ["mod-flows", "--strict", "priority=9,ip,actions=drop"],
            ["del-flows", "table=4,udp"], ["del-flows", "cookie=0x10/0xf0"], ["del-flows"],
            ["del-flows", "--strict", "priority=9,ip,out_port=3,out_group=4"],
            ["dump-flows", "table=1,ip,cookie=1/-1,out_port=2"], ["dump-aggregate", "table=1,ip"],
            ["--bundle", "add-flow", "actions=output:1"],
            ["dump-ports"], ["dump-ports", "1"], ["dump-ports-desc"], ["dump-desc"], ["dump-tables"], ["dump-groups"],
            ["dump-group-stats"], ["dump-group-stats", "group_id=5"], ["dump-group-features"], ["dump-meters"],
            ["dump-meters", "meter=3"], ["meter-stats"], ["meter-features"], ["queue-stats"],
            ["queue-stats", "1", "2"],
            ["queue-get-config", "1"], ["dump-table-features"], ["get-frags"], ["ct-flush-zone", "7"],
            ["ct-flush"], ["ct-flush", "zone=5", "ct_nw_src=10.0.0.1,ct_nw_proto=6,ct_tp_dst=80"],
            ["add-tlv-map", "{class=0xffff,type=0,len=4}->tun_metadata0"], ["del-tlv-map"], ["dump-tlv-map"],
            ["add-group", "group_id=1,type=all,bucket=output:1,bucket=set_field:1->reg0,output:2"],
            ["add-group", "group_id=2,type=select,bucket=weight:10,watch_port:1,output:1,bucket=weight:20,output:2"],
            ["add-group", "group_id=3,type=indirect,bucket=group:1"],
            ["add-group", "group_id=4,type=ff,bucket=watch_port:1,output:1,bucket=watch_group:2,output:2"],
            ["mod-group", "group_id=1,type=all,bucket=output:3"], ["del-groups", "group_id=1"], ["del-groups"],
            ["add-meter", "meter=1,pktps,burst,stats,bands=type=drop,rate=100,burst_size=10"],
            ["add-meter", "meter=2,kbps,bands=type=dscp_remark,rate=100,prec_level=1,type=drop,rate=200"],
            ["mod-meter", "meter=1,kbps,bands=type=drop,rate=5"], ["del-meters", "meter=1"], ["del-meters"],
            [
                "packet-out",
                "in_port=1,packet=ffffffffffff0a0000000001080600010800060400010a00000000010a0000010000000000000a000002,actions=output:2",
            ],
            [
                "packet-out",
                "in_port=controller,packet=ffffffffffff0a000000000188cc00,actions=set_field:5->reg0,resubmit(,3)",
            ],
        ])
        func everyCommand(_ words: [String]) throws {
            let peer = try JudgeSwitch()
            // The switch does not answer all of them; what counts is what was asked.
            let options = words.prefix { $0.hasPrefix("--") }
            let rest = words.dropFirst(options.count)
            let strict = rest.contains("--strict") ? ["--strict"] : []
            _ = try peer.ofctl(
                ["-t", "1"] + options + strict + rest.prefix(1), rest.dropFirst().filter { $0 != "--strict" })
            expectSameBytes(peer.received, words.joined(separator: " "))
        }
    }
}
