import LogicalNetwork
import FlowPipeline
import NetworkTypes

/// Table 64: the port's number on this bridge. A packet never leaves by the port that it came in by: OpenFlow forbids
/// it.
enum OutputTable {
    private typealias Context = BrIntContext

    static let declaration = PipelineDeclaration.Table(
        BrInt.output, "output", reads: [Context.egressPort.slot], exits: [], miss: .drop("no-output"))

    static func vif(_ port: LocalPort, cookie: UInt64) -> Flow {
        Flow(
            table: BrInt.output, priority: .normal, match: [Context.egressPort == port.logical.key],
            actions: [.output(port.ofport)], cookie: cookie)
    }
}
