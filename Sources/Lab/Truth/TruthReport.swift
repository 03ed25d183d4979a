public import JSONText
import NetworkTypes

/// What came of a run of `naru-lab truth`.
public struct TruthReport: Hashable, Sendable {
    /// The counts of one address family.
    public struct Row: Hashable, Sendable {
        public var name: String
        public var policies = 0
        public var probes = 0
        /// Of the probes, how many the rules let pass.
        public var allowed = 0
        public var disagreements = 0
        public var seconds = 0.0

        public var denied: Int { probes - allowed }
    }

    /// A probe that was answered otherwise than the rules say.
    public struct Disagreement: Hashable, Sendable {
        /// Such as `IPv4 policy 17`.
        public var policy: String
        /// Such as `vm2 10.77.1.4 → vm5 10.77.2.3 tcp 8192`.
        public var probe: String
        /// What the rules say.
        public var expected: String
        /// What was seen.
        public var observed: String
        /// What was seen a second later.
        public var observedLater: String
        /// What was seen when the nodes had forgotten their cached datapath flows, and had to look at the OpenFlow flows
        /// anew; nil where they were left as they were.
        public var observedUncached: String?
        /// The groups and rules that the answer depends on.
        public var rules: [String]
        /// Commands that show it again.
        public var commands: [String]

        public var text: String {
            ([
                "\(policy): \(probe)",
                "  the rules say \(expected), the packets say \(observed)"
                    + " (a second later: \(observedLater)"
                    + (observedUncached.map { ", without the switches' caches: \($0))" } ?? ")"),
            ] + rules.map { "  \($0)" } + ["  to see it again:"] + commands.map { "    \($0)" })
            .joined(separator: "\n")
        }
    }

    public var seed: UInt64
    public var nodes: Int
    public var rows: [Row]
    public var disagreements: [Disagreement] = []

    public var isAgreed: Bool { rows.allSatisfy { $0.disagreements == 0 } }

    public var table: String {
        var lines = [Self.line("", ["policies", "probes", "allowed", "denied", "disagreements", "seconds"])]
        for row in rows + [total] {
            let cells = [row.policies, row.probes, row.allowed, row.denied, row.disagreements, Int(row.seconds)]
            lines.append(Self.line(row.name, cells.map { "\($0)" }))
        }
        return lines.joined(separator: "\n")
    }

    public var json: JSONValue {
        let items = disagreements.map { entry -> JSONValue in
            [
                "policy": .string(entry.policy), "probe": .string(entry.probe), "expected": .string(entry.expected),
                "observed": .string(entry.observed), "observed_later": .string(entry.observedLater),
                "observed_uncached": entry.observedUncached.map { .string($0) } ?? .null,
                "rules": .array(entry.rules.map { .string($0) }),
                "commands": .array(entry.commands.map { .string($0) }),
            ]
        }
        return [
            "seed": .string("\(seed)"), "nodes": .integer(Int64(nodes)),
            "families": .array(rows.map { Self.json($0) }), "total": Self.json(total),
            "disagreements": .array(items),
        ]
    }

    private var total: Row {
        rows.reduce(into: Row(name: "total")) { sum, row in
            sum.policies += row.policies
            sum.probes += row.probes
            sum.allowed += row.allowed
            sum.disagreements += row.disagreements
            sum.seconds += row.seconds
        }
    }

    private static func json(_ row: Row) -> JSONValue {
        [
            "name": .string(row.name), "policies": .integer(Int64(row.policies)),
            "probes": .integer(Int64(row.probes)), "allowed": .integer(Int64(row.allowed)),
            "denied": .integer(Int64(row.denied)), "disagreements": .integer(Int64(row.disagreements)),
            "milliseconds": .integer(Int64(row.seconds * 1000)),
        ]
    }

    private static func line(_ name: String, _ cells: [String]) -> String {
        let padding = String(repeating: " ", count: max(0, 6 - name.count))
        return name + padding
            + cells.map { String(repeating: " ", count: max(1, 15 - $0.count)) + $0 }.joined()
    }
}
