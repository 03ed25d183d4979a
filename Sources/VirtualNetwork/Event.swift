public import NetworkTypes

/// What happened to one resource. A put holds the whole new value, allotted keys, addresses and MACs included.
public enum Event: Hashable, Sendable {
    case put(Resource)
    case remove(ResourceKind, ResourceID)
}

/// What one command did: its events take effect together, at one revision.
public struct Transaction: Hashable, Sendable {
    /// The state's revision once the transaction is applied.
    public let revision: Revision
    /// When it was decided.
    public let at: Timestamp
    /// In the order in which they are applied.
    public let events: [Event]

    public init(revision: Revision, at: Timestamp, events: [Event]) {
        self.revision = revision
        self.at = at
        self.events = events
    }
}

/// A command that can be had: what it does, and the resource that the one who asked wants to hear about.
public struct Decision: Hashable, Sendable {
    public let transaction: Transaction
    /// What the command made, changed or removed.
    public let subject: ResourceID
    public let kind: ResourceKind

    public init(transaction: Transaction, subject: ResourceID, kind: ResourceKind) {
        self.transaction = transaction
        self.subject = subject
        self.kind = kind
    }
}
