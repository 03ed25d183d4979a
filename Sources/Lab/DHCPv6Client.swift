import Glibc
import NetworkTypes

/// A real DHCPv6 client (ISC's dhclient) at work in a machine.
final class DHCPv6Client {
    struct Lease: Hashable, Sendable {
        var address: IPv6Address
        var dnsServers: [String]
        var domains: [String]
    }

    private let process: ChildProcess
    private let recordPath: String

    /// Starts asking on `eth0`, whose link-local address has to be there.
    init(_ machine: LabMachine) throws(LabError) {
        let path = "\(machine.place.directory)/dhcp6-\(machine.name)-\(UInt32.random(in: 0 ... .max))"
        recordPath = "\(path).record"
        try Shell.write(Self.script(recordPath), to: "\(path).sh")
        chmod("\(path).sh", 0o755)
        try Shell.write("request dhcp6.name-servers, dhcp6.domain-search;\ntimeout 15;\n", to: "\(path).conf")
        process = try ChildProcess(
            [
                "ip", "netns", "exec", machine.namespace, "dhclient", "-6", "-d", "-1", "-sf", "\(path).sh", "-cf",
                "\(path).conf", "-lf", "\(path).leases", "-pf", "\(path).pid", "eth0",
            ], output: "\(path).log")
    }

    /// The first lease, or nil when the client gave up or `seconds` ran out.
    func lease(seconds: Double = 20) throws(LabError) -> Lease? {
        let end = MonotonicClock.seconds + seconds
        while MonotonicClock.seconds < end {
            if let lease = Self.lease(in: Shell.contents(of: recordPath)) { return lease }
            if !process.isRunning { return nil }
            try Interrupts.sleep(seconds: 0.05)
        }
        return nil
    }

    func stop() { process.stop(grace: 1) }

    /// The first whole record, which ends with `end=`.
    static func lease(in text: String) -> Lease? {
        var values: [String: String] = [:]
        for line in text.split(separator: "\n") {
            guard let equals = line.firstIndex(of: "=") else { continue }
            let key = String(line[..<equals])
            if key == "end" {
                guard let address = values["address"].flatMap({ IPv6Address($0) }) else { return nil }
                func words(_ key: String) -> [String] {
                    (values[key] ?? "").split(separator: " ").map(String.init)
                }
                return Lease(address: address, dnsServers: words("dns"), domains: words("search"))
            }
            values[key] = String(line[line.index(after: equals)...])
        }
        return nil
    }

    /// Sets the address as a distribution's script does, and writes down what it was given. The variables are those of
    /// dhclient-script(8).
    private static func script(_ record: String) -> String {
        """
        #!/bin/sh
        case "$reason" in
        BOUND6|RENEW6|REBIND6)
            ip -6 addr replace "$new_ip6_address/${new_ip6_prefixlen:-128}" dev "$interface" nodad
            {
                echo "address=$new_ip6_address"
                echo "dns=$new_dhcp6_name_servers"
                echo "search=$new_dhcp6_domain_search"
                echo "end="
            } >> \(record)
            ;;
        esac
        exit 0
        """
    }
}
