import FlowPipeline
import FlowReconciler
import NetworkTypes
import OpenFlow
import Testing

/// Each term and action of the pipeline, and what stands for it in OpenFlow.
@Suite struct LoweringTests {
    private static let low = ContextSlot("low", .register(0), 0...3)
    private static let next = ContextSlot("next", .register(0), 4...7)
    private static let whole = ContextSlot("whole", .register(5), 0...31)
    private static let segment = ContextSlot("segment", .metadata, 0...21)
    private static let vpc = ContextSlot("vpc", .metadata, 24...47)
    private static let mac = MACAddress(bits: 0x0200_0000_0001)
    private static let group = MACAddress(bits: 0x0100_0000_0000)
    private static let address = IPv4Address(bits: 0x0a00_0001)
    private static let address6 = IPv6Address(high: 0x2001_0db8_0000_0000, low: 1)
    private static let block = prefix("10.0.0.0/24")
    private static let block6 = prefix("2001:db8::/32")

    private static func prefix(_ text: String) -> IPPrefix { IPPrefix(text) ?? IPPrefix(host: .v4(.any)) }

    private static func fields(_ all: [(MatchField, UInt128, UInt128)]) -> FlowMatch {
        var match = FlowMatch()
        for (field, value, mask) in all { match.set(field, value, mask: mask) }
        return match
    }

    private static func exact(_ field: MatchField, _ value: UInt128) -> FlowMatch { fields([(field, value, .max)]) }

    private static let matches: [(String, Match, FlowMatch)] = [
        ("nothing", .everything, FlowMatch()),
        ("in_port", [.inPort(7)], exact(.inPort, 7)),
        ("part of a register", [.context(low, 5)], fields([(.register(0), 5, 0xf)])),
        ("whole register", [.context(whole, 0xffff_0000)], exact(.register(5), 0xffff_0000)),
        ("two slots of a register", [.context(low, 5), .context(next, 3)], fields([(.register(0), 0x35, 0xff)])),
        (
            "two slots of metadata", [.context(segment, 9), .context(vpc, 2)],
            fields([(.metadata, 0x200_0009, 0xffff_ff3f_ffff)])
        ),
        ("tun_id", [.tunnelID(77)], exact(.tunnelID, 77)),
        ("tun_src", [.tunnelSourceIPv4(address)], exact(.tunnelIPv4Source, 0x0a00_0001)),
        ("eth_src", [.ethSource(mac)], exact(.ethSource, 0x0200_0000_0001)),
        (
            "masked eth_dst", [.ethDestination(group, mask: group)],
            fields([(.ethDestination, 0x0100_0000_0000, 0x0100_0000_0000)])
        ),
        ("eth_type", [.ethType(0x88cc)], exact(.ethType, 0x88cc)),
        ("untagged", [.untagged], exact(.vlanID, 0)),
        ("arp_op", [.arpOperation(2)], exact(.arpOperation, 2)),
        ("arp_spa", [.arpSPA(block)], fields([(.arpSPA, 0x0a00_0000, 0xffff_ff00)])),
        ("arp_tpa", [.arpTPA(address)], exact(.arpTPA, 0x0a00_0001)),
        ("arp_sha", [.arpSHA(mac)], exact(.arpSHA, 0x0200_0000_0001)),
        ("arp_tha", [.arpTHA(mac)], exact(.arpTHA, 0x0200_0000_0001)),
        ("ip_src", [.ipSource(block)], fields([(.ipv4Source, 0x0a00_0000, 0xffff_ff00)])),
        ("ip_dst", [.ipDestination(.v4(address))], exact(.ipv4Destination, 0x0a00_0001)),
        (
            "ipv6_src", [.ipSource(block6)],
            fields([(.ipv6Source, 0x2001_0db8 << 96, 0xffff_ffff << 96)])
        ),
        ("ipv6_dst", [.ipDestination(.v6(address6))], exact(.ipv6Destination, 0x2001_0db8 << 96 | 1)),
        ("ip_proto", [.udp], exact(.ipProtocol, 17)),
        ("udp_src", [.udpSource(67)], exact(.udpSource, 67)),
        ("udp_dst", [.udpDestination(68)], exact(.udpDestination, 68)),
        ("tcp_src", [.tcpSource(1)], exact(.tcpSource, 1)),
        ("tcp_dst", [.tcpDestination(443)], exact(.tcpDestination, 443)),
        ("icmp_type", [.icmpv4Type(8)], exact(.icmpv4Type, 8)),
        ("icmp_code", [.icmpv4Code(0)], exact(.icmpv4Code, 0)),
        ("icmpv6_type", [.icmpv6Type(135)], exact(.icmpv6Type, 135)),
        ("icmpv6_code", [.icmpv6Code(0)], exact(.icmpv6Code, 0)),
        ("nd_target", [.neighborTarget(address6)], exact(.ndTarget, 0x2001_0db8 << 96 | 1)),
        ("nd_sll", [.neighborSLL(mac)], exact(.ndSLL, 0x0200_0000_0001)),
        ("ip_ttl", [.ipTTL(1)], exact(.ipTTL, 1)),
        ("pkt_mark", [.packetMark(2, mask: 2)], fields([(.pktMark, 2, 2)])),
        ("conj_id", [.conjunctionID(7)], exact(.conjunctionID, 7)),
        (
            "ct_nw_src", [.conntrackSource(IPPrefix(host: .v4(address)))], exact(.ctIPv4Source, 0x0a00_0001)
        ),
        (
            "ct_ipv6_dst", [.conntrackDestination(IPPrefix(host: .v6(address6)))],
            exact(.ctIPv6Destination, 0x2001_0db8 << 96 | 1)
        ),
        ("ct_nw_proto", [.conntrackProtocol(6)], exact(.ctProtocol, 6)),
        ("ct_tp_src", [.conntrackSourcePort(8, mask: .max)], exact(.ctTransportSource, 8)),
        (
            "ct_tp_dst", [.conntrackDestinationPort(0x50, mask: 0xfff0)],
            fields([(.ctTransportDestination, 0x50, 0xfff0)])
        ),
        (
            "ct_state", [.conntrackState([.tracked], mask: [.tracked, .invalid])],
            fields([(.ctState, 0x20, 0x30)])
        ),
    ]

