import ControllerCore
import FlowCompiler
import FlowPipeline
import Hummingbird
import JSONText
import NetworkTypes
import VirtualNetwork

/// The flows that there should be: of a node, and of a cookie with what they are for.
struct FlowRoutes: Sendable {
    let service: APIService

    private static let printer = FlowPrinter(naming: BrInt.pipeline)
    private static let tableNames = Dictionary(
        BrInt.pipeline.tables.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })

    func add(to group: RouterGroup<APIContext>) {
        group.get("flows/:cookie") { try why($0, $1) }
        group.get("nodes/:id/flows") { try ofNode($0, $1) }
    }

    private func why(_ request: Request, _ context: APIContext) throws -> Response {
        let caller = try context.authenticated()
        try RequestQuery(request).close(known: [])
        let text = context.parameters.get("cookie") ?? ""
        let digits = text.hasPrefix("0x") ? text.dropFirst(2) : Substring(text)
        guard let cookie = UInt64(digits, radix: 16) else {
            throw Problem(
                .badRequest, "malformed-cookie", "\(text) is no cookie",
                remedy: "give it in hexadecimal as ovs-ofctl dump-flows prints it, such as 0x800000000000007")
        }
        let snapshot = service.access.snapshot
        let unknown = Problem(
            .notFound, "unknown-cookie", "no flow that there should be has the cookie 0x\(hexadecimal(cookie))",
            remedy: "the flow is older than the present state, or not of this controller")
        guard let unit = FlowUnit(cookie: cookie), let fragment = snapshot.compiler.fragment(for: unit) else {
            throw unknown
        }
        let owners = fragment.owners.compactMap { snapshot.network.resource($0.kind, $0.id) }
        // What a tenant sees is what exists for a resource of its own.
        let visible = owners.filter { caller.isAdmin || $0.kind != .node && caller.sees($0.metadata.project) }
        guard caller.isAdmin || !visible.isEmpty else { throw unknown }
        return .json([
            "cookie": .string("0x\(hexadecimal(cookie, digits: 16))"),
            "unit": ["kind": .string(unit.kindName), "resource_id": unit.subject(in: snapshot.network)],
            "resources": .array(
                visible.map { resource in
                    [
                        "kind": .string(resource.kind.rawValue),
                        "id": .id(resource.kind, resource.metadata.id),
                        "name": .string(resource.metadata.name),
                    ]
                }),
            "flows": .array(fragment.flows.map(Self.json)),
        ])
    }

    private func ofNode(_ request: Request, _ context: APIContext) throws -> Response {
        try context.authenticated().requireAdmin("nodes")
        var query = try RequestQuery(request)
        let format = try query.take("format", among: ["json", "text"]) ?? "json"
        try query.close(known: ["format"])
        let snapshot = service.access.snapshot
        let text = context.parameters.get("id") ?? ""
        guard let id = ResourceKind.node.parse(text), let node = snapshot.network.node(id) else {
            throw Problem.notFound(.node, text)
        }
        let flows = snapshot.compiler.flows(of: node.key)
        if format == "text" {
            let lines = Self.printer.lines(flows).map { $0 + "\n" }
            return .text(lines.joined(), type: "text/plain; charset=utf-8")
        }
        return .json([
            "node_id": .id(.node, id),
            "revision": .integer(Int64(snapshot.network.revision)),
            "flows": .array(flows.map(Self.json)),
            "meters": .array(
                snapshot.compiler.meters(of: node.key).map { meter in
                    [
                        "id": .integer(Int64(meter.id)),
                        "packets_per_second": .integer(Int64(meter.packetsPerSecond)),
                        "burst": .integer(Int64(meter.burst)),
                    ]
                }),
        ])
    }

    private static func json(_ flow: Flow) -> JSONValue {
        [
            "cookie": .string("0x\(hexadecimal(flow.cookie, digits: 16))"),
            "table": .integer(Int64(flow.table.value)),
            "table_name": .string(tableNames[flow.table] ?? String(flow.table.value)),
            "priority": .integer(Int64(flow.priority.value)),
            "match": .string(printer.text(flow.match)),
            "actions": .string(
                flow.actions.isEmpty ? "drop" : flow.actions.map { printer.text($0) }.joined(separator: ",")),
            "text": .string(printer.text(flow)),
        ]
    }
}

extension FlowUnit {
    /// The id of the resource whose key the unit has; null for the pipeline.
    fileprivate func subject(in network: NetworkState) -> JSONValue {
        switch self {
        case .pipeline: .null
        case .tunnelPort(let node), .tunnelPeer(let node): .id(.node, network.node(node)?.metadata.id)
        case .segment(let segment): .id(.network, network.network(segment)?.metadata.id)
        case .gateway(let subnet), .connectedRoute(let subnet):
            .id(.subnet, network.subnet(subnet)?.metadata.id)
        case .neighbor(let port), .remotePort(let port), .localPort(let port), .routedPort(let port),
            .groupMember(let port), .portRules(let port):
            .id(.port, network.port(port)?.metadata.id)
        case .rule(let rule): .id(.securityGroupRule, network.rule(rule)?.metadata.id)
        case .ruleClauses(let vpc, _), .vpc(let vpc): .id(.vpc, network.vpc(vpc)?.metadata.id)
        case .routeTable(let table): .id(.routeTable, network.routeTable(table)?.metadata.id)
        }
    }
}
