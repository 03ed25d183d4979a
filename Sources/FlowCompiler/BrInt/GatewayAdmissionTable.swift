import FlowPipeline
import LogicalNetwork
import NetworkTypes

/// Table 24: what is addressed to a gateway's MAC is routed, with the routes of the gateway's subnet; all else stays in
/// its segment.
enum GatewayAdmissionTable {
    private typealias Context = BrIntContext

    static let declaration = PipelineDeclaration.Table(
        BrInt.gatewayAdmission, "gatewayAdmission", reads: [Context.segment.slot],
        exits: [.init(BrInt.routing, sets: [Context.routeTable.slot]), .init(BrInt.l2Lookup)],
        miss: .goto(BrInt.l2Lookup))

    static func gateway(_ gateway: LogicalGateway, cookie: UInt64) -> Flow {
        Flow(
            table: BrInt.gatewayAdmission, priority: .normal,
            match: [Context.segment == gateway.segment, .ethDestination(gateway.mac)],
            actions: [.load(Context.routeTable, gateway.routeTable), .goto(BrInt.routing)], cookie: cookie)
    }
}
