import Foundation
import JSONText

/// The figures of `naru-bench intent`.
struct IntentReport: Sendable {
    let version: String
    let ovsVersion: String
    let ports: Int
    /// Flows on the switch when every port was bound.
    let flows: Int
    let writes: [WriteFigures]
    let memoryAtStart: MemoryUse
    let memoryAtEnd: MemoryUse
    let restart: RestartFigures

    /// Seconds from the start of the process after `kill -9`.
    struct RestartFigures: Sendable {
        /// The REST interface answers, the intent is loaded and compiled.
        let ready: Double
        /// The node is connected.
        let connected: Double
    }

    /// Whether every write was acknowledged.
    var isComplete: Bool { writes.allSatisfy { $0.unacknowledged == 0 } }

    var json: JSONValue {
        [
            "benchmark": "intent", "version": .string(version), "ovs_version": .string(ovsVersion),
            "cores": .integer(Int64(ProcessInfo.processInfo.activeProcessorCount)),
            "build": .string(BuildKind.name), "ports": .integer(Int64(ports)), "flows": .integer(Int64(flows)),
            "writes": .array(writes.map(\.json)),
            "memory": ["start": memoryAtStart.json, "end": memoryAtEnd.json],
            "restart": ["ready_seconds": .real(restart.ready), "connected_seconds": .real(restart.connected)],
        ]
    }

    var text: String {
        var lines = [
            "narud \(version), Open vSwitch \(ovsVersion), \(ports) ports on one node, \(flows) flows, "
                + "\(ProcessInfo.processInfo.activeProcessorCount) cores, naru-bench built for \(BuildKind.name)",
            "",
            FigureRow.heading,
        ]
        lines += writes.flatMap(FigureRow.lines)
        lines += [
            "",
            "memory of narud   at start \(FigureRow.mebibytes(memoryAtStart.resident)), at end "
                + "\(FigureRow.mebibytes(memoryAtEnd.resident)), peak \(FigureRow.mebibytes(memoryAtEnd.peak))",
            "after kill -9     ready in \(FigureRow.milliseconds(restart.ready * 1000)), node connected in "
                + "\(FigureRow.milliseconds(restart.connected * 1000))",
        ]
        return lines.joined(separator: "\n")
    }
}
