import JSONText
import NetworkTypes
import TopologyFile

struct SubnetPing6: Scenario {
    let name = "IPv6 ping in one subnet"
    let expected = "20 of 20 answered on one node and across nodes"

    func run(in lab: LabSession) throws(LabError) -> Finding {
        var lines: [String] = []
        var isWhole = true
        for onOneNode in [true, false] {
            let (from, to) = try lab.neighbors(onOneNode: onOneNode)
            let target = try to.address(.v6)
            try from.warmUp(target)
            let count = try from.ping(target, count: 20)
            lines.append("\(from.name) → \(to.name) \(target): \(count.received) of \(count.sent)")
            if count.sent != 20 || count.lost > 0 { isWhole = false }
        }
        return Finding(lines.joined(separator: "; "), asExpected: isWhole)
    }
}

struct Autoconfiguration: Scenario {
    let name = "IPv6 autoconfiguration"
    let expected =
        "address, default route and MTU by the kernel itself, as the API has them; then a routed peer is reached"

    func run(in lab: LabSession) throws(LabError) -> Finding {
        try lab.withTestVPC { vpc throws(LabError) in
            let (a, b) = try lab.twoNodes()
            let v4 = try vpc.makeSubnet("front-v4", "10.77.1.0/24")
            let v6 = try vpc.makeSubnet(
                "front-v6", "fd00:77:0:1::/64", beside: v4, members: ["ipv6_address_mode": "slaac"])
            let back = try vpc.makeSubnets("back", 2)
            let machine = try vpc.makeMachine("slaac", in: [v4, v6], on: a, addressing: .dhcp)
            let peer = try vpc.makeMachine("peer", in: back, on: b)
            try vpc.settle()
            let wanted = try machine.address(.v6)
            let end = MonotonicClock.seconds + 15
            var addresses: [IPv6Address] = []
            while addresses.isEmpty, MonotonicClock.seconds < end {
                addresses = try machine.globalAddresses6()
                try Interrupts.sleep(seconds: 0.1)
            }
            let router = try machine.defaultRouter6()
            let mtu = try machine.run(["sysctl", "-n", "net.ipv6.conf.eth0.mtu"]).filter(\.isNumber)
            var row = PingRow()
            try row.add("ping of \(peer.name)", machine, try peer.address(.v6))
            let shown = addresses.map(\.description).joined(separator: ", ")
            return Finding(
                "\(shown.isEmpty ? "no address" : shown), default via \(router.map { "\($0)" } ?? "nothing"), mtu \(mtu); "
                    + row.lines.joined(separator: "; "),
                asExpected: addresses.map { .v6($0) } == [wanted] && router?.isLinkLocal == true
                    && mtu == "\(lab.machineMTU)" && row.isWhole)
        }
    }
}

struct DHCPv6Offered: Scenario {
    let name = "DHCPv6 lease"
    let expected =
        "a real client gets the API's address and DNS; default route by advertisement; then a peer is reached"

    func run(in lab: LabSession) throws(LabError) -> Finding {
        try lab.withTestVPC { vpc throws(LabError) in
            let (a, b) = try lab.twoNodes()
            let server = "fd00:77::53"
            let v4 = try vpc.makeSubnet("front-v4", "10.77.1.0/24")
            let v6 = try vpc.makeSubnet(
                "front-v6", "fd00:77:0:1::/64", beside: v4, members: ["ipv6_address_mode": "dhcpv6"],
                dnsServers: [server].compactMap { IPAddress($0) })
            let machine = try vpc.makeMachine("asks", in: [v4, v6], on: a, addressing: .dhcp)
            let peer = try vpc.makeMachine("peer", in: [v4, v6], on: b)
            try vpc.settle()
            try machine.waitForLinkLocal()
            let client = try DHCPv6Client(machine)
            defer { client.stop() }
            guard let lease = try client.lease() else { return Finding("no lease", asExpected: false) }
            var row = PingRow()
            try row.add("ping of \(peer.name)", machine, try peer.address(.v6))
            let router = try machine.defaultRouter6()
            let formed = try machine.globalAddresses6().filter { $0 != lease.address }
            return Finding(
                "\(lease.address), DNS \(lease.dnsServers.joined(separator: " ")), "
                    + "default via \(router.map { "\($0)" } ?? "nothing"), \(formed.count) formed by itself; "
                    + row.lines.joined(separator: "; "),
                asExpected: IPAddress.v6(lease.address) == (try machine.address(.v6)) && lease.dnsServers == [server]
                    && router?.isLinkLocal == true && formed.isEmpty && row.isWhole)
        }
    }
}

