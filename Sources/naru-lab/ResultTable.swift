import JSONText
import Lab

/// The live table of scenarios: each line is written as soon as it is known.
struct ResultTable {
    private static let nameWidth = 44
    private(set) var results: [ScenarioResult] = []
    let isJSON: Bool

    init(isJSON: Bool) {
        self.isJSON = isJSON
        if !isJSON {
            Terminal.line("")
            Terminal.line(Terminal.bold(Self.padded("SCENARIO", Self.nameWidth) + "RESULT  EXPECTED / OBSERVED"))
        }
    }

    mutating func add(_ result: ScenarioResult) {
        results.append(result)
        if isJSON { return }
        let mark =
            switch result.outcome {
            case .passed: Terminal.green("ok    ")
            case .failed: Terminal.red("FAILED")
            case .skipped: Terminal.yellow("SKIP  ")
            }
        let indent = String(repeating: " ", count: Self.nameWidth + 8)
        Terminal.line("\(Self.padded(result.name, Self.nameWidth))\(mark)  \(result.expected)")
        Terminal.line("\(indent)→ \(result.observed)")
    }

    func count(_ outcome: ScenarioResult.Outcome) -> Int { results.filter { $0.outcome == outcome }.count }

    /// Whether `--check` succeeds: nothing failed, and something passed.
    var isGood: Bool { count(.failed) == 0 && count(.passed) > 0 }

    func finish() {
        if isJSON {
            Terminal.line(json.prettyText)
            return
        }
        Terminal.line("")
        let seconds = results.map(\.seconds).reduce(0, +)
        let line =
            "\(count(.passed)) passed, \(count(.failed)) failed, \(count(.skipped)) skipped in \(Int(seconds)) s"
        Terminal.line(isGood ? Terminal.green(line) : Terminal.red(line))
    }

    private var json: JSONValue {
        let items: [JSONValue] = results.map { result in
            [
                "scenario": .string(result.name), "expected": .string(result.expected),
                "observed": .string(result.observed), "result": .string(result.outcome.rawValue),
                "milliseconds": .integer(Int64(result.seconds * 1000)),
            ]
        }
        return [
            "scenarios": .array(items), "passed": .integer(Int64(count(.passed))),
            "failed": .integer(Int64(count(.failed))), "skipped": .integer(Int64(count(.skipped))),
        ]
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
