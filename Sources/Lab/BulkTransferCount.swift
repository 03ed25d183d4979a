import JSONText
import NetworkTypes

/// What a bulk TCP transfer brought.
struct BulkTransferCount {
    var received: Int
    var wrong: Int
    var milliseconds: Int

    var megabitsPerSecond: Int { received * 8 / 1000 / max(1, milliseconds) }

    var text: String { "\(received >> 20) MiB at \(megabitsPerSecond) Mbit/s, \(wrong) wrong bytes" }
}

extension LabMachine {
    /// Sends `bytes` by TCP and counts what arrives.
    func transfer(
        _ bytes: Int, to target: LabMachine, family: IPFamily = .v4, seconds: Double = 60
    ) throws(LabError) -> BulkTransferCount {
        let port = ["--port", "9100"]
        let receiver = try place.probe(
            in: target.namespace,
            ["tcp-receive", "--seconds", "\(seconds)"] + port + (family == .v6 ? ["--ipv6"] : []))
        defer { receiver.removeFiles() }
        let sender = try place.probe(
            in: namespace, ["tcp-send", "--to", "\(try target.address(family))", "--bytes", "\(bytes)"] + port,
            waitReady: false)
        defer { sender.removeFiles() }
        _ = try sender.report(seconds: seconds)
        let report = try receiver.report(seconds: seconds)
        return BulkTransferCount(
            received: Int(report["received"]?.integer ?? 0), wrong: Int(report["wrong"]?.integer ?? -1),
            milliseconds: Int(report["milliseconds"]?.integer ?? 1))
    }

    /// Tries once to connect, and returns `answered`, `silent`, `refused`, or the kernel's word.
    func ask(
        _ address: IPAddress, _ transport: String, port: UInt16, milliseconds: Int = 500
    ) throws(LabError) -> String {
        let probe = try place.probe(
            in: namespace,
            [
                "ask", "--to", "\(address)", "--transport", transport, "--port", "\(port)", "--milliseconds",
                "\(milliseconds)",
            ], waitReady: false)
        return try probe.report(seconds: 10)["outcome"]?.string ?? ""
    }
}
