public import FlowPipeline

/// One message of a bundle, and what it is for.
public struct FlowChange: Hashable, Sendable {
    public enum Kind: Hashable, Sendable { case remove, add }

    public let kind: Kind
    /// The cookie of the flow, which leads to its unit.
    public let cookie: UInt64
    /// A whole OFPT_FLOW_MOD with xid 0.
    public let message: [UInt8]

    init(removing flow: EncodedFlow) {
        kind = .remove
        cookie = flow.cookie
        message = flow.removal
    }

    init(adding flow: EncodedFlow) {
        kind = .add
        cookie = flow.cookie
        message = flow.message
    }
}

/// What turns the installed flows and meters into the desired ones, in the order in which it has to be sent: zones
/// flushed, meters added, one bundle (removals, then additions), meters removed. A meter that goes takes its flows along,
/// so it goes last (OpenFlow 1.3.5 §7.3.4.4).
public struct Reconciliation: Sendable, Equatable {
    /// Conntrack zones that get a new owner, rising: what the last one left would be taken for the new one's.
    public var zonesToFlush: [UInt16] = []
    public var metersToAdd: [Meter] = []
    public var metersToModify: [Meter] = []
    public var flows: [FlowChange] = []
    public var metersToRemove: [UInt32] = []

    public init() {}

    public var isEmpty: Bool {
        zonesToFlush.isEmpty && metersToAdd.isEmpty && metersToModify.isEmpty && flows.isEmpty && metersToRemove.isEmpty
    }

    public func count(_ kind: FlowChange.Kind) -> Int { flows.count { $0.kind == kind } }
}

extension Reconciliation {
    /// From a unit's old flows to its new ones.
    ///
    /// A flow that changes is added over itself: Open vSwitch keeps its counters then, as it would with a modification, and
    /// the flow comes back if somebody else has taken it away.
    public static func between(_ old: [EncodedFlow], _ new: [EncodedFlow]) -> [FlowChange] {
        let before = Set(old)
        let after = Set(new.map(\.identity))
        return old.filter { !after.contains($0.identity) }.map { FlowChange(removing: $0) }
            + new.filter { !before.contains($0) }.map { FlowChange(adding: $0) }
    }

    /// From what a switch dumped to what it should hold.
    ///
    /// - Parameter removes: false while the facts that flows are compiled from may be old; then nothing is removed.
    public static func from(
        installed: [EncodedFlow], installedMeters: [Meter], to desired: [EncodedFragment], removes: Bool
    ) -> Reconciliation {
        var reconciliation = Reconciliation()
        var missing: [EncodedIdentity: EncodedFlow] = [:]
        var order: [EncodedIdentity] = []
        for fragment in desired {
            for flow in fragment.flows {
                let identity = flow.identity
                if missing.updateValue(flow, forKey: identity) == nil { order.append(identity) }
            }
        }
        var removals: [FlowChange] = []
        var changed: [FlowChange] = []
        for flow in installed {
            if let wanted = missing.removeValue(forKey: flow.identity) {
                if wanted == flow { continue }
                changed.append(FlowChange(adding: wanted))
            } else if removes {
                removals.append(FlowChange(removing: flow))
            }
        }
        let additions = order.compactMap { missing[$0] }.map { FlowChange(adding: $0) }
        reconciliation.flows = removals + changed + additions
        let present = Set(installed)
        reconciliation.zonesToFlush =
            desired.compactMap { $0.zoneFlows.contains(where: present.contains) ? nil : $0.zone }.sorted()
        reconciliation.compareMeters(
            old: installedMeters, new: desired.flatMap(\.meters), removes: removes)
        return reconciliation
    }

    /// Compares by id.
    public mutating func compareMeters(old: [Meter], new: [Meter], removes: Bool) {
        let before = Dictionary(old.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for meter in new.sorted() {
            guard let there = before[meter.id] else {
                metersToAdd.append(meter)
                continue
            }
            if there != meter { metersToModify.append(meter) }
        }
        guard removes else { return }
        let wanted = Set(new.map(\.id))
        metersToRemove += before.keys.filter { !wanted.contains($0) }.sorted()
    }
}
