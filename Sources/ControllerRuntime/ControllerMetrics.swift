import ControllerCore
import NodeMachine
import Southbound
import Store

/// The metrics of the core and of the southbound side in Prometheus' text format.
enum ControllerMetrics {
    static func text(_ counters: ControllerCounters, _ inbox: InboxFigures) -> String {
        counter("naru_core_steps_total", "Batches of inputs that the core took.", counters.steps)
            + counter("naru_core_commands_total", "Commands that were asked for.", counters.commands)
            + counter("naru_core_refusals_total", "Commands that were refused.", counters.refusals)
            + counter("naru_core_transactions_total", "Commands that became durable.", counters.transactions)
            + counter("naru_core_batches_total", "Appends to the event log.", counters.batches)
            + counter(
                "naru_core_queue_overflows_total", "Commands refused since too many waited.",
                counters.queueOverflows + inbox.refusedWriters)
            + counter(
                "naru_core_wait_overflows_total", "Requests that did not wait for switches since too many did.",
                counters.waitOverflows + inbox.refusedWaiters)
            + counter(
                "naru_counting_overflows_total", "Questions for counters not asked since too many waited.",
                inbox.refusedCountings)
            + gauge("naru_core_commands_waiting", "Commands that have no answer yet.", inbox.writers)
            + gauge("naru_core_waits", "Requests that wait for switches.", inbox.waiters)
            + gauge("naru_core_inbox_inputs", "Inputs that wait for the core.", inbox.waiting)
            + gauge("naru_core_inbox_inputs_peak", "The most that ever waited.", inbox.peak)
            + counter("naru_core_inbox_replaced_total", "Inputs that a newer one took the place of.", inbox.replaced)
            + counter("naru_compiled_units_total", "Compile units that changed.", counters.compiledUnits)
            + counter("naru_node_deltas_total", "Changes that were sent to nodes.", counters.deltas)
            + counter("naru_node_programs_total", "Whole programs that were sent to nodes.", counters.programs)
    }

    static func text(_ counters: SouthboundCounters) -> String {
        counter("naru_openflow_connections_total", "OpenFlow connections taken.", counters.openFlowConnections)
            + counter("naru_ovsdb_connections_total", "OVSDB connections taken.", counters.ovsdbConnections)
            + counter("naru_openflow_messages_total", "OpenFlow messages received.", counters.openFlowMessages)
            + counter("naru_malformed_messages_total", "Messages that could not be read.", counters.malformedMessages)
            + counter("naru_refused_connections_total", "Connections of strangers.", counters.refusedConnections)
            + counter(
                "naru_unsent_overflows_total", "Connections closed since their peer did not read.",
                counters.unsentOverflows)
            + gauge("naru_host_inputs", "Reads of connections that wait for their nodes.", counters.inputsUnderWay)
            + gauge(
                "naru_host_inputs_peak", "The most that ever waited of one connection.", counters.inputsUnderWayPeak)
            + counter(
                "naru_held_reads_total", "Times that a connection was not read since its node was behind.",
                counters.heldReads)
            + gauge(
                "naru_host_commands_peak", "The most changes that ever waited for one node.",
                counters.waitingCommandsPeak)
            + counter(
                "naru_host_command_overflows_total", "Times that a node's changes were dropped since too many waited.",
                counters.commandOverflows)
            + counter(
                "naru_refused_takeovers_total", "Connections closed since their node was behind with others.",
                counters.refusedTakeovers)
            + nodeLimits(counters)
    }

    private static func nodeLimits(_ counters: SouthboundCounters) -> String {
        let name = "naru_node_limits_total"
        let lines = NodeLimit.allCases.map { "\(name){limit=\"\($0.rawValue)\"} \(counters.nodeLimits[$0] ?? 0)\n" }
        return "# HELP \(name) Times that nodes met a limit of their dialogues.\n# TYPE \(name) counter\n"
            + lines.joined()
    }

    static func text(_ metrics: StoreMetrics) -> String {
        counter("naru_store_appends_total", "Groups of transactions that went to disk together.", metrics.appends)
            + counter("naru_store_append_failures_total", "Groups that did not.", metrics.appendFailures)
            + counter("naru_store_fact_writes_total", "Groups of facts that went to disk.", metrics.factWrites)
            + counter("naru_store_fact_failures_total", "Groups of facts that did not.", metrics.factFailures)
            + counter("naru_store_dropped_facts_total", "Facts dropped since too many waited.", metrics.droppedFacts)
            + counter("naru_store_snapshots_total", "Snapshots of the intent.", metrics.snapshots)
            + counter("naru_store_snapshot_failures_total", "Snapshots that failed.", metrics.snapshotFailures)
            + seconds("naru_store_commit_seconds_total", "Seconds spent in commits.", metrics.commitSeconds)
            + seconds("naru_store_snapshot_seconds_total", "Seconds spent on snapshots.", metrics.snapshotSeconds)
    }

    static func seconds(_ name: String, _ help: String, _ value: Double) -> String {
        "# HELP \(name) \(help)\n# TYPE \(name) counter\n\(name) \(value)\n"
    }

    static func gauge(_ name: String, _ help: String, _ value: Int) -> String {
        "# HELP \(name) \(help)\n# TYPE \(name) gauge\n\(name) \(value)\n"
    }

    static func counter(_ name: String, _ help: String, _ value: Int) -> String {
        "# HELP \(name) \(help)\n# TYPE \(name) counter\n\(name) \(value)\n"
    }
}
