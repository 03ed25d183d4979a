import Foundation
import NetworkTypes
import OpenFlow
import Testing

extension Judges {
    /// Actions built here are what Open vSwitch prints.
    @Suite(.enabled(if: JudgeProgram.ofctl.isInstalled, "SKIPPED: ovs-ofctl is not installed"))
    struct JudgeActionTests {
        /// A packet that fulfils an action's prerequisites.
        private enum Packet: String {
            case any, arp, ipv4, ipv6, tcp, udp, sctp, icmp, mpls, tagged, nsh

            var match: FlowMatch {
                var match = FlowMatch()
                func set(_ etherType: UInt16, _ ipProtocol: UInt8? = nil) {
                    match.ethType = etherType
                    match.ipProtocol = ipProtocol
                }
                switch self {
                case .any: break
                case .arp: set(0x0806)
                case .ipv4: set(0x0800)
                case .ipv6: set(0x86dd)
                case .tcp: set(0x0800, 6)
                case .udp: set(0x0800, 17)
                case .sctp: set(0x0800, 132)
                case .icmp: set(0x0800, 1)
                case .mpls: set(0x8847)
                case .tagged: match.set(.vlanID, 0x1000, mask: 0x1000)
                case .nsh: set(0x894f)
                }
                return match
            }
        }

        private static let mac: UInt128 = 0x0a00_0000_0001
        private static let address = UInt128(1) << 120 | 7

