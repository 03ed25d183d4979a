import LogicalNetwork
import FlowPipeline
import NetworkTypes

/// Table 0: who sent the packet, by the port that it came in by.
enum ClassifierTable {
    private typealias Context = BrIntContext

    static let declaration = PipelineDeclaration.Table(
        BrInt.classifier, "classifier", reads: [],
        exits: [
            .init(
                BrInt.portSecurity,
                sets: [
                    Context.origin.slot, Context.ingressPort.slot, Context.segment.slot, Context.vpc.slot,
                    Context.sourceZone.slot,
                ]),
            .init(
                BrInt.tunnelSource, sets: [Context.origin.slot, Context.ingressPort.slot, Context.segment.slot]),
        ],
        miss: .drop("unknown-port"), drops: [.low: "port-closed-or-tagged", .high: "reserved-group"])

    /// Bridges never forward the reserved group addresses (IEEE 802.1Q-2014 §8.6.3), and links are told by our own LLDP
    /// only.
    static func statics(cookie: UInt64) -> [Flow] {
        let reserved = MatchTerm.ethDestination(
            MACAddress(bits: 0x0180_c200_0000), mask: MACAddress(bits: 0xffff_ffff_fff0))
        return [[reserved], [.ethType(EtherType.lldp)]].map {
            Flow(table: BrInt.classifier, priority: .high, match: Match($0), actions: [], cookie: cookie)
        }
    }

    /// Untagged frames of an open port go on. Frames with an 802.1Q header, and all frames of a closed port, end in a
    /// drop that carries the port's name.
    static func vif(_ port: LocalPort, isOpen: Bool, cookie: UInt64) -> [Flow] {
        let drop = Flow(
            table: BrInt.classifier, priority: .low, match: [.inPort(port.ofport)], actions: [], cookie: cookie)
        guard isOpen else { return [drop] }
        let admit = Flow(
            table: BrInt.classifier, priority: .normal, match: [.inPort(port.ofport), .untagged],
            actions: [
                .load(Context.origin, .vif), .load(Context.ingressPort, port.logical.key),
                .load(Context.segment, port.logical.segment), .load(Context.vpc, port.logical.vpc),
                .load(Context.sourceZone, port.zone),
                .goto(BrInt.portSecurity),
            ], cookie: cookie)
        return [admit, drop]
    }

    /// Packets of the tunnel: the VNI names the segment.
    static func tunnel(ofport: UInt32, cookie: UInt64) -> [Flow] {
        let vni = FieldSlice(.tunnelID, 0...(Context.segment.slot.width - 1))
        return [
            Flow(
                table: BrInt.classifier, priority: .normal, match: [.inPort(ofport)],
                actions: [
                    .load(Context.origin, .tunnel), .load(Context.ingressPort, PortKey(0)),
                    .move(from: vni, to: Context.segment.slot.slice),
                    .goto(BrInt.tunnelSource),
                ], cookie: cookie)
        ]
    }
}
