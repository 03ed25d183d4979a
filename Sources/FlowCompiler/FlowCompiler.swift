public import FlowPipeline
public import LogicalNetwork
public import NetworkTypes
import PersistentCollections
public import TopologyGraph
public import VirtualNetwork

/// Compiles intent and facts to the flows of every node, and after a change only what read something that changed.
///
/// A value: a copy that is held as a snapshot stays as it is while the owner goes on, and costs a few references.
public struct FlowCompiler: Sendable {
    /// What a computation gave, and what it read for it.
    struct Computed<Value: Sendable>: Sendable {
        let value: Value
        let reads: [ReadKey]
    }

    /// A unit in the one scope that lists it; without a fragment where it has no flows.
    struct ListedUnit: Sendable {
        let scope: FlowScope
        let fragment: FlowFragment?
        let reads: [ReadKey]
    }

    var nodes = Computed<[NodeKey]>(value: [], reads: [])
    /// The scopes of each node, sorted.
    var subscriptions = PagedArray<Computed<[FlowScope]>>()
    /// The nodes of each scope, sorted; a scope without nodes is not there and is not compiled.
    var subscribersOfScope = ShardedMap<FlowScope, [NodeKey]>()
    /// The units of each scope, sorted.
    var listings = ShardedMap<FlowScope, Computed<[FlowUnit]>>()
    /// Every unit that a scope lists.
    var units = ShardedMap<FlowUnit, ListedUnit>()
    var readers = ReaderIndex()
    var isStarted = false

    /// Knows of nothing. The first update compiles everything.
    public init() {}

    /// Everything compiled from nothing: the oracle of the incremental way.
    public static func compileAll(network: NetworkState, topology: TopologyGraph) -> FlowCompiler {
        var compiler = FlowCompiler()
        _ = compiler.update(network: network, topology: topology, changed: [])
        return compiler
    }

    /// Brings the flows up to what the state and the graph are now. `changed` holds at least every key whose answer
    /// differs from the last update; what no recorded read depends on costs nothing. The first update compiles
    /// everything.
    public mutating func update(
        network: NetworkState, topology: TopologyGraph, changed: Set<ReadKey>
    ) -> CompileChanges {
        var pass = CompilePass(compiler: self, network: network, topology: topology)
        // Taken out while the pass works, so that it changes its tables in place.
        self = FlowCompiler()
        let changes = pass.run(changed: changed)
        self = pass.compiler
        return changes
    }

    // MARK: Queries

    /// The fragments of a scope by unit; empty when no node has the scope.
    public func fragments(in scope: FlowScope) -> [FlowFragment] {
        listings[scope]?.value.compactMap { fragment(for: $0) } ?? []
    }

    public func fragment(for unit: FlowUnit) -> FlowFragment? { units[unit]?.fragment }

    /// Sorted; empty for a node that operators do not know.
    public func scopes(of node: NodeKey) -> [FlowScope] { subscriptions[Int(node.value)]?.value ?? [] }

    /// Sorted.
    public func subscribers(of scope: FlowScope) -> [NodeKey] { subscribersOfScope[scope] ?? [] }

    /// Every fragment that a node has, by scope and unit.
    public func fragments(of node: NodeKey) -> [FlowFragment] {
        scopes(of: node).flatMap { fragments(in: $0) }
    }

    /// Every flow that a node should hold.
    public func flows(of node: NodeKey) -> [Flow] { fragments(of: node).flatMap(\.flows) }

    /// Every meter that a node should hold, by id.
    public func meters(of node: NodeKey) -> [Meter] { fragments(of: node).flatMap(\.meters).sorted() }
}
