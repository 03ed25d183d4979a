import Foundation
import Glibc
import JSONText

/// The figures of `naru-bench codec`, for people and for programs.
struct CodecReport {
    let figures: CodecFigures
    let agreement: CodecAgreement
    let ovsVersion: String?
    let runs: Int
    let skipped: [String]
    /// Bytes of each message.
    let lengths: [(kind: String, bytes: Int)]

    var json: JSONValue {
        [
            "benchmark": "codec", "build": .string(Self.build),
            "cores": .integer(Int64(ProcessInfo.processInfo.activeProcessorCount)),
            "ovs_version": ovsVersion.map { .string($0) } ?? .null, "runs": .integer(Int64(runs)),
            "messages": .object(Dictionary(uniqueKeysWithValues: lengths.map { ($0.kind, .integer(Int64($0.bytes))) })),
            "skipped": .array(skipped.map { .string($0) }),
            "operations": .array(CodecOperation.allCases.map(json)),
            "agreement": [
                "judged": .integer(Int64(agreement.judged)), "stricter_than_ovs": .integer(Int64(agreement.stricter)),
                "mismatches": .array(agreement.mismatches.map { .string($0) }),
            ],
        ]
    }

    private func json(_ operation: CodecOperation) -> JSONValue {
        func number(_ value: Double?) -> JSONValue { value.map { .real($0) } ?? .null }
        return [
            "name": .string(operation.rawValue), "naru_ns": number(figures.nanoseconds(operation, .naru)),
            "ovs_ns": number(figures.nanoseconds(operation, .openVSwitch)),
            "floor_ns": number(figures.nanoseconds(operation, .floor)),
            "ratio_to_ovs": number(figures.ratio(operation, to: .openVSwitch)),
            "ratio_to_floor": number(figures.ratio(operation, to: .floor)),
            "bound": operation.bound.map { .string($0.text(for: operation)) } ?? .null,
            "met": isMet(operation).map { .bool($0) } ?? .null,
        ]
    }

    var text: String {
        var lines = [
            "ns of CPU time, one thread, median of \(runs) runs; Open vSwitch \(ovsVersion ?? "not measured"), "
                + "naru-bench built for \(Self.build)",
            lengths.map { "\($0.kind) \($0.bytes) B" }.joined(separator: ", "),
            "",
            row("", ["Naru", "OVS", "floor", "of OVS", "of floor"], "at most"),
        ]
        lines += CodecOperation.allCases.map(row)
        lines += [
            "",
            "\(agreement.judged) messages with one bit changed: \(agreement.mismatches.count) judged differently"
                + (ovsVersion == nil ? "" : ", \(agreement.stricter) refused that Open vSwitch takes"),
        ]
        return lines.joined(separator: "\n")
    }

    private func row(_ operation: CodecOperation) -> String {
        let times = CodecFigures.Side.allCases.map { figures.nanoseconds(operation, $0) }
        let ratios = [figures.ratio(operation, to: .openVSwitch), figures.ratio(operation, to: .floor)]
        let cells =
            times.map { $0.map { String(format: $0 < 100 ? "%.1f" : "%.0f", $0) } ?? "-" }
            + ratios.map { $0.map { String(format: "%.2f", $0) } ?? "-" }
        return row(operation.title, cells, operation.bound.map { "\($0.text(for: operation)): \(verdict(operation))" })
    }

    private func row(_ title: String, _ cells: [String], _ bound: String?) -> String {
        let padding = String(repeating: " ", count: max(0, 30 - title.count))
        return title + padding + cells.map { String(repeating: " ", count: max(1, 9 - $0.count)) + $0 }.joined()
            + (bound.map { "   \($0)" } ?? "")
    }

    private func isMet(_ operation: CodecOperation) -> Bool? {
        operation.bound?.isMet(by: operation, in: figures) ?? nil
    }

    private func verdict(_ operation: CodecOperation) -> String {
        switch isMet(operation) {
        case true?: Self.colored("met", 32)
        case false?: Self.colored("not met", 31)
        case nil: "not measured"
        }
    }

    private static func colored(_ text: String, _ color: Int) -> String {
        let isWanted = isatty(1) == 1 && ProcessInfo.processInfo.environment["NO_COLOR", default: ""].isEmpty
        return isWanted ? "\u{1b}[\(color)m\(text)\u{1b}[0m" : text
    }

    private static var build: String {
        #if DEBUG
            "debug"
        #else
            "release"
        #endif
    }
}