    @Test func matchesAreLowered() {
        for (name, match, expected) in Self.matches {
            #expect(FlowMod(adding: Self.flow(match, [])).match == expected, "\(name)")
        }
    }

    private static let actions: [(String, [Action], InstructionList)] = [
        ("drop", [], []),
        (
            "load", [.load(next, 3)],
            [.applyActions([.registerLoad(.reg(0), offset: 4, bits: 4, value: 3)])]
        ),
        (
            "load of metadata", [.load(vpc, 9)],
            [.applyActions([.registerLoad(.metadata, offset: 24, bits: 24, value: 9)])]
        ),
        ("eth_src", [.set(.ethSource(mac))], [.applyActions([.setField(.ethSource, value: 0x0200_0000_0001)])]),
        (
            "eth_dst", [.set(.ethDestination(mac))],
            [.applyActions([.setField(.ethDestination, value: 0x0200_0000_0001)])]
        ),
        ("arp_op", [.set(.arpOperation(2))], [.applyActions([.setField(.arpOperation, value: 2)])]),
        ("arp_spa", [.set(.arpSPA(address))], [.applyActions([.setField(.arpSPA, value: 0x0a00_0001)])]),
        ("arp_tpa", [.set(.arpTPA(address))], [.applyActions([.setField(.arpTPA, value: 0x0a00_0001)])]),
        ("arp_sha", [.set(.arpSHA(mac))], [.applyActions([.setField(.arpSHA, value: 0x0200_0000_0001)])]),
        ("arp_tha", [.set(.arpTHA(mac))], [.applyActions([.setField(.arpTHA, value: 0x0200_0000_0001)])]),
        ("tun_id", [.set(.tunnelID(5))], [.applyActions([.setField(.tunnelID, value: 5)])]),
        (
            "tun_dst", [.set(.tunnelIPv4Destination(address))],
            [.applyActions([.setField(.tunnelIPv4Destination, value: 0x0a00_0001)])]
        ),
        (
            "move", [.move(from: segment.slice, to: FieldSlice(.tunnelID, 0...21))],
            [
                .applyActions([
                    .registerMove(
                        source: .metadata, sourceOffset: 0, destination: .tunnelID, destinationOffset: 0, bits: 22)
                ])
            ]
        ),
        (
            "move of a header", [.move(from: FieldSlice(.arpSPA), to: FieldSlice(.arpTPA))],
            [
                .applyActions([
                    .registerMove(
                        source: .arpSPA, sourceOffset: 0, destination: .arpTPA, destinationOffset: 0, bits: 32)
                ])
            ]
        ),
        ("output", [.output(3)], [.applyActions([.output(port: 3, maxLength: 0)])]),
        ("back", [.outputInPort], [.applyActions([.output(port: 0xffff_fff8, maxLength: 0)])]),
        (
            "metered punt", [.meter(4), .controller(maxLength: 65535)],
            [.meter(4), .applyActions([.output(port: 0xffff_fffd, maxLength: 65535)])]
        ),
        ("resubmit", [.resubmit(TableID(64))], [.applyActions([.resubmit(port: 0xfff8, table: 64)])]),
        ("goto", [.goto(TableID(8))], [.gotoTable(8)]),
        (
            "load and goto", [.load(low, 1), .goto(TableID(8))],
            [.applyActions([.registerLoad(.reg(0), offset: 0, bits: 4, value: 1)]), .gotoTable(8)]
        ),
        (
            "conjunction", [.conjunction(id: 9, clause: 1, of: 2)],
            [.applyActions([.conjunction(id: 9, clause: 0, count: 2)])]
        ),
        ("ip_src", [.set(.ipSource(.v4(address)))], [.applyActions([.setField(.ipv4Source, value: 0x0a00_0001)])]),
        (
            "ipv6_src", [.set(.ipSource(.v6(address6)))],
            [.applyActions([.setField(.ipv6Source, value: 0x2001_0db8 << 96 | 1)])]
        ),
        ("ip_ttl", [.set(.ipTTL(255))], [.applyActions([.setTTL(255)])]),
        ("icmp_type", [.set(.icmpv4Type(0))], [.applyActions([.setField(.icmpv4Type, value: 0)])]),
        ("icmpv6_type", [.set(.icmpv6Type(136))], [.applyActions([.setField(.icmpv6Type, value: 136)])]),
        (
            "nd_reserved", [.set(.neighborFlags(0x6000_0000))],
            [.applyActions([.setField(.ndReserved, value: 0x6000_0000)])]
        ),
        ("nd_options_type", [.set(.neighborOption(2))], [.applyActions([.setField(.ndOptionsType, value: 2)])]),
        (
            "nd_tll", [.move(from: FieldSlice(.ethSource), to: FieldSlice(.neighborTLL))],
            [
                .applyActions([
                    .registerMove(
                        source: MatchField.ethSource.actionHeader, sourceOffset: 0,
                        destination: MatchField.ndTLL.actionHeader, destinationOffset: 0, bits: 48)
                ])
            ]
        ),
        (
            "check_pkt_larger", [.checkPacketLarger(1514, into: ContextSlot("flag", .register(0), 5...5))],
            [.applyActions([.checkPacketLarger(length: 1514, .reg(0), offset: 5)])]
        ),
        ("dec_ttl", [.decrementTTL], [.applyActions([.decrementTTL])]),
        (
            "ct",
            [
                .conntrack(
                    ConntrackAction(
                        commits: true, zone: ContextSlot("zone", .register(6), 0...15), table: TableID(20), mark: 7))
            ],
            [
                .applyActions([
                    .connectionTracking(
                        ConnectionTracking(
                            flags: .commit, zone: .field(.reg(6), offset: 0), recirculationTable: 20,
                            actions: [
                                .registerLoad(MatchField.ctMark.actionHeader, offset: 0, bits: 32, value: 7)
                            ]))
                ])
            ]
        ),
        (
            "ct without commit",
            [
                .conntrack(
                    ConntrackAction(
                        commits: false, zone: ContextSlot("zone", .register(6), 16...31), table: nil, mark: nil))
            ],
            [.applyActions([.connectionTracking(ConnectionTracking(zone: .field(.reg(6), offset: 16)))])]
        ),
    ]

