import FlowPipeline
import LogicalNetwork
import NetworkTypes

/// Table 48: segment and MAC lead to a port of this node, or to the node that has it. Unknown and group addresses end
/// in a drop: nothing is flooded.
enum L2LookupTable {
    private typealias Context = BrIntContext

    static let declaration = PipelineDeclaration.Table(
        BrInt.l2Lookup, "l2Lookup", reads: [Context.segment.slot, Context.origin.slot],
        exits: [
            .init(BrInt.output, sets: [Context.egressPort.slot]),
            .init(BrInt.ingressConntrack, sets: [Context.egressPort.slot, Context.destinationZone.slot]),
            .init(BrInt.pathMTU, sets: [Context.remoteVTEP.slot]),
        ],
        miss: .drop("unknown-segment"), drops: [.low: "unknown-destination"])

    /// Above the way by the tunnel, which every node of the segment has for every port.
    static func local(_ port: LocalPort, cookie: UInt64) -> Flow {
        Flow(
            table: BrInt.l2Lookup, priority: .high,
            match: [Context.segment == port.logical.segment, .ethDestination(port.logical.mac)],
            actions: port.logical.isFiltered
                ? [
                    .load(Context.egressPort, port.logical.key), .load(Context.destinationZone, port.zone),
                    .goto(BrInt.ingressConntrack),
                ] : [.load(Context.egressPort, port.logical.key), .goto(BrInt.output)],
            cookie: cookie)
    }

    /// For packets of this node's ports only: what came by the tunnel never leaves by it.
    static func remote(_ port: LogicalPort, at vtep: IPv4Address, cookie: UInt64) -> Flow {
        Flow(
            table: BrInt.l2Lookup, priority: .normal,
            match: [Context.segment == port.segment, Context.origin == .vif, .ethDestination(port.mac)],
            actions: [.load(Context.remoteVTEP, vtep), .goto(BrInt.pathMTU)], cookie: cookie)
    }

    /// What nobody in the segment has as its address, groups and broadcast among it.
    static func unknown(_ segment: SegmentKey, cookie: UInt64) -> Flow {
        Flow(
            table: BrInt.l2Lookup, priority: .low, match: [Context.segment == segment], actions: [], cookie: cookie)
    }
}
