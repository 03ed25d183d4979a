public import ControllerCore
import FlowCompiler
import NIOConcurrencyHelpers
import NIOCore
public import NetworkTypes
public import NorthboundAPI
import NodeMachine
import TopologyGraph
public import VirtualNetwork

/// The one loop: drains the inbox, steps the core once for the batch, does what it wants done. Everything else posts into
/// the inbox, and nothing calls back into the core.
public final class Controller: Sendable {
    private struct Inbox {
        var inputs = ControllerInbox()
        var isScheduled = false
        var nextRequest: UInt64 = 0
        /// At most `ControllerLimits.queuedCommands`, which bounds the commands in `inputs` too.
        var writers: [RequestID: CheckedContinuation<Result<Committed, Refusal>, Never>] = [:]
        /// At most `ControllerLimits.waits`.
        var waiters: [RequestID: Waiter] = [:]
        var refusedWriters = 0
        var refusedWaiters = 0
    }

    private struct Waiter {
        let continuation: CheckedContinuation<AppliedStatus, Never>
        /// Nil until it is scheduled.
        var timeout: Scheduled<Void>?
    }

    private let loop: any EventLoop
    private let core: NIOLoopBoundBox<ControllerCore?>
    private let inbox = NIOLockedValueBox(Inbox())
    private let published: NIOLockedValueBox<ControllerSnapshot>
    private let counted = NIOLockedValueBox(ControllerCounters())
    private let outlets: NIOLoopBoundBox<ControllerOutlets?>
    private let countings = DropCountings()
    private let wallClock: @Sendable () -> Timestamp
    private let otherMetrics: @Sendable () -> String
    private let isReady = NIOLockedValueBox((ready: false, reason: "narud is starting"))

    /// - Parameters:
    ///   - loop: the core's own; nothing else should run on it.
    ///   - otherMetrics: Prometheus text of what stands around the core.
    init(
        core: ControllerCore, loop: any EventLoop, wallClock: @escaping @Sendable () -> Timestamp,
        otherMetrics: @escaping @Sendable () -> String
    ) {
        self.loop = loop
        self.otherMetrics = otherMetrics
        self.wallClock = wallClock
        published = NIOLockedValueBox(core.snapshot)
        self.core = NIOLoopBoundBox.makeBoxSendingValue(core, as: ControllerCore?.self, eventLoop: loop)
        outlets = NIOLoopBoundBox.makeEmptyBox(valueType: ControllerOutlets.self, eventLoop: loop)
    }

    /// Compiles what the store held and enrols its nodes. Once, before anything is posted.
    func start(_ outlets: ControllerOutlets) async throws {
        try await loop.submit {
            self.outlets.value = outlets
            guard var core = self.core.value else { return }
            let effects = core.start()
            self.finish(core, effects)
        }.get()
        isReady.withLockedValue { $0 = (true, "") }
    }

    /// Says that no more requests should be sent here, and lets none wait for switches any longer.
    func beginStopping() {
        isReady.withLockedValue { $0 = (false, "narud is stopping") }
        post(inbox.withLockedValue { $0.waiters.keys.sorted { $0.value < $1.value } }.map { .stopWaiting($0) })
    }

    /// Posts an input from anywhere.
    func post(_ input: ControllerInput) { post([input]) }

    func post(_ inputs: [ControllerInput]) {
        let inputs = inputs.filter { input in
            guard case .report(_, .counted(let question, let counters)) = input else { return true }
            countings.answer(question, counters)
            return false
        }
        guard !inputs.isEmpty else { return }
        let mustSchedule = inbox.withLockedValue { inbox in
            for input in inputs { inbox.inputs.append(input) }
            defer { inbox.isScheduled = true }
            return !inbox.isScheduled
        }
        if mustSchedule { loop.execute { self.drain() } }
    }

    private func drain() {
        let inputs = inbox.withLockedValue { inbox in
            inbox.isScheduled = false
            return inbox.inputs.takeAll()
        }
        guard !inputs.isEmpty, var core = core.value else { return }
        // The box gives its copy up, so that the core is changed in place.
        self.core.value = nil
        let effects = core.step(inputs, at: wallClock())
        finish(core, effects)
    }

    private func finish(_ core: ControllerCore, _ effects: [ControllerEffect]) {
        published.withLockedValue { $0 = core.snapshot }
        counted.withLockedValue { $0 = core.counters }
        self.core.value = core
        for effect in effects { run(effect) }
    }

    private func run(_ effect: ControllerEffect) {
        switch effect {
        case .append(let transactions):
            outlets.value?.append(transactions) { [weak self] failure in
                self?.post(failure.map { .appendFailed(reason: $0) } ?? .appended)
            }
        case .persist(let changes): outlets.value?.persist(changes)
        case .answer(let request, let outcome):
            inbox.withLockedValue { $0.writers.removeValue(forKey: request) }?.resume(returning: outcome)
        case .answerWait(let request, let status):
            let waiter = inbox.withLockedValue { $0.waiters.removeValue(forKey: request) }
            waiter?.timeout?.cancel()
            waiter?.continuation.resume(returning: status)
        case .node(let key, let command): outlets.value?.command(key, command)
        case .enrol(let enrolment): outlets.value?.enrol(enrolment)
        case .retire(let key): outlets.value?.retire(key)
        }
    }

