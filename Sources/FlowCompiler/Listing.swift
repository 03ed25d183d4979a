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
            return [.tunnelPort(node)] + distinctPorts(on: node).map(FlowUnit.localPort)
        case .segment(let segment):
            let ports = view.switchPorts(of: segment)
            return [.segment(segment)] + view.subnets(of: segment).map(FlowUnit.gateway)
                + ports.map(FlowUnit.neighbor) + ports.map(FlowUnit.remotePort)
        }
    }

    /// Sorted.
    func scopes(of node: NodeKey) -> [FlowScope] {
        let segments = Set(view.localPorts(on: node).compactMap { view.segment(of: $0) })
        return [.everywhere, .node(node)] + segments.sorted().map(FlowScope.segment)
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
