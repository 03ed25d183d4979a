import FlowCompiler
import FlowPipeline
import Foundation
import JSONText

/// The figures of `naru-bench policy`. Flows are counted by table.
struct PolicyReport: Sendable {
    let version: String
    let ovsVersion: String
    let members: Int
    let local: Int
    /// On the node, with all members.
    let flows: [Int: Int]
    /// More of them with one more member that is not on the node.
    let forOneMember: [Int: Int]
    /// More of them when a member is plugged on the node.
    let forOnePort: [Int: Int]
    let writes: [WriteFigures]
    let memory: MemoryUse

    var isComplete: Bool { writes.allSatisfy { $0.unacknowledged == 0 } }

    var json: JSONValue {
        [
            "benchmark": "policy", "version": .string(version), "ovs_version": .string(ovsVersion),
            "cores": .integer(Int64(ProcessInfo.processInfo.activeProcessorCount)),
            "build": .string(BuildKind.name), "members": .integer(Int64(members)), "local": .integer(Int64(local)),
            "flows": .integer(Int64(Self.sum(flows))),
            "flows_for_one_member": .integer(Int64(Self.sum(forOneMember))),
            "flows_for_one_port": .integer(Int64(Self.sum(forOnePort))),
            "tables": .array(
                tables.map { table in
                    [
                        "table": .integer(Int64(table)), "name": .string(Self.name(of: table)),
                        "flows": .integer(Int64(flows[table, default: 0])),
                        "for_one_member": .integer(Int64(forOneMember[table, default: 0])),
                        "for_one_port": .integer(Int64(forOnePort[table, default: 0])),
                    ]
                }),
            "writes": .array(writes.map(\.json)), "memory": memory.json,
        ]
    }

    var text: String {
        var lines = [
            "narud \(version), Open vSwitch \(ovsVersion), a group of \(members) of which \(local) on the node, "
                + "\(ProcessInfo.processInfo.activeProcessorCount) cores, naru-bench built for \(BuildKind.name)",
            "",
            FigureRow.text("flows on the node", ["all", "+1 member", "+1 port"]),
        ]
        for table in tables { lines.append(row("\(table) \(Self.name(of: table))") { $0[table, default: 0] }) }
        lines.append(row("all") { Self.sum($0) })
        lines += ["", FigureRow.heading]
        lines += writes.flatMap(FigureRow.lines)
        lines += [
            "",
            "memory of narud   \(FigureRow.mebibytes(memory.resident)), peak \(FigureRow.mebibytes(memory.peak))",
        ]
        return lines.joined(separator: "\n")
    }

    private var tables: [Int] { Set(flows.keys).union(forOneMember.keys).union(forOnePort.keys).sorted() }

    private func row(_ name: String, _ count: ([Int: Int]) -> Int) -> String {
        FigureRow.text(name, ["\(count(flows))", "\(count(forOneMember))", "\(count(forOnePort))"])
    }

    private static func sum(_ counts: [Int: Int]) -> Int { counts.values.reduce(0, +) }

    private static func name(of table: Int) -> String {
        BrInt.pipeline.tables.first { Int($0.id.value) == table }?.name ?? ""
    }
}
