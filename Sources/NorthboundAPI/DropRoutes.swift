import ControllerCore
import Hummingbird
import JSONText
import NetworkTypes
import VirtualNetwork

/// What was dropped of a port, by cause; for its owner and for operators.
struct DropRoutes: Sendable {
    let service: APIService

    func add(to group: RouterGroup<APIContext>) {
        group.get("ports/:id/drops") { try await ofPort($0, $1) }
    }

    private func ofPort(_ request: Request, _ context: APIContext) async throws -> Response {
        let caller = try context.authenticated()
        try RequestQuery(request).close(known: [])
        let text = context.parameters.get("id") ?? ""
        guard let id = ResourceKind.port.parse(text), let port = service.access.snapshot.network.port(id),
            caller.sees(port.metadata.project)
        else { throw Problem.notFound(.port, text) }
        let timeout = Duration.seconds(APILimits.countersWaitSeconds)
        guard let report = await service.access.drops(of: port.key, timeout: timeout) else {
            throw Problem(
                .serviceUnavailable, "counters-unavailable",
                "the switch that the port is bound on has not told its counters",
                remedy: "see with GET /v1/ports/\(ResourceKind.port.show(id)) that the port is active, and ask again")
        }
        return .json([
            "port_id": .id(.port, id),
            "node_id": .id(.node, report.node),
            "at": .string(report.at.description),
            "items": .array(report.items.map(Self.json)),
        ])
    }

    private static func json(_ count: DropCount) -> JSONValue {
        [
            "name": .string(count.name),
            "table": .string(count.table),
            "packets": .integer(Int64(clamping: count.packets)),
            "bytes": .integer(Int64(clamping: count.bytes)),
            "cookie": .string("0x\(hexadecimal(count.cookie, digits: 16))"),
        ]
    }
}
