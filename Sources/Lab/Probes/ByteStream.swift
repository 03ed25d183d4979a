import Glibc
import JSONText
public import NetworkTypes

/// A bulk TCP transfer; the receiver counts bytes and checks their pattern.
public enum ByteStream {
    /// Prime, so that a lost or doubled segment shows as a wrong byte.
    private static let period = 251

    public static func send(to address: IPAddress, port: UInt16, bytes: Int) throws(LabError) {
        let socket = try ProbeSocket.tcp(address.family)
        try socket.connect(to: address, port: port)
        Probe.announceReadiness()
        let pattern = (0..<period * 256).map { UInt8($0 % period) }
        var sent = 0
        while sent < bytes {
            let offset = sent % period
            let count = min(pattern.count - offset, bytes - sent)
            let done = pattern.withUnsafeBytes {
                Glibc.send(socket.descriptor, $0.baseAddress?.advanced(by: offset), count, 0)
            }
            guard done > 0 else { throw ProbeSocket.failure("send") }
            sent += done
        }
        Probe.report(["sent": .integer(Int64(sent))])
    }

    public static func receive(port: UInt16, family: IPFamily, seconds: Double) throws(LabError) {
        let listener = try ProbeSocket.tcp(family)
        let socket = try listener.listenAndAccept(port: port)
        let start = MonotonicClock.seconds
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var received = 0
        var wrong = 0
        while MonotonicClock.seconds - start < seconds {
            guard socket.waitReadable(milliseconds: 200) else { continue }
            guard let count = socket.receive(into: &buffer) else { break }
            buffer.withUnsafeBytes { bytes in
                for index in 0..<count where bytes[index] != UInt8((received + index) % period) { wrong += 1 }
            }
            received += count
        }
        Probe.report([
            "received": .integer(Int64(received)), "wrong": .integer(Int64(wrong)),
            "milliseconds": .integer(Int64((MonotonicClock.seconds - start) * 1000)),
        ])
    }
}
