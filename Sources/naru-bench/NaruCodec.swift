import Glibc
import OpenFlow

/// Naru's own codec under measurement, through its public interface alone.
struct NaruCodec {
    private let messages: CodecMessages
    private let flowModBytes: [UInt8]
    private let packetInBytes: [UInt8]
    private let flowStatsBytes: [UInt8]

    init(_ messages: CodecMessages) {
        self.messages = messages
        flowModBytes = messages.bytes(.flowMod)
        packetInBytes = messages.bytes(.packetIn)
        flowStatsBytes = messages.bytes(.flowStats)
    }

    /// Runs an operation so many times. The sum takes in a result of every run, and is the same for every codec.
    func time(_ operation: CodecOperation, times: Int) throws -> CodecBatch {
        let start = Self.cpuNanoseconds
        let sum = try run(operation, times)
        return CodecBatch(nanoseconds: Self.cpuNanoseconds - start, sum: sum)
    }

    private func run(_ operation: CodecOperation, _ times: Int) throws -> UInt64 {
        switch operation {
        case .flowModDecode: try decodeFlowMod(times)
        case .flowModEncode: encode(messages.flowMod, times)
        case .flowModBuild: buildFlowMod(times)
        case .packetInView: try viewPacketIn(times)
        case .packetInOwned: try decodePacketIn(times)
        case .packetOutEncode: encode(messages.packetOut, times)
        case .flowStatsDecode: try decodeFlowStats(times)
        case .flowStatsEncode: encode(messages.flowStats, times)
        }
    }

    private func decodeFlowMod(_ times: Int) throws -> UInt64 {
        let bytes = flowModBytes.span.bytes
        var sum: UInt64 = 0
        for _ in 0..<times {
            if case .flowMod(let flowMod) = try OpenFlowMessage.decode(bytes).message {
                sum &+= UInt64(flowMod.priority)
            }
        }
        return sum
    }

    private func decodePacketIn(_ times: Int) throws -> UInt64 {
        let bytes = packetInBytes.span.bytes
        var sum: UInt64 = 0
        for _ in 0..<times {
            if case .packetIn(let packetIn) = try OpenFlowMessage.decode(bytes).message {
                sum &+= UInt64(packetIn.data.count) &+ UInt64(packetIn.match.inPort ?? 0)
            }
        }
        return sum
    }

    private func viewPacketIn(_ times: Int) throws -> UInt64 {
        let bytes = packetInBytes.span.bytes
        var sum: UInt64 = 0
        for _ in 0..<times {
            let view = try PacketInView(bytes)
            sum &+= UInt64(view.frame.count) &+ UInt64(view.inPort ?? 0)
        }
        return sum
    }

    private func decodeFlowStats(_ times: Int) throws -> UInt64 {
        let bytes = flowStatsBytes.span.bytes
        var sum: UInt64 = 0
        for _ in 0..<times {
            guard case .multipartReply(let reply) = try OpenFlowMessage.decode(bytes).message,
                case .flow(let entries) = reply.body
            else { continue }
            for entry in entries { sum &+= UInt64(entry.priority) }
        }
        return sum
    }

    /// Into one buffer, over and over: what a channel does that gathers messages for one write.
    private func encode(_ message: OpenFlowMessage, _ times: Int) -> UInt64 {
        var output: [UInt8] = []
        var sum: UInt64 = 0
        for _ in 0..<times {
            output.removeAll(keepingCapacity: true)
            message.encode(xid: CodecMessages.xid, into: &output)
            sum &+= Self.fold(output)
        }
        return sum
    }

    private func buildFlowMod(_ times: Int) -> UInt64 {
        var output: [UInt8] = []
        var sum: UInt64 = 0
        for _ in 0..<times {
            output.removeAll(keepingCapacity: true)
            OpenFlowMessage.flowMod(messages.flow.flowMod()).encode(xid: CodecMessages.xid, into: &output)
            sum &+= Self.fold(output)
        }
        return sum
    }

    @inline(__always)
    private static func fold(_ bytes: [UInt8]) -> UInt64 {
        UInt64(bytes.count) &+ UInt64(bytes[bytes.count - 1]) &+ UInt64(bytes[bytes.count / 2])
    }

    private static var cpuNanoseconds: UInt64 {
        var now = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now)
        return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
    }
}

/// What many runs of one operation took.
struct CodecBatch {
    /// CPU time of the process.
    let nanoseconds: UInt64
    let sum: UInt64
}
