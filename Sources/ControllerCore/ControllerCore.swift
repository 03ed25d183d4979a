import FlowCompiler
import FlowReconciler
import LogicalNetwork
public import NetworkTypes
import NodeMachine
import PersistentCollections
public import TopologyGraph
public import VirtualNetwork

/// The controller: what was asked for, what was seen, and what follows. A value with one door.
///
/// Commands become events on a scratch copy of the state; the copy becomes the state when its batch is on disk. Events and
/// facts change the read keys that compile units depend on; changed units go to the nodes that hold them.
public struct ControllerCore: Sendable {
    let version: String
    let startedAt: Timestamp

    /// What is on disk.
    var network: NetworkState
    var topology: TopologyGraph
    var compiler = FlowCompiler()
    var encoded = ShardedMap<ScopedUnit, EncodedFragment>()

    var queue: [QueuedCommand] = []
    var underWay: Batch?

    var nodes = PagedArray<NodeRecord>()
    /// The nodes that have a condition, so that a reader need not ask them all.
    var afflicted: Set<NodeKey> = []
    /// The nodes that have something on its way.
    var laggards: Set<NodeKey> = []
    /// Which nodes follow: they have asked for their program since their channel came up.
    var following: Set<NodeKey> = []
    /// Serial of the compile round that made a port's flows on its node.
    var bindingSerials = PagedArray<UInt64>()
    /// The conntrack zone that was given out last on a node.
    var lastZones = PagedArray<UInt16>()
    var serial: UInt64 = 0
    /// Up to which the nodes were told of what concerns them.
    var compiledRevision: Revision
    var pendingNodes: [PendingNode] = []
    var waits: [RequestID: Revision] = [:]

    /// What the step under way has changed and not yet compiled.
    var changedKeys: Set<ReadKey> = []
    var changedFacts: [TopologyChange] = []
    var boundPorts: [PortKey] = []
    var effects: [ControllerEffect] = []

    public private(set) var counters = ControllerCounters()

    /// Starts from what the store held. Nothing was compiled yet: the first step does.
    public init(network: NetworkState, topology: TopologyGraph, version: String, startedAt: Timestamp) {
        self.network = network
        compiledRevision = network.revision
        self.topology = topology
        self.version = version
        self.startedAt = startedAt
    }

    /// The effects of a start: nodes are enrolled, and all is compiled.
    public mutating func start() -> [ControllerEffect] {
        for case .node(let node) in network.list(.node, after: nil, limit: Limits.nodes, where: { _ in true }) {
            effects.append(.enrol(NodeEnrolment(key: node.key, id: node.metadata.id, systemID: node.systemID)))
        }
        completeZones()
        changedKeys.removeAll()
        _ = compiler.update(network: network, topology: topology, changed: [])
        encodeEverything()
        return takeEffects()
    }

    /// Takes what has happened since the last step, in order, and says what is to be done.
    public mutating func step(_ inputs: [ControllerInput], at now: Timestamp) -> [ControllerEffect] {
        counters.steps += 1
        for input in inputs { take(input, at: now) }
        startBatch(at: now)
        compileChanges()
        answerWaits()
        return takeEffects()
    }

    public var snapshot: ControllerSnapshot {
        ControllerSnapshot(
            network: network, topology: topology, compiler: compiler, startedAt: startedAt, version: version,
            pendingNodes: pendingNodes, nodes: nodes, afflicted: afflicted, bindingSerials: bindingSerials)
    }

    private mutating func take(_ input: ControllerInput, at now: Timestamp) {
        switch input {
        case .command(let request, let command, let principal):
            enqueue(QueuedCommand(request: request, command: command, principal: principal))
        case .appended: finishBatch()
        case .appendFailed(let reason): dropBatch(reason)
        case .report(let node, let report): take(report, from: node)
        case .pendingNodes(let pending): pendingNodes = pending
        case .awaitApplied(let request, let revision): wait(for: revision, request)
        case .stopWaiting(let request): stopWaiting(request)
        }
    }

    private mutating func takeEffects() -> [ControllerEffect] {
        if !changedFacts.isEmpty {
            effects.append(.persist(changedFacts))
            changedFacts.removeAll()
        }
        defer { effects.removeAll() }
        return effects
    }

    mutating func count(_ change: (inout ControllerCounters) -> Void) { change(&counters) }
}

/// What the controller has done since its start; metrics show it.
public struct ControllerCounters: Hashable, Sendable {
    public var steps = 0
    public var commands = 0
    public var refusals = 0
    public var transactions = 0
    public var batches = 0
    public var compiledUnits = 0
    public var deltas = 0
    public var programs = 0
    /// Commands refused because `ControllerLimits.queuedCommands` were waiting.
    public var queueOverflows = 0
    /// Requests answered at once because `ControllerLimits.waits` were waiting.
    public var waitOverflows = 0

    public init() {}
}
