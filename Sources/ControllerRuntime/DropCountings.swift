import ControllerCore
import FlowCompiler
import NIOConcurrencyHelpers
import NIOCore
import NetworkTypes
import NodeMachine
import NorthboundAPI

/// Questions for a switch's counters that wait for their answer. They go around the core: statistics are no business of
/// its loop.
final class DropCountings: Sendable {
    private struct State {
        var lastQuestion: UInt64 = 0
        /// At most `ControllerLimits.countings`.
        var waiting: [UInt64: CheckedContinuation<[DropCounter]?, Never>] = [:]
        var refused = 0
    }

    private let state = NIOLockedValueBox(State())

    /// Questions that were not asked since too many waited.
    var refused: Int { state.withLockedValue { $0.refused } }

    /// Sends a question of its own number, and waits. Nil when the switch can't be asked, or says nothing in time.
    func ask(
        on loop: any EventLoop, timeout: TimeAmount, send: @escaping @Sendable (UInt64) -> Void
    ) async -> [DropCounter]? {
        await withCheckedContinuation { continuation in
            let question = state.withLockedValue { state -> UInt64? in
                guard state.waiting.count < ControllerLimits.countings else {
                    state.refused += 1
                    return nil
                }
                state.lastQuestion += 1
                state.waiting[state.lastQuestion] = continuation
                return state.lastQuestion
            }
            guard let question else { return continuation.resume(returning: nil) }
            loop.execute { send(question) }
            loop.scheduleTask(in: timeout) { self.answer(question, nil) }
        }
    }

    /// An answer that comes too late finds nobody.
    func answer(_ question: UInt64, _ counters: [DropCounter]?) {
        state.withLockedValue { $0.waiting.removeValue(forKey: question) }?.resume(returning: counters)
    }
}

extension DropReport {
    /// Flows of one table and level have one name, and are counted together.
    init(node: ResourceID, at: Timestamp, counters: [DropCounter], cookie: UInt64) {
        var items: [DropCount] = []
        for counter in counters {
            guard let drop = BrInt.dropName(table: counter.table, priority: counter.priority) else { continue }
            if let last = items.last, last.name == drop.name, last.table == drop.table {
                items[items.count - 1] = DropCount(
                    name: drop.name, table: drop.table, cookie: cookie, packets: last.packets &+ counter.packets,
                    bytes: last.bytes &+ counter.bytes)
            } else {
                items.append(
                    DropCount(
                        name: drop.name, table: drop.table, cookie: cookie, packets: counter.packets,
                        bytes: counter.bytes))
            }
        }
        self.init(node: node, at: at, items: items)
    }
}
