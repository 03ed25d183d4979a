import VirtualNetwork
import TopologyGraph
import FlowPipeline
import LogicalNetwork
import NetworkTypes
import PacketResponder

/// Compiles one unit from what the view shows. Nil when the unit has no flows: its resource or a fact is not there.
struct UnitCompiler {
    let view: LogicalView

    /// A client that has lost its lease sends a few packets in a minute; what is more is a flood.
    static let dhcpPacketsPerSecond: UInt32 = 10
    static let dhcpBurst: UInt32 = 20

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
        }
    }

    private var pipeline: FlowFragment {
        let cookie = FlowUnit.pipeline.cookie
        return FlowFragment(
            .pipeline,
            flows: BrInt.pipeline.missFlows(cookie: cookie) + ClassifierTable.statics(cookie: cookie)
                + PortSecurityTable.statics(cookie: cookie), owners: [])
    }

    private func tunnelPort(_ node: NodeKey) -> FlowFragment? {
        let unit = FlowUnit.tunnelPort(node)
        guard let id = view.nodeID(node), let end = view.tunnelEnd(of: node) else { return nil }
        return FlowFragment(
            unit,
            flows: ClassifierTable.tunnel(ofport: end.ofport, cookie: unit.cookie)
                + [TunnelOutputTable.tunnel(ofport: end.ofport, cookie: unit.cookie)],
            owners: [Owner(.node, id)])
    }

    private func tunnelPeer(_ node: NodeKey) -> FlowFragment? {
        let unit = FlowUnit.tunnelPeer(node)
        guard let id = view.nodeID(node), let vtep = view.tunnelEnd(of: node)?.address.v4 else { return nil }
        return FlowFragment(
            unit, flows: TunnelSourceTable.member(vtep, cookie: unit.cookie), owners: [Owner(.node, id)])
    }

    private func segment(_ segment: SegmentKey) -> FlowFragment? {
        let unit = FlowUnit.segment(segment)
        guard let network = view.logicalSwitch(segment) else { return nil }
        return FlowFragment(
            unit, flows: TunnelAdmissionTable.segment(network, cookie: unit.cookie),
            owners: [Owner(.network, network.id)])
    }

    /// The gateway answers, and where there is none the address that DHCP answers come from: renewals are sent to it.
    private func gateway(_ key: SubnetKey) -> FlowFragment? {
        let unit = FlowUnit.gateway(key)
        guard let subnet = view.subnet(key), let segment = view.segment(of: subnet) else { return nil }
        let address = subnet.gateway?.v4 ?? (subnet.dhcpEnabled ? view.dhcpServer(of: subnet) : nil)
        guard let address else { return nil }
        return FlowFragment(
            unit,
            flows: [ResponderTable.answer(address, by: subnet.gatewayMAC, in: segment, cookie: unit.cookie)],
            owners: [Owner(.subnet, subnet.metadata.id)])
    }

    private func neighbor(_ key: PortKey) -> FlowFragment? {
        let unit = FlowUnit.neighbor(key)
        guard let port = view.port(key) else { return nil }
        let flows = port.addresses.compactMap(\.address.v4).map {
            ResponderTable.answer($0, by: port.mac, in: port.segment, cookie: unit.cookie)
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

    private func localPort(_ key: PortKey) -> FlowFragment? {
        let unit = FlowUnit.localPort(key)
        guard let logical = view.port(key), let place = view.placement(of: key) else { return nil }
        let owner = Owner(.port, logical.id)
        guard logical.isUp else {
            let closed = LocalPort(logical: logical, ofport: place.ofport, service: nil)
            return FlowFragment(unit, flows: ClassifierTable.vif(closed, cookie: unit.cookie), owners: [owner])
        }
        let dhcp = view.dhcp(for: logical)
        let service = dhcp.map { PortService(port: key, ofport: place.ofport, dhcp: $0.binding) }
        let port = LocalPort(logical: logical, ofport: place.ofport, service: service)
        var flows = ClassifierTable.vif(port, cookie: unit.cookie)
        flows += PortSecurityTable.vif(port, cookie: unit.cookie)
        flows += ResponderTable.silence(port, cookie: unit.cookie)
        flows += [L2LookupTable.local(port, cookie: unit.cookie), OutputTable.vif(port, cookie: unit.cookie)]
        var meters: [Meter] = []
        if service != nil {
            let meter = Meter(id: port.ofport, packetsPerSecond: Self.dhcpPacketsPerSecond, burst: Self.dhcpBurst)
            meters = [meter]
            flows.append(ResponderTable.dhcp(port, meter: meter, cookie: unit.cookie))
        }
        let owners = [owner] + (dhcp.map { [Owner(.subnet, $0.subnet.metadata.id)] } ?? [])
        return FlowFragment(unit, flows: flows, meters: meters, service: service, owners: owners)
    }
}