/// A peer's MAC is known without asking the peer.
struct NeighborDiscovery: Scenario {
    let name = "IPv6 neighbour discovery by flow"
    let expected = "peer and gateway answered with their MACs, 0 solicitations at any other machine"

    func run(in lab: LabSession) throws(LabError) -> Finding {
        try lab.withTestVPC { vpc throws(LabError) in
            let (a, b) = try lab.twoNodes()
            let front = try vpc.makeSubnets("front", 1)
            let asker = try vpc.makeMachine("asker", in: front, on: a)
            let beside = try vpc.makeMachine("beside", in: front, on: a)
            let far = try vpc.makeMachine("far", in: front, on: b)
            try vpc.settle()
            guard case .v6(let gateway) = front[1].gatewayAddress, let gatewayMAC = front[1].gatewayMAC else {
                throw .notApplicable("the subnet has no gateway")
            }
            let known = [
                (beside.mac, try beside.address6OrThrow()), (far.mac, try far.address6OrThrow()), (gatewayMAC, gateway),
            ]
            let identity = (asker.mac, try asker.address6OrThrow())
            let atOthers = [try beside.startSniffer(), try far.startSniffer()]
            let atSelf = try asker.startSniffer()
            try asker.sendFrames(
                known.map { TestFrame.neighborSolicitation(for: $0.1, from: identity) }, rounds: 3, pause: 5000)
            try Interrupts.sleep(seconds: 0.4)
            let flooded = atOthers.flatMap { $0.frames() }.compactMap(TestFrame.solicitedAddress)
                .filter { address in known.contains { $0.1 == address } }.count
            let answers = atSelf.frames().compactMap(TestFrame.advertisedNeighbor)
            let counts = known.map { entry in answers.filter { $0.mac == entry.0 && $0.address == entry.1 }.count }
            return Finding(
                "\(counts.map(String.init).joined(separator: ", ")) of 3 right for near, far and gateway, "
                    + "\(answers.count) answers in all, \(flooded) solicitations at 2 other machines",
                asExpected: counts == [3, 3, 3] && answers.count == 9 && flooded == 0)
        }
    }
}

struct SpoofedIPv6: Scenario {
    let name = "spoofed IPv6 source and neighbour"
    let expected = "10 of 10 right frames arrive, 0 of 10 with a wrong source, 0 advertisements of others' addresses"

    func run(in lab: LabSession) throws(LabError) -> Finding {
        try lab.withTestVPC { vpc throws(LabError) in
            let (a, _) = try lab.twoNodes()
            let front = try vpc.makeSubnets("front", 1)
            let from = try vpc.makeMachine("from", in: front, on: a)
            let to = try vpc.makeMachine("to", in: front, on: a)
            try vpc.settle()
            let own = (mac: from.mac, address: try from.address6OrThrow())
            let target = (mac: to.mac, address: try to.address6OrThrow())
            let wrong = (mac: from.mac, address: IPv6Address(high: own.address.high, low: own.address.low ^ 0x40))
            guard case .v6(let gateway) = front[1].gatewayAddress else {
                throw .notApplicable("the subnet has no gateway")
            }
            try from.warmUp(.v6(target.address))
            let rightMarker = LabSession.marker()
            let wrongMarker = LabSession.marker()
            let sniffer = try to.startSniffer()
            try from.sendFrames(
                [
                    TestFrame.udp6(from: own, to: target, payload: rightMarker),
                    TestFrame.udp6(from: wrong, to: target, payload: wrongMarker),
                    // "The gateway is me", and "my address is at another's MAC".
                    TestFrame.neighborAdvertisement(of: (from.mac, gateway), from: own, to: target),
                    TestFrame.neighborAdvertisement(of: (to.mac, own.address), from: own, to: target),
                ], rounds: 10, pause: 2000)
            try Interrupts.sleep(seconds: 0.5)
            let frames = sniffer.frames()
            let right = count(rightMarker, in: frames)
            let spoofed = count(wrongMarker, in: frames)
            let lies = frames.compactMap(TestFrame.advertisedNeighbor).filter {
                $0.address == gateway || ($0.address == own.address && $0.mac != own.mac)
            }.count
            return Finding(
                "\(right) of 10 right ones, \(spoofed) of 10 spoofed ones, \(lies) of 20 false advertisements",
                asExpected: right == 10 && spoofed == 0 && lies == 0)
        }
    }
}

extension LabMachine {
    fileprivate func address6OrThrow() throws(LabError) -> IPv6Address {
        guard case .v6(let address) = try address(.v6) else { throw .notApplicable("\(name) has no IPv6 address") }
        return address
    }
}

extension IPv6Address {
    /// fe80::/10 (RFC 4291 §2.5.6).
    fileprivate var isLinkLocal: Bool { high >> 54 == 0xfe80 >> 6 }
}
