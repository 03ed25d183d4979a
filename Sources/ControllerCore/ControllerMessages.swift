public import NetworkTypes
public import NodeMachine
public import TopologyGraph
public import VirtualNetwork

/// Names a question, so that its answer finds the asker; given by the runtime, never used twice.
public struct RequestID: Hashable, Sendable {
    public let value: UInt64
    public init(_ value: UInt64) { self.value = value }
}

/// All that can happen to the controller.
public enum ControllerInput: Sendable {
    case command(RequestID, Command, Principal)
    /// The batch under way is on disk.
    case appended
    /// The batch under way is not on disk, and never will be.
    case appendFailed(reason: String)
    case report(NodeKey, NodeReport)
    /// Every host that dialled in unknown and is still there.
    case pendingNodes([PendingNode])
    /// Answer when the change made at the revision is acknowledged by every node that it concerns.
    case awaitApplied(RequestID, Revision)
    /// The asker waits no longer; it is told where things stand.
    case stopWaiting(RequestID)
}

/// All that the controller wants done. The runtime does it in order.
public enum ControllerEffect: Sendable {
    /// Put on disk, all or nothing, and say `appended` or `appendFailed`. At most one is under way.
    case append([Transaction])
    /// Put on disk some time soon; nobody waits for it.
    case persist([TopologyChange])
    case answer(RequestID, Result<Committed, Refusal>)
    case answerWait(RequestID, AppliedStatus)
    case node(NodeKey, NodeCommand)
    /// The node is known: what dials in under this identity is it.
    case enrol(NodeEnrolment)
    case retire(NodeKey)
}

/// How a node that dials in is recognised.
public struct NodeEnrolment: Hashable, Sendable {
    public let key: NodeKey
    /// Recognised by `external_ids:naru-node` …
    public let id: ResourceID
    /// … or by the system-id that an operator approved.
    public let systemID: String?

    public init(key: NodeKey, id: ResourceID, systemID: String?) {
        self.key = key
        self.id = id
        self.systemID = systemID
    }
}

public enum ControllerLimits {
    /// Commands that wait for the core or the disk; one more is refused as `busy`.
    public static let queuedCommands = 8192
    /// Commands in one batch, that is in one append.
    public static let batch = 512
    /// Requests that wait for switches; one more is answered at once with where things stand.
    public static let waits = 8192
    /// Requests that wait for a switch's counters; one more is told that there are none.
    public static let countings = 256
}
