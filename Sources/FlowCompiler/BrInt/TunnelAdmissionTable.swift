import FlowPipeline
import LogicalNetwork
import NetworkTypes

/// Table 2: tunnel packets of segments that the node has; each gets its routing domain. Apart from `tunnelSource`,
/// since members times segments in one table would be too many.
enum TunnelAdmissionTable {
    private typealias Context = BrIntContext

    static let declaration = PipelineDeclaration.Table(
        BrInt.tunnelAdmission, "tunnelAdmission", reads: [Context.segment.slot],
        exits: [.init(BrInt.l2Lookup, sets: [Context.vpc.slot])],
        miss: .drop("unknown-segment"))

    static func segment(_ network: LogicalSwitch, cookie: UInt64) -> [Flow] {
        [
            Flow(
                table: BrInt.tunnelAdmission, priority: .normal, match: [Context.segment == network.segment],
                actions: [.load(Context.vpc, network.vpc), .goto(BrInt.l2Lookup)], cookie: cookie)
        ]
    }
}
