import Glibc
import JSONText
public import NetworkTypes

extension Probe {
    /// Tries once to connect and tells what came of it: `{"outcome": "answered"}`, `silent`, `refused`, or the kernel's
    /// word.
    public static func ask(
        _ address: IPAddress, isTCP: Bool, port: UInt16, milliseconds: Int
    ) throws(LabError) {
        let asked = try AskedQuestion(
            .init(transport: isTCP ? .tcp : .udp, address: address, port: port),
            from: UInt16.random(in: 20_000...59_999))
        let end = MonotonicClock.seconds + Double(milliseconds) / 1000
        while !asked.isSettled {
            let left = end - MonotonicClock.seconds
            if left <= 0 { break }
            var entry = pollfd(fd: asked.socket.descriptor, events: asked.events, revents: 0)
            if poll(&entry, 1, Int32(left * 1000) + 1) > 0 { asked.advance() }
        }
        report(["outcome": .string(asked.outcome.text)])
    }
}
