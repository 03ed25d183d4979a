public import FlowCompiler
public import NetworkTypes
import NodeMachine
package import PersistentCollections
public import TopologyGraph
public import VirtualNetwork

/// A command that became durable: what it made, changed or removed, and as of when.
public struct Committed: Hashable, Sendable {
    public let kind: ResourceKind
    public let id: ResourceID
    public let revision: Revision

    public init(kind: ResourceKind, id: ResourceID, revision: Revision) {
        self.kind = kind
        self.id = id
        self.revision = revision
    }
}

/// The controller at one moment, for readers: values that share their pages with the core's own.
public struct ControllerSnapshot: Sendable {
    public let network: NetworkState
    public let topology: TopologyGraph
    public let compiler: FlowCompiler
    public let startedAt: Timestamp
    public let version: String
    public let pendingNodes: [PendingNode]
    package let nodes: PagedArray<NodeRecord>
    package let afflicted: Set<NodeKey>
    package let bindingSerials: PagedArray<UInt64>

    package init(
        network: NetworkState, topology: TopologyGraph, compiler: FlowCompiler, startedAt: Timestamp, version: String,
        pendingNodes: [PendingNode], nodes: PagedArray<NodeRecord>, afflicted: Set<NodeKey> = [],
        bindingSerials: PagedArray<UInt64>
    ) {
        self.network = network
        self.topology = topology
        self.compiler = compiler
        self.startedAt = startedAt
        self.version = version
        self.pendingNodes = pendingNodes
        self.nodes = nodes
        self.afflicted = afflicted
        self.bindingSerials = bindingSerials
    }

    public func status(of node: NodeKey) -> NodeStatus {
        let record = nodes[Int(node.value)] ?? NodeRecord()
        return NodeStatus(
            phase: record.phase, appliedRevision: record.watermark(current: network.revision),
            conditions: record.conditions)
    }

    /// Where the resource, as it now stands, has arrived: the nodes from which it can be reached.
    public func applied(_ resource: Resource) -> AppliedStatus {
        let revision = resource.metadata.revision
        let behind = nodesConcerned(by: resource).filter { node in
            let record = nodes[Int(node.value)] ?? NodeRecord()
            return record.watermark(current: network.revision) < revision || record.hasRefused(resource)
        }
        return AppliedStatus(revision: revision, behind: behind.compactMap { network.node($0)?.metadata.id }.sorted())
    }

    /// Where the change made at the revision has arrived.
    public func applied(_ revision: Revision) -> AppliedStatus {
        let behind = network.list(.node, after: nil, limit: Limits.nodes) { resource in
            guard case .node(let node) = resource else { return false }
            return nodes[Int(node.key.value)]?.isBehind(revision) == true
        }
        return AppliedStatus(revision: revision, behind: behind.map(\.metadata.id).sorted())
    }

    public func status(of port: Port) -> PortStatus {
        guard let binding = topology.binding(of: port.key) else { return .down }
        guard let record = nodes[Int(binding.node.value)], record.connections.inStep, !record.hasRefused(.port(port))
        else { return .build }
        return record.acknowledgedSerial >= (bindingSerials[Int(port.key.value)] ?? 0) ? .active : .build
    }

    /// What concerns a port, with the node that says so.
    public func conditions(of port: PortKey) -> [(node: ResourceID?, condition: NodeCondition)] {
        afflicted.sorted().flatMap { node in
            (nodes[Int(node.value)]?.conditions ?? []).filter { $0.port == port }
                .map { (network.node(node)?.metadata.id, $0) }
        }
    }

    private func nodesConcerned(by resource: Resource) -> [NodeKey] {
        switch resource {
        case .node(let node): [node.key]
        case .port(let port): subscribers(of: port.network)
        case .subnet(let subnet): subscribers(of: subnet.network)
        case .network(let network): compiler.subscribers(of: .reach(network.key))
        case .vpc(let vpc): subscribers(ofVPC: vpc.metadata.id)
        case .securityGroup(let group): subscribers(ofVPC: group.vpc)
        case .securityGroupRule(let rule):
            network.securityGroup(rule.group).map { subscribers(ofVPC: $0.vpc) } ?? []
        case .routeTable(let table): subscribers(ofVPC: table.vpc)
        case .prefixList(let list):
            Set(vpcs(using: list).flatMap { subscribers(ofVPC: $0) }).sorted()
        }
    }

    private func vpcs(using list: PrefixList) -> Set<ResourceID> {
        Set(
            network.rules(using: list.key).compactMap { key in
                network.rule(key).flatMap { network.securityGroup($0.group)?.vpc }
            })
    }

    private func subscribers(ofVPC id: ResourceID) -> [NodeKey] {
        guard let vpc = network.vpc(id) else { return [] }
        return compiler.subscribers(of: .vpc(vpc.key))
    }

    private func subscribers(of id: ResourceID) -> [NodeKey] {
        network.network(id).map { compiler.subscribers(of: .reach($0.key)) } ?? []
    }
}
