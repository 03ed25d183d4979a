import FlowPipeline
import NetworkTypes

/// Table 68: segment and VTEP become the tunnel's VNI and destination.
enum TunnelOutputTable {
    private typealias Context = BrIntContext

    static let declaration = PipelineDeclaration.Table(
        BrInt.tunnelOutput, "tunnelOutput",
        reads: [Context.segment.slot, Context.remoteVTEP.slot, Context.origin.slot], exits: [],
        missName: "no-tunnel")

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
}
