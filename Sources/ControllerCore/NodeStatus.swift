public import NetworkTypes

/// What the controller knows of a node's connections and of how far its switch has followed.
public struct NodeStatus: Hashable, Sendable {
    public enum Phase: String, Hashable, Sendable, CaseIterable {
        /// Known to the operator, never seen since the start of the controller.
        case enrolling
        /// OVSDB and OpenFlow are up and the switch holds what it should, but for what is on its way.
        case connected
        /// One of the two connections is missing, or the flows are not yet compared.
        case degraded
        /// Was here; both connections are gone. Its switch forwards on with what it has.
        case disconnected
    }

    public var phase: Phase
    /// Every change up to this revision that concerns the node was acknowledged by its switch.
    public var appliedRevision: Revision
    public var conditions: [NodeCondition]

    public init(phase: Phase, appliedRevision: Revision, conditions: [NodeCondition]) {
        self.phase = phase
        self.appliedRevision = appliedRevision
        self.conditions = conditions
    }
}

/// Something that an operator or tenant should know; it goes when its cause goes.
public struct NodeCondition: Hashable, Sendable {
    /// Stable, `lower-case-with-hyphens`: `flow-refused`, `duplicate-interface-id`, `no-encap-ip`.
    public let type: String
    public let message: String
    /// The port concerned, where there is one.
    public let port: PortKey?

    static let flowRefused = "flow-refused"
    static let duplicateInterfaceID = "duplicate-interface-id"

    public init(type: String, message: String, port: PortKey? = nil) {
        self.type = type
        self.message = message
        self.port = port
    }
}

/// A host that dialled in and that no operator has named yet. It gets nothing.
public struct PendingNode: Hashable, Sendable {
    public let systemID: String
    /// The remote address of its OVSDB connection.
    public let address: String
    public let hostname: String
    public let ovsVersion: String
    public let firstSeenAt: Timestamp

    public init(systemID: String, address: String, hostname: String, ovsVersion: String, firstSeenAt: Timestamp) {
        self.systemID = systemID
        self.address = address
        self.hostname = hostname
        self.ovsVersion = ovsVersion
        self.firstSeenAt = firstSeenAt
    }
}

/// Where a resource, or a change, has arrived.
public struct AppliedStatus: Hashable, Sendable {
    /// The revision asked about.
    public let revision: Revision
    /// Nodes concerned that have not acknowledged it; sorted.
    public let behind: [ResourceID]

    public var isApplied: Bool { behind.isEmpty }

    public init(revision: Revision, behind: [ResourceID]) {
        self.revision = revision
        self.behind = behind
    }
}

public enum PortStatus: String, Hashable, Sendable {
    /// On no node.
    case down
    /// On a node whose switch has not yet acknowledged the port's flows.
    case build
    case active
}
