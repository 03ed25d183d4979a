import Glibc
import JSONText
public import NetworkTypes

/// A UDP stream at a steady rate, numbered, so that the receiver counts what is lost.
///
/// A datagram is a 4-byte sequence number and padding; number `endMark` says how many were sent.
public enum DatagramStream {
    private static let endMark = UInt32.max
    private static let size = 200
    /// The most datagrams that one stream may have.
    public static let maximumCount = 10_000_000

    /// Sends for `seconds` at `rate` datagrams a second, paced by absolute times.
    public static func send(
        to address: IPAddress, port: UInt16, rate: Int, seconds: Double
    ) throws(LabError) {
        let socket = try ProbeSocket.udp(address.family)
        try socket.connect(to: address, port: port)
        Probe.announceReadiness()
        let start = MonotonicClock.seconds
        let total = min(maximumCount, Int(Double(rate) * seconds))
        var refused = 0
        for number in 0..<total {
            let due = start + Double(number) / Double(rate)
            let wait = due - MonotonicClock.seconds
            if wait > 0 { usleep(UInt32(wait * 1e6)) }
            if socket.send(datagram(UInt32(number), 0)) != size { refused += 1 }
        }
        usleep(500_000)
        for _ in 0..<20 {
            socket.send(datagram(endMark, UInt32(total)))
            usleep(20_000)
        }
        Probe.report(["sent": .integer(Int64(total)), "refused_by_kernel": .integer(Int64(refused))])
    }

    /// Counts until the end mark, or for `seconds` at most.
    public static func receive(port: UInt16, family: IPFamily, seconds: Double) throws(LabError) {
        let socket = try ProbeSocket.udp(family)
        socket.set(SO_RCVBUF, 8 << 20)
        try socket.bind(port: port)
        Probe.announceReadiness()
        var seen: [Bool] = []
        var unique = 0
        var duplicates = 0
        var sent: Int?
        let end = MonotonicClock.seconds + seconds
        var buffer = [UInt8](repeating: 0, count: 2048)
        while sent == nil, MonotonicClock.seconds < end {
            guard socket.waitReadable(milliseconds: 100), let count = socket.receive(into: &buffer), count >= 8
            else { continue }
            let number = word(buffer, 0)
            if number == endMark {
                sent = Int(word(buffer, 4))
                continue
            }
            guard number < maximumCount else { continue }
            while seen.count <= Int(number) { seen.append(false) }
            if seen[Int(number)] { duplicates += 1 } else { unique += 1 }
            seen[Int(number)] = true
        }
        Probe.report([
            "received": .integer(Int64(unique)), "duplicates": .integer(Int64(duplicates)),
            "sent": sent.map { .integer(Int64($0)) } ?? .null,
        ])
    }

    private static func datagram(_ number: UInt32, _ total: UInt32) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: size)
        for index in 0..<4 {
            bytes[index] = UInt8(truncatingIfNeeded: number >> UInt32(24 - 8 * index))
            bytes[4 + index] = UInt8(truncatingIfNeeded: total >> UInt32(24 - 8 * index))
        }
        return bytes
    }

    private static func word(_ bytes: [UInt8], _ offset: Int) -> UInt32 {
        bytes[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
}