    private func newRequest() -> RequestID {
        inbox.withLockedValue { inbox in
            inbox.nextRequest += 1
            return RequestID(inbox.nextRequest)
        }
    }

    /// Resolves when everything posted before has been stepped; the watchdog asks so whether the loop lives.
    public func heartbeat() async throws { try await loop.submit {}.get() }

    var inboxFigures: InboxFigures {
        inbox.withLockedValue { inbox in
            InboxFigures(
                waiting: inbox.inputs.count, peak: inbox.inputs.counters.peak, replaced: inbox.inputs.counters.replaced,
                writers: inbox.writers.count, waiters: inbox.waiters.count, refusedWriters: inbox.refusedWriters,
                refusedWaiters: inbox.refusedWaiters, refusedCountings: countings.refused)
        }
    }

    var counters: ControllerCounters { counted.withLockedValue { $0 } }
}

/// How full the inbox is and was; metrics show it.
struct InboxFigures: Hashable, Sendable {
    /// Inputs that wait for the core's loop.
    let waiting: Int
    let peak: Int
    let replaced: Int
    /// Commands that have no answer yet.
    let writers: Int
    /// Requests that wait for switches.
    let waiters: Int
    let refusedWriters: Int
    let refusedWaiters: Int
    /// Questions for a switch's counters that were not asked since too many waited.
    let refusedCountings: Int
}

/// Where effects go.
struct ControllerOutlets: Sendable {
    /// Calls back with nil when the transactions are on disk, else with why they are not.
    var append: @Sendable ([Transaction], @escaping @Sendable (String?) -> Void) -> Void
    var persist: @Sendable ([TopologyChange]) -> Void
    var command: @Sendable (NodeKey, NodeCommand) -> Void
    var enrol: @Sendable (NodeEnrolment) -> Void
    var retire: @Sendable (NodeKey) -> Void
}

extension Controller: ControllerAccess {
    public var snapshot: ControllerSnapshot { published.withLockedValue { $0 } }

    public func submit(_ command: Command, by principal: Principal) async -> Result<Committed, Refusal> {
        let request = newRequest()
        return await withCheckedContinuation { continuation in
            let isTaken = inbox.withLockedValue { inbox in
                guard inbox.writers.count < ControllerLimits.queuedCommands else {
                    inbox.refusedWriters += 1
                    return false
                }
                inbox.writers[request] = continuation
                return true
            }
            guard isTaken else { return continuation.resume(returning: .failure(.busy)) }
            post(.command(request, command, principal))
        }
    }

    public func waitUntilApplied(_ revision: Revision, timeout: Duration) async -> AppliedStatus {
        let request = newRequest()
        let limit = TimeAmount.nanoseconds(Int64(timeout / .nanoseconds(1)))
        return await withCheckedContinuation { continuation in
            let isTaken = inbox.withLockedValue { inbox in
                guard inbox.waiters.count < ControllerLimits.waits else {
                    inbox.refusedWaiters += 1
                    return false
                }
                inbox.waiters[request] = Waiter(continuation: continuation)
                return true
            }
            guard isTaken else { return continuation.resume(returning: snapshot.applied(revision)) }
            post(.awaitApplied(request, revision))
            let timeout = loop.scheduleTask(in: limit) { self.post(.stopWaiting(request)) }
            let isStillWaiting = inbox.withLockedValue { inbox in
                inbox.waiters[request]?.timeout = timeout
                return inbox.waiters[request] != nil
            }
            if !isStillWaiting { timeout.cancel() }
        }
    }

    public func drops(of port: PortKey, timeout: Duration) async -> DropReport? {
        let snapshot = snapshot
        let now = wallClock()
        guard let binding = snapshot.topology.binding(of: port), let node = snapshot.network.node(binding.node) else {
            return DropReport(node: nil, at: now, items: [])
        }
        let cookie = FlowUnit.localPort(port).cookie
        let limit = TimeAmount.nanoseconds(Int64(timeout / .nanoseconds(1)))
        let counters = await countings.ask(on: loop, timeout: limit) { question in
            self.outlets.value?.command(binding.node, .countDrops(question: question, cookie: cookie))
        }
        return counters.map { DropReport(node: node.metadata.id, at: now, counters: $0, cookie: cookie) }
    }

    public var metricsText: String {
        get async { ControllerMetrics.text(counters, inboxFigures) + otherMetrics() }
    }

    public var readiness: (ready: Bool, reason: String) { isReady.withLockedValue { $0 } }
}
