import ControllerCore
import HTTPTypes
import Hummingbird
import JSONText
import NetworkTypes
import TopologyGraph
import VirtualNetwork

/// For load balancers and Prometheus; without a token.
struct HealthRoutes: Sendable {
    let service: APIService

    func add(to router: Router<APIContext>) {
        router.get("healthz") { _, _ in Response.text("ok\n", type: "text/plain; charset=utf-8") }
        router.get("readyz") { _, _ in
            let (ready, reason) = service.access.readiness
            return Response.json(
                .object(["ready": .bool(ready), "reason": .string(reason)]),
                status: ready ? .ok : .serviceUnavailable)
        }
        router.get("metrics") { _, _ in
            let text = service.metrics.text + stateMetrics() + (await service.access.metricsText)
            return Response.text(text, type: "text/plain; version=0.0.4; charset=utf-8")
        }
    }

    private func stateMetrics() -> String {
        let snapshot = service.access.snapshot
        var phases: [NodeStatus.Phase: Int] = [:]
        for node in snapshot.allNodes { phases[snapshot.status(of: node.key).phase, default: 0] += 1 }
        var lines = [
            "# HELP naru_revision Transactions applied to the intent.",
            "# TYPE naru_revision gauge",
            "naru_revision \(snapshot.network.revision)",
            "# HELP naru_topology_revision Changes of the observed topology.",
            "# TYPE naru_topology_revision gauge",
            "naru_topology_revision \(snapshot.topology.revision)",
            "# HELP naru_nodes Nodes by state.",
            "# TYPE naru_nodes gauge",
        ]
        lines += NodeStatus.Phase.allCases.map { "naru_nodes{state=\"\($0.rawValue)\"} \(phases[$0] ?? 0)" }
        lines += [
            "# HELP naru_pending_nodes Hosts that dialled in and are not approved.",
            "# TYPE naru_pending_nodes gauge",
            "naru_pending_nodes \(snapshot.pendingNodes.count)",
            "# HELP naru_resources Resources of all projects by kind.",
            "# TYPE naru_resources gauge",
        ]
        lines += ResourceKind.allCases.map { kind in
            "naru_resources{kind=\"\(kind.collection)\"} \(snapshot.network.count(kind))"
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
