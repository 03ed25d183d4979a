import JSONText
import NetworkTypes
import TopologyFile

/// A machine that knows nothing gets everything by a real DHCP client.
struct LeaseOffered: Scenario {
    let name = "DHCP lease"
    let expected = "address, mask, gateway, DNS, MTU, lease time, routes as the API has them; then a peer is reached"

    func run(in lab: LabSession) throws(LabError) -> Finding {
        guard !lab.asking.isEmpty else { throw .notApplicable("no machine asks by DHCP") }
        var observed: [String] = []
        var wrong: [String] = []
        for machine in lab.asking {
            let client = try DHCPClient(machine)
            defer { client.stop() }
            guard let lease = try client.lease() else {
                wrong.append("\(machine.name): no lease")
                continue
            }
            wrong += differences(of: lease, machine, mtu: lab.machineMTU).map { "\(machine.name): \($0)" }
            let peer = try lab.peer(of: machine)
            try machine.warmUp(.v4(peer.address))
            observed.append(
                "\(machine.name) \(machine.address)/\(lease.prefixLength ?? 0) mtu \(lease.mtu ?? 0) "
                    + "lease \(lease.leaseSeconds ?? 0) s, reaches \(peer.name)")
        }
        return Finding((wrong + observed).joined(separator: "; "), asExpected: wrong.isEmpty)
    }

    private func differences(of lease: DHCPLease, _ machine: LabMachine, mtu: Int) -> [String] {
        let subnet = machine.subnet
        var lines: [String] = []
        func check(_ what: String, _ got: String, _ wanted: String) {
            if got != wanted { lines.append("\(what) \(got.isEmpty ? "missing" : got), not \(wanted)") }
        }
        check("address", lease.values["ip"] ?? "", "\(machine.address)")
        check("mask", lease.values["mask"] ?? "", "\(subnet.cidr.length)")
        check("gateway", lease.values["router"] ?? "", subnet.gateway.map { "\($0)" } ?? "")
        check("DNS", lease.dnsServers.joined(separator: " "), subnet.dnsServers.map { "\($0)" }.joined(separator: " "))
        check("MTU", lease.values["mtu"] ?? "", "\(mtu)")
        if (lease.leaseSeconds ?? 0) < 60 { lines.append("lease time \(lease.leaseSeconds ?? 0) s, under 60 s") }
        for route in subnet.hostRoutes {
            let pair = ["\(route.destination)", "\(route.nextHop)"]
            let words = lease.classlessRoutes
            let found = stride(from: 0, to: words.count - 1, by: 2).contains { Array(words[$0...$0 + 1]) == pair }
            if !found { lines.append("route \(pair.joined(separator: " via ")) missing") }
        }
        return lines
    }
}

struct LeaseRenewed: Scenario {
    let name = "DHCP renewal"
    let expected = "the server answers a unicast renewal with the same address"

    func run(in lab: LabSession) throws(LabError) -> Finding {
        guard let machine = lab.asking.first else { throw .notApplicable("no machine asks by DHCP") }
        let client = try DHCPClient(machine)
        defer { client.stop() }
        guard let lease = try client.lease() else { return Finding("no lease to renew", asExpected: false) }
        guard let renewed = try client.renew() else {
            return Finding("\(machine.name): no answer to the renewal", asExpected: false)
        }
        return Finding(
            "\(machine.name) keeps \(renewed.values["ip"] ?? "nothing") for \(renewed.leaseSeconds ?? 0) s",
            asExpected: renewed.address == lease.address && renewed.address == machine.address)
    }
}

/// One machine asks as fast as it can; the others must not feel it.
struct FloodMetered: Scenario {
    let name = "DHCP flood is metered"
    let expected = "at most 1 in 5 requests of the flood answered, another machine still gets its lease"
    private let requests = 6_000

    func run(in lab: LabSession) throws(LabError) -> Finding {
        guard let first = lab.asking.first, let second = lab.asking.dropFirst().first else {
            throw .notApplicable("two machines that ask by DHCP are needed")
        }
        let atFlooder = try first.startSniffer()
        let frame = TestFrame.dhcpDiscover(mac: first.mac, transaction: .random(in: 1 ... .max))
        let flood = try lab.place.probe(
            in: first.namespace,
            [
                "send-frames", "--interface", "eth0", "--rounds", "\(requests)", "--pause", "400",
                Hex.text(of: frame),
            ])
        defer { flood.removeFiles() }
        let start = MonotonicClock.seconds
        let client = try DHCPClient(second)
        defer { client.stop() }
        let lease = try client.lease(seconds: 12)
        let waited = MonotonicClock.seconds - start
        let sent = Int(try flood.report(seconds: 60)["sent"]?.integer ?? 0)
        try Interrupts.sleep(seconds: 0.5)
        let answers = atFlooder.frames().filter { TestFrame.isUDP($0, port: 68) }.count
        let milliseconds = Int(waited * 1000)
        return Finding(
            "\(first.name): \(answers) of \(sent) answered; "
                + "\(second.name): \(lease == nil ? "no lease" : "lease in \(milliseconds) ms")",
            asExpected: sent == requests && answers > 0 && answers * 5 <= sent && lease?.address == second.address)
    }
}
