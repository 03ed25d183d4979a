import Glibc
public import NetworkTypes

/// What a real DHCP client was given: the options in the names of udhcpc's script interface.
public struct DHCPLease: Hashable, Sendable {
    public var event: String
    public var values: [String: String]

    public var address: IPv4Address? { values["ip"].flatMap { IPv4Address($0) } }
    public var prefixLength: Int? { values["mask"].flatMap { Int($0) } }
    public var gateway: IPv4Address? { values["router"].flatMap { IPv4Address($0) } }
    public var dnsServers: [String] { words("dns") }
    public var mtu: Int? { values["mtu"].flatMap { Int($0) } }
    public var leaseSeconds: Int? { values["lease"].flatMap { Int($0) } }
    public var server: IPv4Address? { values["serverid"].flatMap { IPv4Address($0) } }
    /// Option 121 (RFC 3442): destination and next hop in turns.
    public var classlessRoutes: [String] { words("staticroutes") }

    private func words(_ key: String) -> [String] {
        (values[key] ?? "").split(separator: " ").map(String.init)
    }

    /// The records that the script wrote, oldest first.
    static func records(in text: String) -> [DHCPLease] {
        var leases: [DHCPLease] = []
        for line in text.split(separator: "\n") {
            if line.hasPrefix("event=") {
                leases.append(DHCPLease(event: String(line.dropFirst(6)), values: [:]))
            } else if let equals = line.firstIndex(of: "="), !leases.isEmpty {
                leases[leases.count - 1].values[String(line[..<equals])] =
                    String(line[line.index(after: equals)...])
            }
        }
        return leases
    }
}

/// A real DHCP client (busybox's udhcpc) at work in a machine.
final class DHCPClient {
    private let process: ChildProcess
    private let recordPath: String

    /// Starts asking on `eth0`. `requests` is the most DISCOVERs, 2 seconds apart.
    init(_ machine: LabMachine, requests: Int = 5) throws(LabError) {
        let directory = machine.place.directory
        let path = "\(directory)/dhcp-\(machine.name)-\(UInt32.random(in: 0 ... .max))"
        recordPath = "\(path).record"
        try Shell.write(Self.script(recordPath), to: "\(path).sh")
        chmod("\(path).sh", 0o755)
        process = try ChildProcess(
            [
                "ip", "netns", "exec", machine.namespace, "udhcpc", "-f", "-n", "-i", "eth0", "-s", "\(path).sh",
                "-t", "\(requests)", "-T", "2", "-O", "mtu", "-O", "staticroutes", "-O", "lease", "-O", "serverid",
            ], output: "\(path).log")
    }

    /// The first lease, or nil when the client gave up or `seconds` ran out.
    func lease(seconds: Double = 15) throws(LabError) -> DHCPLease? {
        try record(event: "bound", seconds: seconds)
    }

    /// Makes the client renew, which it asks of the server alone (unicast), and waits for the answer.
    func renew(seconds: Double = 10) throws(LabError) -> DHCPLease? {
        process.send(signal: SIGUSR1)
        return try record(event: "renew", seconds: seconds)
    }

    func stop() { process.stop(grace: 1) }

    private func record(event: String, seconds: Double) throws(LabError) -> DHCPLease? {
        let end = MonotonicClock.seconds + seconds
        while MonotonicClock.seconds < end {
            let records = DHCPLease.records(in: Shell.contents(of: recordPath))
            // The script ends a record with "end=", so a half-written one is not taken.
            if let found = records.last(where: { $0.event == event && $0.values["end"] != nil }) { return found }
            if !process.isRunning { return nil }
            try Interrupts.sleep(seconds: 0.05)
        }
        return nil
    }

    /// Sets address and MTU as a distribution's script does, and writes down what it was given.
    private static func script(_ record: String) -> String {
        """
        #!/bin/sh
        case "$1" in
        deconfig) ip addr flush dev "$interface"; ip link set "$interface" up ;;
        bound|renew)
            ip addr replace "$ip/$mask" dev "$interface"
            [ -n "$mtu" ] && ip link set "$interface" mtu "$mtu"
            [ -n "$router" ] && ip route replace default via "${router%% *}"
            ;;
        esac
        {
            echo "event=$1"
            for name in ip mask router dns mtu lease serverid staticroutes; do
                eval "echo \\"$name=\\$$name\\""
            done
            echo "end="
        } >> \(record)
        exit 0
        """
    }
}
