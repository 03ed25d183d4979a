import LogicalNetwork
import NetworkTypes

/// Which units a scope has, and which scopes a node needs: answers that the view gives, so that they are compiled again
/// like any unit.
struct Listing {
    let view: LogicalView

    /// Sorted.
    func units(in scope: FlowScope) -> [FlowUnit] {
        switch scope {
        case .everywhere:
            return [.pipeline] + view.nodesWithTunnelEnd.map(FlowUnit.tunnelPeer)
        case .node(let node):
            return [.tunnelPort(node)] + view.localPorts(on: node).map(FlowUnit.localPort)
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
}
