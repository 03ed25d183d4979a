import Glibc
import JSONText
public import NetworkTypes

/// What runs inside a machine's namespace to make traffic or to watch it. Each ends by itself after a given time.
public enum Probe {
    /// The first line of a probe's output, written once its socket is open.
    static let readiness = "ready"

    static func announceReadiness() { write("\(readiness)\n") }

    static func write(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Glibc.write(1, bytes, bytes.count)
    }

    static func report(_ members: [String: JSONValue]) { write(JSONValue.object(members).text + "\n") }

    /// Writes each frame that comes in on `interface` as a line of hexadecimal digits.
    public static func sniff(interface: String, seconds: Double) throws(LabError) {
        let socket = try ProbeSocket.frames(of: interface)
        socket.set(SO_RCVBUF, 8 << 20)
        announceReadiness()
        let end = MonotonicClock.seconds + seconds
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while MonotonicClock.seconds < end {
            guard socket.waitReadable(milliseconds: 100) else { continue }
            var sender = LinkAddress()
            var length = socklen_t(MemoryLayout<LinkAddress>.size)
            let count = withUnsafeMutablePointer(to: &sender) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    recvfrom(socket.descriptor, &buffer, buffer.count, 0, $0, &length)
                }
            }
            // What the machine itself sends passes here too; only what reaches it counts.
            guard count > 0, sender.packetType != LinkAddress.outgoing else { continue }
            write(Hex.text(of: buffer[..<count]) + "\n")
        }
    }

    /// Sends each frame of `frames`, the whole list `rounds` times, with `pause` microseconds after each frame.
    public static func sendFrames(
        _ frames: [[UInt8]], interface: String, rounds: Int, pause: UInt32
    ) throws(LabError) {
        let socket = try ProbeSocket.frames(of: interface)
        announceReadiness()
        var sent = 0
        for _ in 0..<rounds {
            for frame in frames {
                if socket.send(frame) == frame.count { sent += 1 }
                if pause > 0 { usleep(pause) }
            }
        }
        report(["sent": .integer(Int64(sent))])
    }

    /// Sends `bytes` as the payload of one UDP datagram, from an unbound port.
    public static func sendDatagram(
        _ bytes: [UInt8], to address: IPAddress, port: UInt16, from source: UInt16
    ) throws(LabError) {
        let socket = try ProbeSocket.udp(address.family)
        if source != 0 { try socket.bind(port: source) }
        try socket.connect(to: address, port: port)
        announceReadiness()
        report(["sent": .bool(socket.send(bytes) == bytes.count)])
    }
}

/// Bytes as hexadecimal text.
public enum Hex {
    public static func text(of bytes: some Sequence<UInt8>) -> String {
        var digits: [UInt8] = []
        let table = Array("0123456789abcdef".utf8)
        for byte in bytes {
            digits.append(table[Int(byte >> 4)])
            digits.append(table[Int(byte & 15)])
        }
        return String(decoding: digits, as: UTF8.self)
    }

    /// Nil for an odd number of digits or anything that is no digit.
    public static func bytes(of text: some StringProtocol) -> [UInt8]? {
        let digits = text.utf8.map { byte -> UInt8? in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
            default: nil
            }
        }
        guard digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[index], let low = digits[index + 1] else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }
}
