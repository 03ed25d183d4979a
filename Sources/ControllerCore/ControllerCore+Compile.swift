import FlowCompiler
import FlowReconciler
import LogicalNetwork
import NetworkTypes
import NodeMachine
import PacketResponder
import PersistentCollections
import TopologyGraph
import VirtualNetwork

/// A unit in a scope: what a fragment is kept under.
struct ScopedUnit: ShardHashable {
    let scope: FlowScope
    let unit: FlowUnit

    // The scope's hash is spread, since units and scopes of one number are common.
    var shardHash: UInt64 { unit.shardHash ^ (scope.shardHash &* 0x9e37_79b9_7f4a_7c15) }
}

extension ControllerCore {
    /// What nodes that hold a scope have to change.
    private struct ScopedChange {
        var change: NodeDelta.Change
        var service: PortService?
        var removedService: PortKey?
    }

    mutating func encodeEverything() {
        var scopes: Set<FlowScope> = [.everywhere]
        for fact in topology.allNodes { scopes.formUnion(compiler.scopes(of: fact.key)) }
        for scope in scopes.sorted() {
            for fragment in compiler.fragments(in: scope) {
                encoded[ScopedUnit(scope: scope, unit: fragment.unit)] = encode(fragment)
            }
        }
    }

    private func encode(_ fragment: FlowFragment) -> EncodedFragment {
        EncodedFragment(
            cookie: fragment.unit.cookie, flows: fragment.flows, meters: fragment.meters, zone: fragment.zone)
    }

    /// Compiles what read a changed key, and sends each node what concerns it.
    mutating func compileChanges() {
        defer { compiledRevision = network.revision }
        guard !changedKeys.isEmpty else { return }
        let before = compiler
        let changes = compiler.update(network: network, topology: topology, changed: changedKeys)
        changedKeys.removeAll()
        guard !changes.isEmpty else { return boundPorts.removeAll() }
        serial += 1
        count { $0.compiledUnits += changes.units.count }

        var deltas: [NodeKey: [ScopedChange]] = [:]
        for subscription in changes.subscriptions {
            deltas[subscription.node, default: []] += subscription.removed.flatMap { scope in
                before.fragments(in: scope).map { scopedChange(scope, old: $0, new: nil) }
            }
        }
        let gained = Dictionary(
            changes.subscriptions.map { ($0.node, Set($0.added)) }, uniquingKeysWith: { first, _ in first })
        for change in changes.units {
            let scoped = replaceEncoded(change)
            for node in compiler.subscribers(of: change.scope) where gained[node]?.contains(change.scope) != true {
                deltas[node, default: []].append(scoped)
            }
        }
        for subscription in changes.subscriptions {
            deltas[subscription.node, default: []] += subscription.added.flatMap { scope in
                compiler.fragments(in: scope).map { scopedChange(scope, old: nil, new: $0) }
            }
        }
        for node in deltas.keys.sorted() { send(deltas[node] ?? [], to: node) }
        for port in boundPorts { bindingSerials[Int(port.value)] = serial }
        boundPorts.removeAll()
    }

    private mutating func replaceEncoded(_ change: UnitChange) -> ScopedChange {
        let key = ScopedUnit(scope: change.scope, unit: change.unit)
        let old = encoded[key]
        let new = change.new.map { encode($0) }
        encoded[key] = new
        return ScopedChange(
            change: NodeDelta.Change(old: old, new: new), service: change.new?.service,
            removedService: change.new?.service == nil ? change.old?.service?.port : nil)
    }

    private mutating func scopedChange(_ scope: FlowScope, old: FlowFragment?, new: FlowFragment?) -> ScopedChange {
        ScopedChange(
            change: NodeDelta.Change(old: old.map { stored($0, scope) }, new: new.map { stored($0, scope) }),
            service: new?.service, removedService: new == nil ? old?.service?.port : nil)
    }

    /// The bytes of a fragment; made now where a scope had no subscriber before.
    private mutating func stored(_ fragment: FlowFragment, _ scope: FlowScope) -> EncodedFragment {
        let key = ScopedUnit(scope: scope, unit: fragment.unit)
        if let there = encoded[key] { return there }
        let made = encode(fragment)
        encoded[key] = made
        return made
    }

    private mutating func send(_ changes: [ScopedChange], to node: NodeKey) {
        // A node that was removed loses its scopes too, but there is nobody to tell.
        guard network.node(node) != nil else { return }
        // A batch makes several revisions; what follows from facts alone belongs to the last.
        let revisions = min(compiledRevision + 1, network.revision)...network.revision
        let number = serial
        editNode(node) { $0.sent(number, revisions) }
        guard following.contains(node) else { return }
        count { $0.deltas += 1 }
        let delta = NodeDelta(
            serial: number, changes: changes.map(\.change), services: changes.compactMap(\.service),
            removedServices: changes.compactMap(\.removedService))
        effects.append(.node(node, .delta(delta)))
    }

    /// All that a node should hold. Asked for when its channel comes up; deltas follow it.
    mutating func sendProgram(to node: NodeKey, answering question: UInt64) {
        // What this step has learned belongs to the program, since its delta would be dropped by a node out of step.
        compileChanges()
        following.insert(node)
        count { $0.programs += 1 }
        var fragments: [EncodedFragment] = []
        var services: [PortService] = []
        for scope in compiler.scopes(of: node) {
            for fragment in compiler.fragments(in: scope) {
                fragments.append(stored(fragment, scope))
                if let service = fragment.service { services.append(service) }
            }
        }
        effects.append(
            .node(
                node,
                .program(
                    NodeProgram(
                        serial: serial, question: question, fragments: fragments, services: services,
                        generation: DatapathGeneration(
                            tables: BrInt.entries, cookie: FlowUnit.pipeline.cookie)))))
    }

    func port(of cookie: UInt64) -> PortKey? {
        switch FlowUnit(cookie: cookie) {
        case .localPort(let port), .remotePort(let port), .neighbor(let port), .routedPort(let port),
            .groupMember(let port), .portRules(let port):
            port
        default: nil
        }
    }

    // MARK: waiting for switches

    mutating func wait(for revision: Revision, _ request: RequestID) {
        guard waits.count < ControllerLimits.waits else {
            count { $0.waitOverflows += 1 }
            return effects.append(.answerWait(request, appliedStatus(of: revision)))
        }
        waits[request] = revision
    }

    mutating func stopWaiting(_ request: RequestID) {
        guard let revision = waits.removeValue(forKey: request) else { return }
        effects.append(.answerWait(request, appliedStatus(of: revision)))
    }

    mutating func answerWaits() {
        for (request, revision) in waits.sorted(by: { $0.key.value < $1.key.value }) {
            let status = appliedStatus(of: revision)
            guard status.isApplied else { continue }
            waits.removeValue(forKey: request)
            effects.append(.answerWait(request, status))
        }
    }

    private func appliedStatus(of revision: Revision) -> AppliedStatus {
        let behind = laggards.filter { nodes[Int($0.value)]?.isBehind(revision) == true }
            .compactMap { network.node($0)?.metadata.id }
        return AppliedStatus(revision: revision, behind: behind.sorted())
    }
}
