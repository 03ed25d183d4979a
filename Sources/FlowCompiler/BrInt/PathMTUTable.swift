import FlowPipeline
import NetworkTypes

/// Table 66: whether the packet fits the tunnel.
enum PathMTUTable {
    private typealias Context = BrIntContext

    static let declaration = PipelineDeclaration.Table(
        BrInt.pathMTU, "pathMTU", reads: [Context.origin.slot],
        exits: [.init(BrInt.tunnelOutput, sets: [Context.isTooLarge.slot])], miss: .drop("no-tunnel"))

    /// Bytes of an Ethernet header without a tag: the switch compares whole frames.
    private static let ethernetHeader = 14

    /// `mtu`: the largest IP packet, in bytes, that every underlay carries with the tunnel's headers around it.
    static func tunnel(mtu: Int, cookie: UInt64) -> Flow {
        Flow(
            table: BrInt.pathMTU, priority: .normal, match: [Context.origin == .vif],
            actions: [
                .checkPacketLarger(UInt16(clamping: mtu + ethernetHeader), into: Context.isTooLarge.slot),
                .goto(BrInt.tunnelOutput),
            ], cookie: cookie)
    }
}
