public import NetworkTypes
public import TopologyGraph
public import VirtualNetwork

/// The intent and the facts in the words of logical switches. Every answer leaves in the recorder what it was read
/// from, also when it is that something is not there.
public struct LogicalView {
    let network: NetworkState
    let topology: TopologyGraph
    let recorder: ReadRecorder

    public init(_ network: NetworkState, _ topology: TopologyGraph, recorder: ReadRecorder) {
        self.network = network
        self.topology = topology
        self.recorder = recorder
    }

    // MARK: Switches and ports

    public func logicalSwitch(_ segment: SegmentKey) -> LogicalSwitch? {
        recorder.record(.network(segment))
        return network.network(segment).map {
            LogicalSwitch(segment: segment, id: $0.metadata.id, vpc: vpcKey(of: $0), vpcID: $0.vpc)
        }
    }

    public func port(_ key: PortKey) -> LogicalPort? {
        recorder.record(.port(key))
        guard let port = network.port(key), let network = network.network(port.network) else { return nil }
        recorder.record(.network(network.key))
        return LogicalPort(
            key: key, id: port.metadata.id, mac: port.mac, addresses: addresses(of: port),
            pairs: port.allowedAddressPairs, segment: network.key, vpc: vpcKey(of: network), isUp: port.adminUp,
            deviceOwner: port.deviceOwner, groups: groups(of: port))
    }

    /// The ports of a network, bound or not, by key.
    public func switchPorts(of segment: SegmentKey) -> [PortKey] {
        recorder.record(.portsInNetwork(segment))
        return network.ports(in: segment)
    }

    /// The subnets on a network, by key.
    public func subnets(of segment: SegmentKey) -> [SubnetKey] {
        recorder.record(.subnetsInNetwork(segment))
        return network.subnets(in: segment)
    }

    public func subnet(_ key: SubnetKey) -> Subnet? {
        recorder.record(.subnet(key))
        return network.subnet(key)
    }

    /// The network that a subnet stands on.
    public func segment(of subnet: Subnet) -> SegmentKey? {
        guard let network = network.network(subnet.network) else { return nil }
        recorder.record(.network(network.key))
        return network.key
    }

    private func addresses(of port: Port) -> [LogicalAddress] {
        port.fixedIPs.compactMap { fixed in
            guard let subnet = network.subnet(fixed.subnet) else { return nil }
            recorder.record(.subnet(subnet.key))
            return LogicalAddress(address: fixed.address, subnet: subnet.key)
        }
    }

    private func vpcKey(of network: Network) -> VPCKey {
        guard let id = network.vpc, let vpc = self.network.vpc(id) else { return VPCKey(0) }
        recorder.record(.vpc(vpc.key))
        return vpc.key
    }

    // MARK: Nodes and places

    /// Every node that operators know, by key.
    public var nodes: [NodeKey] {
        recorder.record(.nodes)
        return network.list(.node, after: nil, limit: .max, where: { _ in true }).compactMap {
            guard case .node(let node) = $0 else { return nil }
            return node.key
        }
    }

    /// The id of a node; nil for a stranger.
    public func nodeID(_ key: NodeKey) -> ResourceID? {
        recorder.record(.node(key))
        return network.node(key)?.metadata.id
    }

    /// Where a port is bound. Nil while it is unbound, and where it is bound on a stranger or on another node than it
    /// requests.
    public func placement(of key: PortKey) -> Placement? {
        recorder.record(.portPlace(key))
        recorder.record(.binding(key))
        guard let port = network.port(key), let binding = topology.binding(of: key) else { return nil }
        guard let node = nodeID(binding.node) else { return nil }
        if let requested = port.requestedNode, requested != node { return nil }
        return Placement(node: binding.node, ofport: binding.ofport, zone: binding.zone)
    }

    /// The ports that are placed on a node, by key.
    public func localPorts(on node: NodeKey) -> [PortKey] {
        recorder.record(.bindingsOnNode(node))
        return topology.bindings(on: node).map(\.port).filter { placement(of: $0)?.node == node }
    }

    /// The network of a port, without a look at the rest of it.
    public func logicalSwitch(of key: PortKey) -> LogicalSwitch? {
        recorder.record(.portPlace(key))
        return network.port(key).flatMap { network.network($0.network) }.flatMap { logicalSwitch($0.key) }
    }

    public func tunnelEnd(of node: NodeKey) -> TunnelEnd? {
        recorder.record(.tunnelEnd(node))
        return topology.tunnelEnd(of: node)
    }

    /// The nodes that have a VTEP, by key.
    public var nodesWithTunnelEnd: [NodeKey] {
        recorder.record(.tunnelEnds)
        return topology.tunnelEnds.map(\.node)
    }

    /// The largest packet, in bytes, that a workload may send so that it fits every underlay with the tunnel's headers.
    public var workloadMTU: Int {
        recorder.record(.underlayMTU)
        return OverlayMTU.workloadMTU(over: topology.tunnelEnds)
    }
}
