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
            "build": .string(Self.build), "ports": .integer(Int64(ports)), "flows": .integer(Int64(flows)),
            "writes": .array(writes.map(\.json)),
            "memory": ["start": memoryAtStart.json, "end": memoryAtEnd.json],
            "restart": ["ready_seconds": .real(restart.ready), "connected_seconds": .real(restart.connected)],
        ]
    }

    var text: String {
        var lines = [
            "narud \(version), Open vSwitch \(ovsVersion), \(ports) ports on one node, \(flows) flows, "
                + "\(ProcessInfo.processInfo.activeProcessorCount) cores, naru-bench built for \(Self.build)",
            "",
            row("REST write to the switch's acknowledgement", "count", "median", "p99", "max", "CPU each"),
        ]
        for write in writes {
            lines.append(
                row(
                    write.name, "\(write.count)", milliseconds(write.percentile(50)),
                    milliseconds(write.percentile(99)), milliseconds(write.percentile(100)),
                    write.cpuMilliseconds.map(milliseconds) ?? "-"))
            if write.unacknowledged > 0 { lines.append("  \(write.unacknowledged) were not acknowledged in time") }
        }
        lines += [
            "",
            "memory of narud   at start \(mebibytes(memoryAtStart.resident)), at end "
                + "\(mebibytes(memoryAtEnd.resident)), peak \(mebibytes(memoryAtEnd.peak))",
            "after kill -9     ready in \(milliseconds(restart.ready * 1000)), node connected in "
                + "\(milliseconds(restart.connected * 1000))",
        ]
        return lines.joined(separator: "\n")
    }

    private static var build: String {
        #if DEBUG
            "debug"
        #else
            "release"
        #endif
    }

    private func row(_ name: String, _ cells: String...) -> String {
        let padding = String(repeating: " ", count: max(0, 44 - name.count))
        return name + padding
            + cells.map { String(repeating: " ", count: max(1, 11 - $0.count)) + $0 }.joined()
    }

    private func milliseconds(_ value: Double) -> String { String(format: "%.2f ms", value) }

    private func mebibytes(_ kibibytes: Int) -> String { String(format: "%.1f MiB", Double(kibibytes) / 1024) }
}
