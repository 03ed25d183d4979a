import NetworkTypes
import TopologyFile

/// A VPC with a machine in each of two dual-stack subnets, on two nodes.
private func routedPair(_ vpc: TestVPC) throws(LabError) -> (client: LabMachine, server: LabMachine) {
    let (a, b) = try vpc.lab.twoNodes()
    let client = try vpc.makeMachine("client", in: try vpc.makeSubnets("front", 1), on: a)
    let server = try vpc.makeMachine("server", in: try vpc.makeSubnets("back", 2), on: b)
    try vpc.settle()
    return (client, server)
}

private func gateway(of machine: LabMachine, _ family: IPFamily) throws(LabError) -> IPAddress {
    let subnet = family == .v4 ? machine.subnet : machine.subnet6
    guard let address = subnet?.gatewayAddress else { throw .notApplicable("the subnet has no gateway") }
    return address
}

struct Traceroute: Scenario {
    let name = "traceroute through the gateway"
    let expected = "one hop: time exceeded from the gateway; two hops: arrives; IPv4 and IPv6"

    func run(in lab: LabSession) throws(LabError) -> Finding {
        try lab.withTestVPC { vpc throws(LabError) in
            let (client, server) = try routedPair(vpc)
            var lines: [String] = []
            var isRight = true
            for family in [IPFamily.v4, .v6] {
                let target = try server.address(family)
                let gateway = try gateway(of: client, family)
                try client.warmUp(target)
                let one = try client.pingText(target, hops: 1).lowercased()
                let two = try client.pingText(target, hops: 2)
                // "From 10.77.1.1 icmp_seq=1 Time to live exceeded", "From fd00::1 icmp_seq=1 Time exceeded: Hop limit".
                let isExceeded = one.contains("time to live exceeded") || one.contains("time exceeded")
                let teller = one.value(after: "from") ?? "nobody"
                let arrives = two.contains("1 received")
                lines.append(
                    "IPv\(family.rawValue) 1: \(isExceeded ? "exceeded" : "nothing") from \(teller), "
                        + "2: \(arrives ? "arrives" : "does not arrive")")
                if !isExceeded || teller != "\(gateway)" || !arrives { isRight = false }
            }
            return Finding(lines.joined(separator: "; "), asExpected: isRight)
        }
    }
}

struct GatewayEcho: Scenario {
    let name = "ping of the gateways"
    let expected = "5 of 5 from the own subnet's and the other one's, IPv4 and IPv6"

    func run(in lab: LabSession) throws(LabError) -> Finding {
        try lab.withTestVPC { vpc throws(LabError) in
            let (client, server) = try routedPair(vpc)
            var row = PingRow()
            for family in [IPFamily.v4, .v6] {
                try row.add("own \(try gateway(of: client, family))", client, try gateway(of: client, family))
                try row.add("other \(try gateway(of: server, family))", client, try gateway(of: server, family))
            }
            return row.finding
        }
    }
}

/// One node's underlay carries less than the others' do, and a machine doesn't know.
struct PathMTUDiscovery: Scenario {
    let name = "path MTU across a smaller link"
    let expected =
        "each sender's kernel learns the MTU, and 4 MiB of TCP arrive; in the subnet and routed, IPv4 and IPv6"
    /// Bytes that the smaller underlay carries.
    private static let smaller = 1450

    func run(in lab: LabSession) throws(LabError) -> Finding {
        try lab.withTestVPC { vpc throws(LabError) in
            let (client, server) = try routedPair(vpc)
            let neighbor = try vpc.makeMachine(
                "neighbor", in: [client.subnet, client.subnet6].compactMap { $0 }, on: server.node)
            try vpc.settle()
            for family in [IPFamily.v4, .v6] {
                for target in [server, neighbor] { try client.warmUp(try target.address(family)) }
            }
            let whole = try client.pingText(.v4(server.address), size: lab.machineMTU - 28).contains("1 received")
            try server.node.setUnderlayMTU(Self.smaller)
            let finding: Finding
            do throws(LabError) {
                finding = try Self.measure(lab, client, [server, neighbor], wasWhole: whole)
            } catch {
                try server.node.setUnderlayMTU(lab.topology.underlay.mtu)
                throw error
            }
            try server.node.setUnderlayMTU(lab.topology.underlay.mtu)
            return finding
        }
    }

    private static func measure(
        _ lab: LabSession, _ client: LabMachine, _ targets: [LabMachine], wasWhole: Bool
    ) throws(LabError) -> Finding {
        let wanted = smaller - LabSession.tunnelOverhead
        var lines = [wasWhole ? "\(lab.machineMTU) before" : "\(lab.machineMTU) bytes did not pass before"]
        var isRight = wasWhole
        for family in [IPFamily.v4, .v6] {
            for target in targets {
                let address = try target.address(family)
                let size = lab.machineMTU - (family == .v4 ? 28 : 48)
                let end = MonotonicClock.seconds + 5
                var learned: Int?
                while learned == nil, MonotonicClock.seconds < end {
                    _ = try client.pingText(address, size: size)
                    learned = try client.learnedMTU(address)
                }
                lines.append("IPv\(family.rawValue) \(target.name): \(learned.map { "\($0)" } ?? "nothing") learned")
                if learned != wanted { isRight = false }
            }
        }
        // What the pings have learned must not help TCP.
        try client.forgetRoutes()
        for family in [IPFamily.v4, .v6] {
            let count = try client.transfer(4 << 20, to: targets[0], family: family, seconds: 30)
            lines.append("TCP \(count.text)")
            if count.received != 4 << 20 || count.wrong != 0 { isRight = false }
        }
        return Finding(lines.joined(separator: "; "), asExpected: isRight)
    }
}