        private static let table: [(Packet, ActionList, String)] = [
            (.any, [.output(port: 3, maxLength: 0)], "output:3"),
            (.any, [.output(port: PortNumber.controller, maxLength: 128)], "CONTROLLER:128"),
            (
                .any, [.output(port: PortNumber.inPort, maxLength: 0), .output(port: PortNumber.normal, maxLength: 0)],
                "IN_PORT,NORMAL"
            ),
            (.any, [.group(7), .setQueue(3), .popQueue], "group:7,set_queue:3,pop_queue"),
            (
                .ipv4, [.setTTL(9), .decrementTTL, .decrementTTLControllers([1, 2])],
                "mod_nw_ttl:9,dec_ttl,dec_ttl(1,2)"
            ),
            (
                .mpls, [.setMPLSTTL(9), .decrementMPLSTTL, .popMPLS(etherType: 0x0800)],
                "set_mpls_ttl(9),dec_mpls_ttl,pop_mpls:0x0800"
            ),
            (
                .ipv4, [.pushMPLS(etherType: 0x8847), .setField(.mplsLabel, value: 5)],
                "push_mpls:0x8847,set_field:5->mpls_label"
            ),
            (.tagged, [.popVLAN, .pushVLAN(etherType: 0x88a8)], "pop_vlan,push_vlan:0x88a8"),
            (
                .tagged, [.setField(.vlanID, value: 0x1005), .setField(.vlanPriority, value: 3)],
                "set_field:4101->vlan_vid,set_field:3->vlan_pcp"
            ),
            (
                .any, [.setField(.ethSource, value: mac), .setField(.ethDestination, value: mac)],
                "set_field:0a:00:00:00:00:01->eth_src,set_field:0a:00:00:00:00:01->eth_dst"
            ),
            (
                .ipv4, [.setField(.ipv4Source, value: 0x0a00_0001), .setField(.ipDSCP, value: 46)],
                "set_field:10.0.0.1->ip_src,set_field:46->ip_dscp"
            ),
            (
                .ipv6, [.setField(.ipv6Source, value: address), .setField(.ipv6FlowLabel, value: 0x12345)],
                "set_field:100::7->ipv6_src,set_field:0x12345->ipv6_label"
            ),
            (
                .tcp, [.setField(.tcpSource, value: 80), .setField(.tcpDestination, value: 81)],
                "set_field:80->tcp_src,set_field:81->tcp_dst"
            ),
            (.udp, [.setField(.udpSource, value: 67)], "set_field:67->udp_src"),
            (.sctp, [.setField(.sctpDestination, value: 9)], "set_field:9->sctp_dst"),
            (
                .arp, [.setField(.arpOperation, value: 2), .setField(.arpSHA, value: mac)],
                "set_field:2->arp_op,set_field:0a:00:00:00:00:01->arp_sha"
            ),
            (
                .any,
                [.setField(.tunnelID, value: 100), .setField(.register(5), value: 6), .setField(.metadata, value: 7)],
                "set_field:0x64->tun_id,set_field:0x6->reg5,set_field:0x7->metadata"
            ),
            (.any, [.registerLoad(.reg(1), offset: 4, bits: 8, value: 0x5a)], "load:0x5a->NXM_NX_REG1[4..11]"),
            (.any, [.registerLoad2(.reg(1), value: 0x10, mask: 0xf0)], "set_field:0x10/0xf0->reg1"),
            (
                .any,
                [
                    .registerMove(
                        source: .reg(0), sourceOffset: 0, destination: .xxreg(1), destinationOffset: 32, bits: 16)
                ],
                "move:NXM_NX_REG0[0..15]->NXM_NX_XXREG1[32..47]"
            ),
            (
                .any, [.stackPush(.reg(2), offset: 1, bits: 5), .stackPop(.ethSource, offset: 0, bits: 48)],
                "push:NXM_NX_REG2[1..5],pop:NXM_OF_ETH_SRC[]"
            ),
            (.any, [.outputRegister(.reg(3), offset: 0, bits: 16, maxLength: 0)], "output:NXM_NX_REG3[0..15]"),
            (.any, [.outputTruncated(port: 2, maxLength: 64)], "output(port=2,max_len=64)"),
            (.any, [.controller(maxLength: 100, id: 7, reason: 2)], "controller(reason=invalid_ttl,max_len=100,id=7)"),
            (
                .any,
                [.controller2(ControllerAction(maxLength: 64, id: 1, userdata: [1, 2, 0xff], pauses: true, meter: 4))],
                "controller(max_len=64,id=1,userdata=01.02.ff,pause,meter_id=4)"
            ),
            (
                .any,
                [.resubmitPort(3), .resubmit(port: PortNumber.resubmitInPort, table: 9), .resubmit(port: 4, table: 5)],
                "resubmit:3,resubmit(,9),resubmit(4,5)"
            ),
            (.any, [.clearConnectionTracking, .exit], "ct_clear,exit"),
            (
                .any, [.conjunction(id: 1234, clause: 0, count: 2), .conjunction(id: 5, clause: 63, count: 64)],
                "conjunction(1234,1/2),conjunction(5,64/64)"
            ),
            (.any, [.note([0, 1, 2, 3, 4, 5])], "note:00.01.02.03.04.05"),
            (.any, [.clone([.output(port: 2, maxLength: 0), .clone([.exit])])], "clone(output:2,clone(exit))"),
            (.nsh, [.decrementNSHTTL], "dec_nsh_ttl"),
            (.any, [.checkPacketLarger(length: 1_500, .reg(0), offset: 3)], "check_pkt_larger(1500)->NXM_NX_REG0[3]"),
            (.ipv4, [.connectionTracking(ConnectionTracking(zone: .immediate(0)))], "ct()"),
            (
                .ipv4,
                [
                    .connectionTracking(
                        ConnectionTracking(flags: [.commit, .force], zone: .immediate(7), recirculationTable: 3))
                ], "ct(commit,force,table=3,zone=7)"
            ),
            (
                .tcp,
                [
                    .connectionTracking(
                        ConnectionTracking(flags: [.commit], zone: .field(.reg(4), offset: 16), helper: 21))
                ],
                "ct(commit,zone=NXM_NX_REG4[16..31],alg=ftp)"
            ),
            (
                .ipv4,
                [
                    .connectionTracking(
                        ConnectionTracking(
                            flags: [.commit], zone: .immediate(1),
                            actions: [
                                .nat(
                                    NetworkAddressTranslation(
                                        flags: [.source, .protocolRandom],
                                        firstAddress: .v4(IPv4Address(bits: 0x0a00_0001)),
                                        lastAddress: .v4(IPv4Address(bits: 0x0a00_0009)), firstPort: 1_000,
                                        lastPort: 2_000)
                                ),
                                .setField(.ctMark, value: 5), .setField(.ctLabel, value: 9),
                            ]))
                ],
                "ct(commit,zone=1,nat(src=10.0.0.1-10.0.0.9:1000-2000,random),exec(set_field:0x5->ct_mark,set_field:0x9->ct_label))"
            ),
        ]

        @Test func eachIsPrinted() throws {
            let messages = Self.table.map { packet, actions, _ in
                let mod = FlowMod(table: 0, match: packet.match, instructions: [.applyActions(actions)])
                return OpenFlowMessage.flowMod(mod).encode(xid: 1)
            }
            let lines = try JudgeProgram.printed(messages).split(separator: "\n").filter {
                $0.hasPrefix("OFPT_FLOW_MOD")
            }
            try #require(lines.count == Self.table.count)
            for (line, row) in zip(lines, Self.table) {
                let printed = line.firstRange(of: "actions=").map { String(line[$0.upperBound...]) } ?? String(line)
                #expect(printed == row.2, "\(row.0)")
            }
        }
    }
}
