import Lab

/// Times every operation on every codec, one after the other, so that what else the machine does falls on all alike.
struct CodecWorkload {
    let naru: NaruCodec
    let peers: [CodecPeer]
    let runs: Int

    /// The least CPU time of a run.
    private static let batchNanoseconds = 100_000_000.0

    func measure() throws -> CodecFigures {
        var figures = CodecFigures()
        let counts = try calibrate()
        for run in 1...runs {
            for operation in CodecOperation.allCases {
                for side in CodecFigures.Side.allCases {
                    guard let times = counts[operation]?[side] else { continue }
                    if Interrupts.isPending { throw BenchmarkError.interrupted }
                    guard let batch = try time(operation, side, times) else { continue }
                    figures.add(
                        Double(batch.nanoseconds) / Double(times * operation.itemsPerRun), operation, side)
                }
            }
            Terminal.progress("timing", run, of: runs)
        }
        return figures
    }

    /// How often each operation runs in a batch, which is the warm-up too.
    private func calibrate() throws -> [CodecOperation: [CodecFigures.Side: Int]] {
        var counts: [CodecOperation: [CodecFigures.Side: Int]] = [:]
        for operation in CodecOperation.allCases {
            var perRun: (sum: UInt64, side: CodecFigures.Side)?
            for side in CodecFigures.Side.allCases {
                var times = 16
                while let batch = try time(operation, side, times) {
                    let sum = batch.sum / UInt64(times)
                    if let perRun, perRun.sum != sum {
                        throw BenchmarkError.unequalResults(
                            operation.rawValue, "\(perRun.side.rawValue) \(perRun.sum)", "\(side.rawValue) \(sum)")
                    }
                    perRun = (sum, side)
                    if Double(batch.nanoseconds) >= Self.batchNanoseconds / 5 {
                        let wanted = 1.2 * Self.batchNanoseconds * Double(times) / Double(batch.nanoseconds)
                        counts[operation, default: [:]][side] = max(times, Int(wanted))
                        break
                    }
                    times *= 2
                }
            }
        }
        return counts
    }

    private func time(_ operation: CodecOperation, _ side: CodecFigures.Side, _ times: Int) throws -> CodecBatch? {
        if side == .naru { return try naru.time(operation, times: times) }
        return try peers.first { $0.side == side }?.time(operation, times: times)
    }
}
