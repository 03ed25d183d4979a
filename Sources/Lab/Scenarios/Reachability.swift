import JSONText
import NetworkTypes
import TopologyFile

struct SameNodePing: Scenario {
    let name = "ping in one subnet, one node"
    let expected = "20 of 20 answered"

    func run(in lab: LabSession) throws(LabError) -> Finding {
        let (from, to) = try lab.neighbors(onOneNode: true)
        return try pingAll(from, to, size: nil)
    }
}

struct AcrossNodesPing: Scenario {
    let name = "ping in one subnet, two nodes"
    let expected = "20 of 20 answered through Geneve"

    func run(in lab: LabSession) throws(LabError) -> Finding {
        let (from, to) = try lab.neighbors(onOneNode: false)
        return try pingAll(from, to, size: nil)
    }
}

struct FullSizePing: Scenario {
    let name = "ping of full MTU, no fragments"
    let expected = "20 of 20 answered across nodes"

    func run(in lab: LabSession) throws(LabError) -> Finding {
        let (from, to) = try lab.neighbors(onOneNode: false)
        // 20 bytes of IPv4 and 8 of ICMP.
        return try pingAll(from, to, size: lab.machineMTU - 28)
    }
}

private func pingAll(_ from: LabMachine, _ to: LabMachine, size: Int?) throws(LabError) -> Finding {
    try from.warmUp(.v4(to.address))
    let count = try from.ping(.v4(to.address), count: 20, size: size)
    let bytes = size.map { ", \($0 + 28) bytes" } ?? ""
    return Finding(
        "\(from.name) → \(to.name): \(count.received) of \(count.sent) answered\(bytes)",
        asExpected: count.sent == 20 && count.lost == 0)
}

struct BulkTransfer: Scenario {
    let name = "TCP bulk across nodes"
    let expected = "16 MiB, every byte right"
    private let bytes = 16 << 20

    func run(in lab: LabSession) throws(LabError) -> Finding {
        let (from, to) = try lab.neighbors(onOneNode: false)
        try from.warmUp(.v4(to.address))
        let count = try from.transfer(bytes, to: to)
        return Finding(count.text, asExpected: count.received == bytes && count.wrong == 0)
    }
}

struct DeclaredProbes: Scenario {
    let name = "probes of the topology file"
    let expected = "each as the file says"

    func run(in lab: LabSession) throws(LabError) -> Finding {
        var wrong: [String] = []
        for probe in lab.topology.probes {
            guard let from = lab.machines.first(where: { $0.name == probe.from }),
                let to = lab.machines.first(where: { $0.name == probe.to })
            else { continue }
            let reached = try isReached(from, to)
            if reached != (probe.expect == .reached) {
                wrong.append("\(from.name) → \(to.name) \(reached ? "reached" : "unreached")")
            }
        }
        if lab.topology.probes.isEmpty { throw .notApplicable("the topology file has no probes") }
        let count = lab.topology.probes.count
        return Finding(
            wrong.isEmpty ? "\(count) of \(count) as the file says" : wrong.joined(separator: "; "),
            asExpected: wrong.isEmpty)
    }

    /// Whether a datagram from one shows up at the other, whoever else has that address.
    private func isReached(_ from: LabMachine, _ to: LabMachine) throws(LabError) -> Bool {
        let marker = LabSession.marker()
        let sniffer = try to.startSniffer()
        for _ in 0..<5 {
            _ = try DatagramSource(machine: from).report(seconds: 10, marker, .v4(to.address))
        }
        try Interrupts.sleep(seconds: 0.3)
        return count(marker, in: sniffer.frames()) > 0
    }
}

/// Sends single datagrams from a machine through its own kernel.
struct DatagramSource {
    let machine: LabMachine

    func report(seconds: Double, _ marker: [UInt8], _ address: IPAddress) throws(LabError) -> Bool {
        let probe = try machine.place.probe(
            in: machine.namespace,
            ["send-datagram", "--to", "\(address)", "--port", "9998", "--hex", Hex.text(of: marker)],
            waitReady: false)
        return try probe.report(seconds: seconds)["sent"]?.bool ?? false
    }
}
