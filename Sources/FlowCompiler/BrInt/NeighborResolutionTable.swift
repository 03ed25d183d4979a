import FlowPipeline
import LogicalNetwork
import NetworkTypes

/// Table 40: the MAC of the port that has the destination's address.
enum NeighborResolutionTable {
    private typealias Context = BrIntContext

    static let declaration = PipelineDeclaration.Table(
        BrInt.neighborResolution, "neighborResolution", reads: [Context.vpc.slot], exits: [.init(BrInt.l2Lookup)],
        miss: .drop("no-vpc"), drops: [.low: "no-such-address"])

    static func port(_ port: LogicalPort, cookie: UInt64) -> [Flow] {
        port.addresses.map { entry in
            Flow(
                table: BrInt.neighborResolution, priority: .normal,
                match: [
                    Context.vpc == port.vpc, .family(entry.address.family), .ipDestination(entry.address),
                ],
                actions: [.set(.ethDestination(port.mac)), .goto(BrInt.l2Lookup)], cookie: cookie)
        }
    }

    static func unresolved(_ vpc: VPCKey, cookie: UInt64) -> Flow {
        Flow(
            table: BrInt.neighborResolution, priority: .low, match: [Context.vpc == vpc], actions: [], cookie: cookie)
    }
}
