import FlowPipeline
import NetworkTypes

/// Table 1: tunnel packets from members only.
enum TunnelSourceTable {
    static let declaration = PipelineDeclaration.Table(
        BrInt.tunnelSource, "tunnelSource", reads: [], exits: [.init(BrInt.tunnelAdmission)],
        miss: .drop("tunnel-stranger"))

    static func member(_ address: IPv4Address, cookie: UInt64) -> [Flow] {
        [
            Flow(
                table: BrInt.tunnelSource, priority: .normal, match: [.tunnelSourceIPv4(address)],
                actions: [.goto(BrInt.tunnelAdmission)], cookie: cookie)
        ]
    }
}
