import FlowPipeline
import NetworkTypes
import Testing

private typealias Small = SmallPipeline

@Suite struct FlowPrinterTests {
    private static let mac = MACAddress(bits: 0x0a00_0000_0001)

    private static func prefix(_ text: String) -> IPPrefix { IPPrefix(text) ?? IPPrefix(host: .v4(.any)) }

    @Test(
        arguments: [
            (Match.everything, ""),
            ([.inPort(4), .untagged], "in_port=4,vlan_tci=0x0000/0x1fff"),
            ([Small.segment == SegmentKey(0x101)], "metadata=0x101/0x3fffff"),
            ([Small.egress == PortKey(7), Small.note == 9], "reg2=0x7,reg3=0x9/0xffff"),
            ([.ethDestination(mac, mask: .broadcast)], "dl_dst=0a:00:00:00:00:01"),
            ([.arpTPA(IPv4Address(bits: 0x0a00_0001)), .arp, .arpOperation(1)], "arp,arp_op=1,arp_tpa=10.0.0.1"),
            ([.ipv4, .ipSource(prefix("10.1.0.0/16"))], "ip,nw_src=10.1.0.0/16"),
            ([.ipv4, .ipSource(prefix("0.0.0.0/0"))], "ip"),
            ([.ipv6, .ipDestination(prefix("fd00::/8"))], "ipv6,ipv6_dst=fd00::/8"),
            ([.ipv4, .udp, .udpDestination(67), .udpSource(68)], "udp,tp_src=68,tp_dst=67"),
            ([.ethType(0x88cc)], "dl_type=0x88cc"),
            (
                [.ipv4, .conntrackState([.tracked, .established], mask: [.tracked, .established, .reply])],
                "ip,ct_state=+est-rpl+trk"
            ),
        ] as [(Match, String)])
    func matchText(_ match: Match, _ text: String) {
        #expect(FlowPrinter().text(match) == text)
    }

    @Test func slotsOfOneStorageAreOneTerm() {
        let low = PacketField<UInt16>("low", .register(0), 0...3)
        let bit = PacketField<Bool>("bit", .register(0), 4...4)
        #expect(FlowPrinter().text([bit == true, low == 2]) == "reg0=0x12/0x1f")
    }

    @Test(
        arguments: [
            (.load(Small.segment, SegmentKey(0x101)), "load:0x101->OXM_OF_METADATA[0..21]"),
            (.load(Small.egress, PortKey(7)), "load:0x7->NXM_NX_REG2[]"),
            (.load(ContextSlot("bit", .register(0), 4...4), 1), "load:0x1->NXM_NX_REG0[4]"),
            (.set(.ethSource(mac)), "set_field:0a:00:00:00:00:01->eth_src"),
            (
                .move(from: FieldSlice(.ethSource), to: FieldSlice(.ethDestination)),
                "move:NXM_OF_ETH_SRC[]->NXM_OF_ETH_DST[]"
            ),
            (.controller(maxLength: 65535), "CONTROLLER:65535"),
            (
                .conntrack(ConntrackAction(commits: true, zone: Small.zone, table: Small.last, mark: 1)),
                "ct(commit,table=16,zone=NXM_NX_REG4[0..15],exec(load:0x1->NXM_NX_CT_MARK[]))"
            ),
            (.resubmit(Small.lookup), "resubmit(,8)"),
        ] as [(Action, String)])
    func actionText(_ action: Action, _ text: String) {
        #expect(FlowPrinter().text(action) == text)
    }

    @Test func flowsAreSortedByTablePriorityAndMatch() {
        let flows = [
            Small.flow(
                Small.lookup, [Small.segment == SegmentKey(1)], [.load(Small.egress, PortKey(2)), .goto(Small.last)]),
            Small.flow(Small.first, [], [], priority: .miss),
            Small.flow(Small.first, [.inPort(2)], []),
            Small.flow(Small.first, [.inPort(1)], [.load(Small.segment, SegmentKey(1)), .goto(Small.lookup)]),
        ]
        #expect(
            FlowPrinter(naming: Small.pipeline).lines(flows) == [
                "table=first,cookie=0x1,priority=100,in_port=1,"
                    + "actions=load:0x1->OXM_OF_METADATA[0..21],goto_table:lookup",
                "table=first,cookie=0x1,priority=100,in_port=2,actions=drop",
                "table=first,cookie=0x1,priority=0,actions=drop",
                "table=lookup,cookie=0x1,priority=100,metadata=0x1/0x3fffff,"
                    + "actions=load:0x2->NXM_NX_REG2[],goto_table:last",
            ])
    }

    @Test func aMeterDropsAboveItsRate() {
        let meter = Meter(id: 7, packetsPerSecond: 10, burst: 20)
        #expect(FlowPrinter().text(meter) == "meter=7,pktps,burst,bands=type=drop,rate=10,burst_size=20")
    }
}
