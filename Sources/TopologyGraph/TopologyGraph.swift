import NetworkTypes
import PersistentCollections

/// What is known of the whole network, from cables to tenants: facts, and the typed graph that they span.
///
/// The graph is a value. A copy costs a few references, and a copy that is held as a snapshot stays as it is while the
/// owner goes on: a change then copies a page of it. Facts do not depend on each other: a binding may be known before
/// its node or its port is. An edge is in the graph while both of its ends are.
public struct TopologyGraph: Sendable {
    /// How many changes there have been (`topology_revision`); a fact that changes nothing is no change.
    public private(set) var revision: Int
    /// Facts that were refused since they are beyond `TopologyLimits`.
    public private(set) var refusedFacts = 0
    /// How many facts there are.
    public private(set) var factCount = 0

    var nodes = PagedArray<NodeRecord>()
    var segments = PagedArray<SegmentRecord>()
    var ports = PagedArray<PortRecord>()
    /// The interfaces that claim each `iface-id`.
    var claims = ShardedMap<String, [LinkEnd]>()

    /// The last changes, each at its revision modulo `TopologyLimits.changesKept`.
    private var history = PagedArray<TopologyChange>()
    /// The revision that the graph was restored at.
    private let restoredRevision: Int

    public init() {
        revision = 0
        restoredRevision = 0
    }

    /// The graph as it was stored: its facts, in any order, and its revision. Of two facts with one key the later holds.
    /// The history begins here.
    public init(facts: some Sequence<TopologyFact>, revision: Int) {
        self.revision = revision
        restoredRevision = revision
        for fact in facts { _ = replace(with: fact) }
    }

    /// Takes a fact in. Nil, and no revision spent, when the same fact is there already or the fact is beyond a limit.
    public mutating func put(_ fact: TopologyFact) -> TopologyChange? {
        replace(with: fact) ? record(TopologyChange(revision: revision + 1, put: fact)) : nil
    }

    /// Drops the fact of a key; nil when there is none. Nothing else goes with it: what hangs on a node, `keys(of:)`
    /// tells, and the caller removes each.
    public mutating func remove(_ key: FactKey) -> TopologyChange? {
        guard let old = self[key] else { return nil }
        unlink(old)
        factCount -= 1
        return record(TopologyChange(revision: revision + 1, removed: key))
    }

    /// The fact of a key.
    public subscript(_ key: FactKey) -> TopologyFact? {
        switch key {
        case .node(let node): self.node(node).map(TopologyFact.node)
        case .tunnelEnd(let node): tunnelEnd(of: node).map(TopologyFact.tunnelEnd)
        case .bridge(let node, let name): bridge(named: name, on: node).map(TopologyFact.bridge)
        case .interface(let node, let name): interface(named: name, on: node).map(TopologyFact.interface)
        case .link(let link): links(on: link.from.node).contains(link) ? .link(link) : nil
        case .network(let segment): network(segment).map(TopologyFact.network)
        case .virtualPort(let port): virtualPort(port).map(TopologyFact.virtualPort)
        case .binding(let port): binding(of: port).map(TopologyFact.binding)
        }
    }

    /// The changes after `revision`, oldest first. Nil when some of them are forgotten (at most
    /// `TopologyLimits.changesKept` are kept, and none from before a restore) or the revision is yet to come: the reader
    /// then starts over from the facts.
    public func changes(since revision: Int) -> [TopologyChange]? {
        guard revision >= restoredRevision, revision <= self.revision,
            self.revision - revision <= TopologyLimits.changesKept
        else { return nil }
        return (revision..<self.revision).compactMap { history[Self.slot($0 + 1)] }
    }

    private mutating func record(_ change: TopologyChange) -> TopologyChange {
        revision = change.revision
        history[Self.slot(revision)] = change
        return change
    }

    private static func slot(_ revision: Int) -> Int { revision & (TopologyLimits.changesKept - 1) }

    /// Puts a fact in the place of what its key held; false when that changes nothing or there is no room.
    private mutating func replace(with fact: TopologyFact) -> Bool {
        let old = self[fact.key]
        guard old != fact else { return false }
        guard fact.isWithinLimits, hasRoom(for: fact, old: old) else {
            refusedFacts += 1
            return false
        }
        if let old { unlink(old) } else { factCount += 1 }
        link(fact)
        return true
    }

    private func hasRoom(for fact: TopologyFact, old: TopologyFact?) -> Bool {
        switch fact {
        case .bridge(let bridge):
            return old != nil || bridges(on: bridge.node).count < TopologyLimits.bridgesPerNode
        case .interface(let interface):
            let count = nodes[Int(interface.node.value)]?.interfaces.count ?? 0
            guard old != nil || count < TopologyLimits.interfacesPerNode else { return false }
            if case .interface(let old)? = old, old.interfaceID == interface.interfaceID { return true }
            let others = interface.interfaceID.flatMap { claims[$0] } ?? []
            return others.count < TopologyLimits.claimsPerInterfaceID
        case .link(let link):
            return [link.from.node, link.to.node].allSatisfy { links(on: $0).count < TopologyLimits.linksPerNode }
        case .node, .tunnelEnd, .network, .virtualPort, .binding: return true
        }
    }
}
