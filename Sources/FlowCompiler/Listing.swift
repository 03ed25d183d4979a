import LogicalNetwork
import NetworkTypes
import TopologyGraph

/// Which units a scope has, and which scopes a node needs: answers that the view gives, so that they are made again
/// like any unit.
struct Listing {
    let view: LogicalView

    /// Sorted.
    func units(in scope: FlowScope) -> [FlowUnit] {
        switch scope {
        case .everywhere:
            return [.pipeline] + distinctVTEPs.map(FlowUnit.tunnelPeer)
        case .node(let node):
            let ports = distinctPorts(on: node)
            return [.tunnelPort(node)] + ports.map(FlowUnit.localPort) + ports.map(FlowUnit.portRules)
        case .segment(let segment):
            return [.segment(segment)] + view.subnets(of: segment).map(FlowUnit.gateway)
                + view.switchPorts(of: segment).map(FlowUnit.neighbor)
        case .reach(let segment):
            let ports = view.switchPorts(of: segment)
            guard view.logicalSwitch(segment)?.vpcID != nil else { return ports.map(FlowUnit.remotePort) }
            return ports.map(FlowUnit.remotePort) + view.subnets(of: segment).map(FlowUnit.connectedRoute)
                + ports.map(FlowUnit.routedPort) + ports.map(FlowUnit.groupMember)
        case .vpc(let vpc):
            return view.clauseBuckets(of: vpc).map { .ruleClauses(vpc, bucket: $0) }
                + view.routeTables(of: vpc).map(FlowUnit.routeTable) + [.vpc(vpc)]
        case .group(let group):
            return view.ruleKeys(of: group).map(FlowUnit.rule)
        }
    }

    /// Sorted.
    func scopes(of node: NodeKey) -> [FlowScope] {
        let ports = view.localPorts(on: node)
        let switches = Set(ports.compactMap { view.logicalSwitch(of: $0) })
        let vpcs = Set(switches.filter { $0.vpcID != nil }.map(\.vpc)).sorted()
        let segments = Set(switches.map(\.segment))
        let reached = segments.union(vpcs.flatMap { view.segments(of: $0) })
        let groups = Set(ports.flatMap { view.groups(of: $0) })
        return [.everywhere, .node(node)] + segments.sorted().map(FlowScope.segment)
            + reached.sorted().map(FlowScope.reach) + vpcs.map(FlowScope.vpc) + groups.sorted().map(FlowScope.group)
    }

    /// Of nodes that claim one address the first counts: their flows would be the same.
    private var distinctVTEPs: [NodeKey] {
        var seen: Set<IPAddress> = []
        return view.nodesWithTunnelEnd.filter { node in
            guard view.nodeID(node) != nil, let address = view.tunnelEnd(of: node)?.address else { return false }
            return seen.insert(address).inserted
        }
    }

    /// Ports that share an OpenFlow port, with each other or with the tunnel, get no flows: nobody can tell whose
    /// packets come in there, and a packet must not be taken for another tenant's. It lasts until the facts have caught
    /// up.
    private func distinctPorts(on node: NodeKey) -> [PortKey] {
        let placed = view.localPorts(on: node).compactMap { key in view.placement(of: key).map { (key, $0.ofport) } }
        var claims: [UInt32: Int] = [:]
        for (_, ofport) in placed { claims[ofport, default: 0] += 1 }
        if let tunnel = view.tunnelEnd(of: node) { claims[tunnel.ofport, default: 0] += 1 }
        return placed.filter { claims[$0.1] == 1 }.map(\.0)
    }
}
