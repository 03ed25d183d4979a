import JSONText

/// What one kind of step took, over many.
struct WriteFigures: Sendable {
    let name: String
    /// Seconds of each, ascending.
    private let seconds: [Double]
    /// Seconds of narud's CPU in all of them; nil where they were asked for by polling, which costs CPU of its own.
    private let cpuSeconds: Double?
    /// Answers that came without the switch's acknowledgement.
    let unacknowledged: Int

    init(name: String, seconds: [Double], cpuSeconds: Double?, unacknowledged: Int) {
        self.name = name
        self.seconds = seconds.sorted()
        self.cpuSeconds = cpuSeconds
        self.unacknowledged = unacknowledged
    }

    /// The nearest rank, in milliseconds.
    func percentile(_ percent: Int) -> Double {
        guard !seconds.isEmpty else { return 0 }
        let rank = (seconds.count * percent + 99) / 100
        return seconds[max(0, min(seconds.count, rank) - 1)] * 1000
    }

    var cpuMilliseconds: Double? {
        cpuSeconds.map { seconds.isEmpty ? 0 : $0 * 1000 / Double(seconds.count) }
    }

    var count: Int { seconds.count }

    var json: JSONValue {
        [
            "name": .string(name), "count": .integer(Int64(count)), "median_ms": .real(percentile(50)),
            "p99_ms": .real(percentile(99)), "max_ms": .real(percentile(100)),
            "cpu_ms_per_write": cpuMilliseconds.map { .real($0) } ?? .null,
            "unacknowledged": .integer(Int64(unacknowledged)),
        ]
    }
}