    @Test func actionsAreLowered() {
        for (name, actions, expected) in Self.actions {
            #expect(FlowMod(adding: Self.flow(.everything, actions)).instructions == expected, "\(name)")
        }
    }

    @Test func theHeadOfAFlowIsKept() {
        let flow = Flow(table: TableID(12), priority: .high, match: [.inPort(1)], actions: [], cookie: 0xabc)
        let mod = FlowMod(adding: flow)
        #expect(mod == FlowMod(table: 12, priority: 1000, cookie: 0xabc, match: mod.match))
        #expect(mod.command == .add)
    }

    /// What was lowered goes over the wire and comes back as it was.
    @Test func whatIsLoweredSurvivesTheWire() throws {
        let flows =
            Self.matches.map { Self.flow(Self.complete($0.1), [.output(1)]) }
            + Self.actions.map { Self.flow(Self.match(taking: $0.0), $0.1) }
        for flow in flows {
            let (xid, message) = try OpenFlowMessage.decode(EncodedFlow(flow).message)
            #expect(xid == 0)
            #expect(message == .flowMod(FlowMod(adding: flow)))
        }
    }

    /// What a switch demands of the match beside the action of this name.
    private static func match(taking action: String) -> Match {
        switch action {
        case "arp_op", "arp_spa", "arp_tpa", "arp_sha", "arp_tha", "move of a header": [.arp]
        case "dec_ttl", "ct", "ct without commit", "ip_src", "ip_ttl": [.ipv4]
        case "icmp_type": [.ipv4, .icmp]
        case "icmpv6_type", "ipv6_src": [.ipv6, .icmpv6]
        case "nd_reserved", "nd_options_type": [.ipv6, .icmpv6, .icmpv6Type(135)]
        case "nd_tll": [.ipv6, .icmpv6, .icmpv6Type(136)]
        default: .everything
        }
    }

