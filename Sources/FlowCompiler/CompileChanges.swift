public import NetworkTypes

/// A unit whose fragment came, changed or went. Old and new differ.
public struct UnitChange: Sendable, Equatable {
    /// Whose subscribers are concerned.
    public let scope: FlowScope
    public let unit: FlowUnit
    /// Nil when the unit had no flows in this scope.
    public let old: FlowFragment?
    /// Nil when the unit has no flows in this scope any more.
    public let new: FlowFragment?
}

/// A node whose scopes changed. Both lists are sorted.
public struct SubscriptionChange: Sendable, Equatable {
    public let node: NodeKey
    public let added: [FlowScope]
    public let removed: [FlowScope]
}

/// What an update changed.
///
/// A node that had a scope before and has it after gets the unit changes of that scope. A node that gains a scope gets
/// all fragments that are in it after the update; a node that loses one loses all that were in it before.
public struct CompileChanges: Sendable, Equatable {
    /// By scope, then by unit.
    public let units: [UnitChange]
    /// By node.
    public let subscriptions: [SubscriptionChange]

    public var isEmpty: Bool { units.isEmpty && subscriptions.isEmpty }
}
