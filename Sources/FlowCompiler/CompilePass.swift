import PersistentCollections
import LogicalNetwork
import NetworkTypes
import TopologyGraph
import VirtualNetwork

/// One update: the stages run in the order in which they lead to each other, each over what is to be made again.
struct CompilePass {
    var compiler: FlowCompiler
    let network: NetworkState
    let topology: TopologyGraph

    private var dirtySubscriptions: Set<NodeKey> = []
    private var dirtyListings: Set<FlowScope> = []
    private var dirtyUnits: [FlowUnit: FlowScope] = [:]
    private var changedUnits: [ScopedUnit: UnitChange] = [:]
    private var changedSubscriptions: [SubscriptionChange] = []

    private struct ScopedUnit: Hashable {
        let scope: FlowScope
        let unit: FlowUnit
    }

    init(compiler: FlowCompiler, network: NetworkState, topology: TopologyGraph) {
        self.compiler = compiler
        self.network = network
        self.topology = topology
    }

    mutating func run(changed: Set<ReadKey>) -> CompileChanges {
        var nodesAreDirty = !compiler.isStarted
        compiler.isStarted = true
        var units: Set<FlowUnit> = []
        for key in changed {
            for reader in compiler.readers.readers(of: key) {
                switch reader {
                case .nodes: nodesAreDirty = true
                case .subscription(let node): dirtySubscriptions.insert(node)
                case .listing(let scope): dirtyListings.insert(scope)
                case .unit(let unit): units.insert(unit)
                }
            }
        }
        if nodesAreDirty { listNodes() }
        for node in dirtySubscriptions.sorted() { subscribe(node) }
        relist()
        compileUnits(units)
        return CompileChanges(
            units: changedUnits.values.sorted { ($0.scope, $0.unit) < ($1.scope, $1.unit) },
            subscriptions: changedSubscriptions.sorted { $0.node < $1.node })
    }

    /// Computes with a view that records.
    private func computed<Value>(_ compute: (LogicalView) -> Value) -> FlowCompiler.Computed<Value> {
        let recorder = ReadRecorder()
        let value = compute(LogicalView(network, topology, recorder: recorder))
        return FlowCompiler.Computed(value: value, reads: recorder.keys)
    }

    // MARK: Nodes and their scopes

    private mutating func listNodes() {
        let old = compiler.nodes
        let new = computed { $0.nodes }
        compiler.readers.replace(.nodes, old: old.reads, new: new.reads)
        compiler.nodes = new
        let there = Set(new.value)
        for node in old.value where !there.contains(node) { unsubscribe(node) }
        dirtySubscriptions.formUnion(there.subtracting(old.value))
        dirtySubscriptions.formIntersection(there)
    }

    private mutating func subscribe(_ node: NodeKey) {
        let old = compiler.subscriptions[Int(node.value)]
        let new = computed { Listing(view: $0).scopes(of: node) }
        compiler.readers.replace(.subscription(node), old: old?.reads ?? [], new: new.reads)
        compiler.subscriptions[Int(node.value)] = new
        changeScopes(of: node, from: old?.value ?? [], to: new.value)
    }

    private mutating func unsubscribe(_ node: NodeKey) {
        guard let old = compiler.subscriptions[Int(node.value)] else { return }
        compiler.readers.replace(.subscription(node), old: old.reads, new: [])
        compiler.subscriptions[Int(node.value)] = nil
        changeScopes(of: node, from: old.value, to: [])
    }

    private mutating func changeScopes(of node: NodeKey, from old: [FlowScope], to new: [FlowScope]) {
        let added = Set(new).subtracting(old).sorted()
        let removed = Set(old).subtracting(new).sorted()
        guard !added.isEmpty || !removed.isEmpty else { return }
        changedSubscriptions.append(SubscriptionChange(node: node, added: added, removed: removed))
        for scope in removed {
            let left = compiler.subscribers(of: scope).filter { $0 != node }
            compiler.subscribersOfScope[scope] = left.isEmpty ? nil : left
            if left.isEmpty { dirtyListings.insert(scope) }
        }
        for scope in added {
            var nodes = compiler.subscribers(of: scope)
            if nodes.isEmpty { dirtyListings.insert(scope) }
            nodes.insert(node, at: nodes.firstIndex { node < $0 } ?? nodes.endIndex)
            compiler.subscribersOfScope[scope] = nodes
        }
    }

    // MARK: Scopes and their units

    /// Lists what is to be listed again. A unit may leave one scope for another, so all goings come before all comings.
    private mutating func relist() {
        var arrivals: [(unit: FlowUnit, scope: FlowScope)] = []
        for scope in dirtyListings.sorted() {
            let old = compiler.listings[scope]
            let isNeeded = compiler.subscribersOfScope.contains(scope)
            let new = isNeeded ? computed { Listing(view: $0).units(in: scope) } : nil
            compiler.readers.replace(.listing(scope), old: old?.reads ?? [], new: new?.reads ?? [])
            compiler.listings[scope] = new
            let before = Set(old?.value ?? [])
            let after = Set(new?.value ?? [])
            for unit in before.subtracting(after) { forget(unit, in: scope) }
            arrivals += after.subtracting(before).map { ($0, scope) }
        }
        for (unit, scope) in arrivals { dirtyUnits[unit] = scope }
    }

    private mutating func forget(_ unit: FlowUnit, in scope: FlowScope) {
        guard let old = compiler.units.removeValue(forKey: unit) else { return }
        compiler.readers.replace(.unit(unit), old: old.reads, new: [])
        note(scope, unit, old: old.fragment, new: nil)
    }

    // MARK: Units

    private mutating func compileUnits(_ readers: Set<FlowUnit>) {
        // A unit that is not in the table any more was listed no longer.
        for unit in readers where dirtyUnits[unit] == nil {
            dirtyUnits[unit] = compiler.units[unit]?.scope
        }
        for (unit, scope) in dirtyUnits.sorted(by: { $0.key < $1.key }) {
            let old = compiler.units[unit]
            let new = computed { UnitCompiler(view: $0).compile(unit) }
            compiler.readers.replace(.unit(unit), old: old?.reads ?? [], new: new.reads)
            // An equal fragment stays the one that was shared.
            let isSame = old?.fragment == new.value
            compiler.units[unit] = FlowCompiler.ListedUnit(
                scope: scope, fragment: isSame ? old?.fragment : new.value, reads: new.reads)
            if !isSame { note(scope, unit, old: old?.fragment, new: new.value) }
        }
    }

    private mutating func note(_ scope: FlowScope, _ unit: FlowUnit, old: FlowFragment?, new: FlowFragment?) {
        guard old != new else { return }
        changedUnits[ScopedUnit(scope: scope, unit: unit)] = UnitChange(scope: scope, unit: unit, old: old, new: new)
    }
}