    /// The match with the terms that a switch demands beside it.
    private static func complete(_ match: Match) -> Match {
        let needed = match.terms.flatMap { term -> [MatchTerm] in
            switch term.prerequisite {
            case .any: []
            case .arp: [.arp]
            case .ipv4, .ip: [.ipv4]
            case .ipv6: [.ipv6]
            case .udp: [.ipv4, .udp]
            case .tcp: [.ipv4, .ipProtocol(6)]
            case .icmpv4: [.ipv4, .ipProtocol(1)]
            case .icmpv6: [.ipv6, .ipProtocol(58)]
            case .neighborDiscovery, .neighborSolicitation: [.ipv6, .ipProtocol(58), .icmpv6Type(135)]
            case .neighborAdvertisement: [.ipv6, .ipProtocol(58), .icmpv6Type(136)]
            case .tracked: [.tracked]
            }
        }
        let isOfAConnection = match.terms.contains {
            switch $0 {
            case .conntrackSource, .conntrackDestination, .conntrackProtocol, .conntrackSourcePort,
                .conntrackDestinationPort:
                true
            default: false
            }
        }
        return Match(needed + (isOfAConnection ? [.tracked] : []) + match.terms)
    }

    private static func flow(_ match: Match, _ actions: [Action]) -> Flow {
        Flow(table: TableID(1), priority: .normal, match: match, actions: actions, cookie: 1)
    }
}
