import FlowPipeline
import LogicalNetwork
import NetworkTypes

/// Table 68: segment and VTEP become the tunnel's VNI and destination.
enum TunnelOutputTable {
    private typealias Context = BrIntContext

    static let declaration = PipelineDeclaration.Table(
        BrInt.tunnelOutput, "tunnelOutput",
        reads: [
            Context.segment.slot, Context.remoteVTEP.slot, Context.origin.slot, Context.isTooLarge.slot,
            Context.ingressPort.slot,
        ],
        exits: [], miss: .drop("no-tunnel"), drops: [.elevated: "too-large"])

    static func tunnel(ofport: UInt32, cookie: UInt64) -> Flow {
        let vni = FieldSlice(.tunnelID, 0...(Context.segment.slot.width - 1))
        return Flow(
            table: BrInt.tunnelOutput, priority: .normal, match: [Context.origin == .vif],
            actions: [
                .move(from: Context.segment.slot.slice, to: vni),
                .move(from: Context.remoteVTEP.slot.slice, to: FieldSlice(.tunnelIPv4Destination)),
                .output(ofport),
            ], cookie: cookie)
    }

    /// A packet that does not fit: to the controller through the port's meter, which tells the sender the MTU (RFC 1191,
    /// RFC 8201).
    static func tooLarge(_ port: LocalPort, meter: Meter, cookie: UInt64) -> Flow {
        Flow(
            table: BrInt.tunnelOutput, priority: .high,
            match: [Context.isTooLarge == true, Context.ingressPort == port.logical.key],
            actions: [.meter(meter.id), .controller(maxLength: .max)], cookie: cookie)
    }

    /// What no port of this node is told of.
    static func unfit(cookie: UInt64) -> Flow {
        Flow(
            table: BrInt.tunnelOutput, priority: .elevated, match: [Context.isTooLarge == true], actions: [],
            cookie: cookie)
    }
}
