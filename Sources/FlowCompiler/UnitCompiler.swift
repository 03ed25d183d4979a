import FlowPipeline
import LogicalNetwork
import NetworkTypes
import TopologyGraph
import VirtualNetwork

/// Compiles one unit from what the view shows. Nil when the unit has no flows: its resource or a fact is not there.
struct UnitCompiler {
    let view: LogicalView

    func compile(_ unit: FlowUnit) -> FlowFragment? {
        switch unit {
        case .pipeline: pipeline
        case .tunnelPort(let node): tunnelPort(node)
        case .tunnelPeer(let node): tunnelPeer(node)
        case .segment(let segment): self.segment(segment)
        case .gateway(let subnet): gateway(subnet)
        case .neighbor(let port): neighbor(port)
        case .remotePort(let port): remotePort(port)
        case .localPort(let port): localPort(port)
        case .connectedRoute(let subnet): connectedRoute(subnet)
        case .routedPort(let port): routedPort(port)
        case .groupMember(let port): groupMember(port)
        case .portRules(let port): portRules(port)
        case .rule(let rule): self.rule(rule)
        case .ruleClauses(let vpc, let bucket): ruleClauses(vpc, bucket)
        case .routeTable(let table): routeTable(table)
        case .vpc(let vpc): self.vpc(vpc)
        }
    }

    private var pipeline: FlowFragment {
        FlowFragment(.pipeline, flows: BrInt.statics(cookie: FlowUnit.pipeline.cookie), owners: [])
    }

    // MARK: The tunnel

    private func tunnelPort(_ node: NodeKey) -> FlowFragment? {
        let unit = FlowUnit.tunnelPort(node)
        guard let id = view.nodeID(node), let end = view.tunnelEnd(of: node) else { return nil }
        return FlowFragment(
            unit,
            flows: ClassifierTable.tunnel(ofport: end.ofport, cookie: unit.cookie)
                + [
                    PathMTUTable.tunnel(mtu: view.workloadMTU, cookie: unit.cookie),
                    TunnelOutputTable.tunnel(ofport: end.ofport, cookie: unit.cookie),
                    TunnelOutputTable.unfit(cookie: unit.cookie),
                ],
            owners: [Owner(.node, id)])
    }

    private func tunnelPeer(_ node: NodeKey) -> FlowFragment? {
        let unit = FlowUnit.tunnelPeer(node)
        guard let id = view.nodeID(node), let vtep = view.tunnelEnd(of: node)?.address.v4 else { return nil }
        return FlowFragment(
            unit, flows: TunnelSourceTable.member(vtep, cookie: unit.cookie), owners: [Owner(.node, id)])
    }

    // MARK: Networks and subnets

    private func segment(_ segment: SegmentKey) -> FlowFragment? {
        let unit = FlowUnit.segment(segment)
        guard let network = view.logicalSwitch(segment) else { return nil }
        return FlowFragment(
            unit,
            flows: TunnelAdmissionTable.segment(network, cookie: unit.cookie)
                + [L2LookupTable.unknown(segment, cookie: unit.cookie)],
            owners: [Owner(.network, network.id)] + (network.vpcID.map { [Owner(.vpc, $0)] } ?? []))
    }

    /// The gateway answers, and where there is none the address that DHCP answers come from: renewals are sent to it. Router
    /// advertisements and DHCPv6 come from its link-local address.
    private func gateway(_ key: SubnetKey) -> FlowFragment? {
        let unit = FlowUnit.gateway(key)
        guard let subnet = view.subnet(key), let segment = view.segment(of: subnet) else { return nil }
        let server = subnet.dhcpEnabled ? view.dhcpServer(of: subnet) : nil
        var addresses: [IPAddress] = (subnet.gateway ?? server.map { .v4($0) }).map { [$0] } ?? []
        if subnet.cidr.family == .v6, subnet.gateway != nil || subnet.dhcpEnabled {
            addresses.append(.v6(.linkLocal(of: subnet.gatewayMAC)))
        }
        var flows = addresses.map {
            ResponderTable.answer(
                $0, by: subnet.gatewayMAC, in: segment, isRouter: subnet.gateway != nil, cookie: unit.cookie)
        }
        if let gateway = view.gateway(key) {
            flows.append(GatewayAdmissionTable.gateway(gateway, cookie: unit.cookie))
        }
        return flows.isEmpty ? nil : FlowFragment(unit, flows: flows, owners: [Owner(.subnet, subnet.metadata.id)])
    }

    private func connectedRoute(_ key: SubnetKey) -> FlowFragment? {
        let unit = FlowUnit.connectedRoute(key)
        guard let gateway = view.gateway(key) else { return nil }
        return FlowFragment(
            unit,
            flows: [
                RoutingTable.connected(gateway, cookie: unit.cookie), RoutingTable.echo(gateway, cookie: unit.cookie),
            ],
            owners: [Owner(.subnet, gateway.id)])
    }

    private func routeTable(_ key: RouteTableKey) -> FlowFragment? {
        let unit = FlowUnit.routeTable(key)
        guard let table = view.routeTable(key), !table.routes.isEmpty, let vpc = view.vpcKey(of: table) else {
            return nil
        }
        return FlowFragment(
            unit,
            flows: table.routes.map { route in
                RoutingTable.route(
                    route.destination, of: key, in: vpc, by: view.hop(to: route.nextHop, in: vpc), cookie: unit.cookie)
            }, owners: [Owner(.routeTable, table.metadata.id), Owner(.vpc, table.vpc)])
    }

    private func vpc(_ key: VPCKey) -> FlowFragment? {
        let unit = FlowUnit.vpc(key)
        guard let id = view.vpcID(key) else { return nil }
        return FlowFragment(
            unit,
            flows: [
                RoutingTable.unrouted(key, cookie: unit.cookie),
                NeighborResolutionTable.unresolved(key, cookie: unit.cookie),
            ], owners: [Owner(.vpc, id)])
    }

    // MARK: Ports from afar

    private func neighbor(_ key: PortKey) -> FlowFragment? {
        let unit = FlowUnit.neighbor(key)
        guard let port = view.port(key) else { return nil }
        let flows = port.addresses.map {
            ResponderTable.answer($0.address, by: port.mac, in: port.segment, isRouter: false, cookie: unit.cookie)
        }
        return flows.isEmpty ? nil : FlowFragment(unit, flows: flows, owners: [Owner(.port, port.id)])
    }

    private func remotePort(_ key: PortKey) -> FlowFragment? {
        let unit = FlowUnit.remotePort(key)
        guard let port = view.port(key), port.isUp, let place = view.placement(of: key),
            let vtep = view.tunnelEnd(of: place.node)?.address.v4
        else { return nil }
        return FlowFragment(
            unit, flows: [L2LookupTable.remote(port, at: vtep, cookie: unit.cookie)],
            owners: [Owner(.port, port.id)])
    }

    private func routedPort(_ key: PortKey) -> FlowFragment? {
        let unit = FlowUnit.routedPort(key)
        guard let port = view.port(key), !port.addresses.isEmpty else { return nil }
        return FlowFragment(
            unit, flows: NeighborResolutionTable.port(port, cookie: unit.cookie), owners: [Owner(.port, port.id)])
    }
}
