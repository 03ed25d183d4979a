package import FlowCompiler
package import NetworkTypes
package import NodeMachine
import VirtualNetwork

/// The core's side of a node: what was sent, what was acknowledged.
package struct NodeRecord: Sendable {
    /// Most changes under way that are remembered one by one; past it they are one span, "behind since".
    static let pendingLimit = 4096

    package var connections = NodeConnections(ovsdb: false, openFlow: false, inStep: false)
    package var wasSeen = false
    package var acknowledgedSerial: UInt64 = 0
    package var sentSerial: UInt64 = 0
    /// Compiled for the node and not acknowledged, oldest first.
    package var pending: [(serial: UInt64, revisions: ClosedRange<Revision>)] = []
    /// The last revision that was known to be applied when the node fell out of step.
    package var floor: Revision = 0
    package var quarantined: [RefusedUnit] = []
    /// What the quarantined units are there for.
    package var refusedOwners: Set<Owner> = []
    /// Sorted by type, then port.
    package var conditions: [NodeCondition] = []

    package init() {}

    package var phase: NodeStatus.Phase {
        if connections.ovsdb, connections.openFlow, connections.inStep { return .connected }
        if connections.ovsdb || connections.openFlow { return .degraded }
        return wasSeen ? .disconnected : .enrolling
    }

    /// Every change up to this revision that concerns the node is on its switch.
    package func watermark(current: Revision) -> Revision {
        guard connections.inStep else { return floor }
        return pending.first.map { min(current, max($0.revisions.lowerBound, 1) - 1) } ?? current
    }

    mutating func sent(_ serial: UInt64, _ revisions: ClosedRange<Revision>) {
        sentSerial = serial
        if pending.count < Self.pendingLimit {
            pending.append((serial, revisions))
        } else if let last = pending.popLast() {
            pending.append((serial, last.revisions.lowerBound...max(last.revisions.upperBound, revisions.upperBound)))
        }
    }

    mutating func acknowledge(_ serial: UInt64) {
        acknowledgedSerial = max(acknowledgedSerial, serial)
        pending.removeAll { $0.serial <= serial }
    }

    /// Did the switch refuse a flow that is there for the resource?
    func hasRefused(_ resource: Resource) -> Bool {
        if refusedOwners.contains(Owner(resource.kind, resource.metadata.id)) { return true }
        // A unit that is not compiled any more has no owners, but its cookie still names the port.
        guard case .port(let port) = resource else { return false }
        return conditions.contains { $0.type == NodeCondition.flowRefused && $0.port == port.key }
    }

    /// Is a change of this revision still on its way?
    func isBehind(_ revision: Revision) -> Bool {
        pending.contains { $0.revisions.contains(revision) }
    }
}
