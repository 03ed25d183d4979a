public import ControllerCore
public import NetworkTypes
public import VirtualNetwork

/// What the API needs of the controller.
public protocol ControllerAccess: Sendable {
    /// The committed state. Cheap: values that share their pages with the controller's own.
    var snapshot: ControllerSnapshot { get }

    /// Decides and stores; durable when it returns.
    func submit(_ command: Command, by principal: Principal) async -> Result<Committed, Refusal>

    /// Waits until every node that the change made at `revision` concerns has acknowledged it, or until `timeout` is over.
    func waitUntilApplied(_ revision: Revision, timeout: Duration) async -> AppliedStatus

    /// How many packets of the port its switch has dropped, by cause; nil when the counters can't be had within `timeout`.
    func drops(of port: PortKey, timeout: Duration) async -> DropReport?

    /// The controller's own metrics as Prometheus text, appended to those of the API.
    var metricsText: String { get async }

    /// May requests be sent here, and if not, why.
    var readiness: (ready: Bool, reason: String) { get }
}
