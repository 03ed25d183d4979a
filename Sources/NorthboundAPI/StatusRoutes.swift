import ControllerCore
import Hummingbird
import JSONText
import NetworkTypes
import TopologyGraph
import VirtualNetwork

/// What the controller says of itself: status, projects, hosts that wait for approval.
struct StatusRoutes: Sendable {
    let service: APIService

    func add(to group: RouterGroup<APIContext>) {
        group.get("status") { try status($0, $1) }
        group.get("projects") { try projects($0, $1) }
        group.get("pending-nodes") { try pendingNodes($0, $1) }
    }

    private func status(_ request: Request, _ context: APIContext) throws -> Response {
        let caller = try context.authenticated()
        try RequestQuery(request).close(known: [])
        let snapshot = service.access.snapshot
        var counts: [String: JSONValue] = [:]
        for kind in ResourceKind.allCases where kind != .node {
            let count =
                caller.seesEveryProject
                ? snapshot.network.count(kind) : snapshot.network.count(kind, of: caller.principal.project)
            counts[kind.member] = .integer(Int64(count))
        }
        var phases: [NodeStatus.Phase: Int64] = [:]
        for node in snapshot.allNodes { phases[snapshot.status(of: node.key).phase, default: 0] += 1 }
        var nodes: [String: JSONValue] = ["total": .integer(Int64(snapshot.network.count(.node)))]
        for phase in NodeStatus.Phase.allCases { nodes[phase.rawValue] = .integer(phases[phase] ?? 0) }
        if caller.isAdmin { nodes["pending"] = .integer(Int64(snapshot.pendingNodes.count)) }
        let readiness = service.access.readiness
        return .json(
            .object([
                "version": .string(snapshot.version),
                "revision": .integer(Int64(snapshot.network.revision)),
                "topology_revision": .integer(Int64(snapshot.topology.revision)),
                "started_at": .string(snapshot.startedAt.description),
                "ready": .bool(readiness.ready),
                "nodes": .object(nodes),
                "counts": .object(counts),
                "project_id": .string(caller.principal.project.name),
                "role": .string(caller.principal.role.rawValue),
            ]))
    }

    private func projects(_ request: Request, _ context: APIContext) throws -> Response {
        let caller = try context.authenticated()
        try RequestQuery(request).close(known: [])
        var projects: Set<ProjectID> = [caller.principal.project]
        let network = service.access.snapshot.network
        if caller.seesEveryProject {
            projects.formUnion(network.projects)
            projects.formUnion(service.tokens.projects)
        }
        let items = projects.sorted().map { project in
            var members: [String: JSONValue] = ["id": .string(project.name)]
            for kind in ResourceKind.allCases where kind != .node {
                members[kind.member] = .integer(Int64(network.count(kind, of: project)))
            }
            return JSONValue.object(members)
        }
        return .json(.object(["items": .array(items), "next_cursor": .null]))
    }

    private func pendingNodes(_ request: Request, _ context: APIContext) throws -> Response {
        try context.authenticated().requireAdmin("pending nodes")
        try RequestQuery(request).close(known: [])
        let items = service.access.snapshot.pendingNodes.map { node in
            JSONValue.object([
                "system_id": .string(node.systemID),
                "address": .string(node.address),
                "hostname": .string(node.hostname),
                "ovs_version": .string(node.ovsVersion),
                "first_seen_at": .string(node.firstSeenAt.description),
            ])
        }
        return .json(.object(["items": .array(items), "next_cursor": .null]))
    }
}

extension ControllerSnapshot {
    /// Every node, by key.
    var allNodes: [Node] {
        network.list(.node, after: nil, limit: Limits.nodes) { _ in true }.compactMap { resource in
            if case .node(let node) = resource { node } else { nil }
        }
    }
}
