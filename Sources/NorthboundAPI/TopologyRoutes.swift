import ControllerCore
import Hummingbird
import JSONText
import NetworkTypes
import TopologyGraph
import VirtualNetwork

/// The observed graph. Operators see it whole; a tenant sees its own ports and their networks.
struct TopologyRoutes: Sendable {
    let service: APIService

    func add(to group: RouterGroup<APIContext>) {
        group.get("topology") { try topology($0, $1) }
    }

    private func topology(_ request: Request, _ context: APIContext) throws -> Response {
        let caller = try context.authenticated()
        var query = try RequestQuery(request)
        let format = try query.take("format", among: ["json", "graphml", "dot"]) ?? "json"
        try query.close(known: ["format"])
        let snapshot = service.access.snapshot
        let graph = snapshot.topology
        var visiblePorts: ((PortKey) -> Bool)?
        if !caller.seesEveryProject {
            visiblePorts = { key in snapshot.network.port(key).map { caller.sees($0.metadata.project) } ?? false }
        }
        switch format {
        case "graphml":
            return .text(
                TopologyExport.graphML(graph, visiblePorts: visiblePorts), type: "application/graphml+xml")
        case "dot":
            return .text(TopologyExport.dot(graph, visiblePorts: visiblePorts), type: "text/vnd.graphviz")
        default:
            return .json(
                TopologyExport.json(graph, statuses: statuses(snapshot, caller), visiblePorts: visiblePorts))
        }
    }

    private func statuses(_ snapshot: ControllerSnapshot, _ caller: Caller) -> [VertexID: JSONValue] {
        var statuses: [VertexID: JSONValue] = [:]
        for node in snapshot.allNodes {
            statuses[.node(node.key)] = .string(snapshot.status(of: node.key).phase.rawValue)
        }
        let ports = snapshot.network.list(.port, after: nil, limit: snapshot.network.count(.port)) { resource in
            caller.sees(resource.metadata.project)
        }
        for case .port(let port) in ports {
            statuses[.virtualPort(port.key)] = .string(snapshot.status(of: port).rawValue)
        }
        return statuses
    }
}
