import JSONText
import NetworkTypes

/// What ports get that were given no group, a group of its own, or an empty list.
struct DefaultGroup: Scenario {
    let name = "the default group"
    let expected = "members reach each other; a stranger of the VPC and a port without groups reach nobody"

    func run(in lab: LabSession) throws(LabError) -> Finding {
        try lab.withTestVPC { vpc throws(LabError) in
            let (a, b) = try lab.twoNodes()
            let front = try vpc.makeSubnets("front", 1)
            let outward = try vpc.makeGroup("outward", [LabRule(.egress, .any)])
            let one = try vpc.makeMachine("one", in: front, on: a)
            let other = try vpc.makeMachine("other", in: front, on: b)
            let stranger = try vpc.makeMachine("stranger", in: front, on: a, groups: [outward])
            let bare = try vpc.makeMachine("bare", in: front, on: a, groups: [])
            try vpc.settle()
            var row = PingRow()
            for family in [IPFamily.v4, .v6] {
                try row.add("IPv\(family.rawValue) members", one, try other.address(family))
            }
            var leaked = 0
            for family in [IPFamily.v4, .v6] {
                for from in [stranger, bare] {
                    leaked += try from.ping(try other.address(family), count: 2, interval: 0.05).received
                }
                leaked += try one.ping(try bare.address(family), count: 2, interval: 0.05).received
            }
            return Finding(
                row.lines.joined(separator: "; ") + "; \(leaked) of 12 from or to others",
                asExpected: row.isWhole && leaked == 0)
        }
    }
}

/// A group of 500 as a rule's peer.
struct LargeGroup: Scenario {
    let name = "a remote group of 500 members"
    let expected = "a member reaches, a stranger doesn't"
    private let members = 500

    func run(in lab: LabSession) throws(LabError) -> Finding {
        try lab.withTestVPC { vpc throws(LabError) in
            let (a, b) = try lab.twoNodes()
            let front = try vpc.makeSubnet("front", "10.77.0.0/20")
            let outward = try vpc.makeGroup("outward", [LabRule(.egress, .any)])
            let many = try vpc.makeGroup("many")
            let servers = try vpc.makeGroup("servers", [LabRule(.ingress, .any, .group(many))])
            let server = try vpc.makeMachine("server", in: [front], on: b, groups: [servers])
            let member = try vpc.makeMachine("member", in: [front], on: a, groups: [outward, many])
            let stranger = try vpc.makeMachine("stranger", in: [front], on: a, groups: [outward])
            try vpc.settle()
            let before = try b.flows().count
            let start = MonotonicClock.seconds
            try vpc.makePorts(members - 1, in: front, groups: [many])
            let seconds = MonotonicClock.seconds - start
            try vpc.put(stranger, in: [outward], query: "?\(TestVPC.applied)")
            let after = try b.flows().count
            try member.warmUp(.v4(server.address))
            let reached = try member.ping(.v4(server.address), count: 5)
            let unreached = try stranger.ping(.v4(server.address), count: 3, interval: 0.05)
            return Finding(
                "\(reached.received) of 5 for a member, \(unreached.received) of 3 for a stranger; node \(b.name) has "
                    + "\(after) flows, \(before) before the \(members - 1) others came (in \(Int(seconds * 1000)) ms)",
                asExpected: reached.lost == 0 && unreached.received == 0)
        }
    }
}

/// An error that concerns a connection which is let through comes through with it, though no rule speaks of ICMP.
struct RelatedErrors: Scenario {
    let name = "ICMP errors of allowed connections"
    let expected = "UDP and TCP to a closed port refused at once, IPv4 and IPv6; silence where the rules deny"

    func run(in lab: LabSession) throws(LabError) -> Finding {
        try lab.withTestVPC { vpc throws(LabError) in
            let (a, b) = try lab.twoNodes()
            let front = try vpc.makeSubnets("front", 1)
            let clients = try vpc.makeGroup(
                "clients", [LabRule(.egress, .udp(0 ... .max)), LabRule(.egress, .tcp(0 ... .max))])
            let servers = try vpc.makeGroup(
                "servers", [LabRule(.ingress, .udp(9400...9400)), LabRule(.ingress, .tcp(9400...9400))])
            let client = try vpc.makeMachine("client", in: front, on: a, groups: [clients])
            let server = try vpc.makeMachine("server", in: front, on: b, groups: [servers])
            try vpc.settle()
            var lines: [String] = []
            var isRight = true
            for family in [IPFamily.v4, .v6] {
                let target = try server.address(family)
                // The first packet may wait for neighbours.
                _ = try client.ask(target, "tcp", port: 9400, milliseconds: 2000)
                for transport in ["udp", "tcp"] {
                    let open = try client.ask(target, transport, port: 9400)
                    let denied = try client.ask(target, transport, port: 9401)
                    lines.append("IPv\(family.rawValue) \(transport): \(open), denied port: \(denied)")
                    if open != "refused" || denied != "silent" { isRight = false }
                }
            }
            return Finding(lines.joined(separator: "; "), asExpected: isRight)
        }
    }
}

/// Why a port's packets were dropped can be asked for.
struct CountedDrops: Scenario {
    let name = "drops of a port in the API"
    let expected = "10 denied ones and 10 spoofed ones counted under their names, with a table and a cookie"

    func run(in lab: LabSession) throws(LabError) -> Finding {
        try lab.withTestVPC { vpc throws(LabError) in
            let (a, _) = try lab.twoNodes()
            let front = try vpc.makeSubnet("front", "10.77.1.0/24")
            let silent = try vpc.makeGroup("silent", [LabRule(.ingress, .any)])
            let outward = try vpc.makeGroup("outward", [LabRule(.egress, .any)])
            let denied = try vpc.makeMachine("denied", in: [front], on: a, groups: [silent])
            let sender = try vpc.makeMachine("sender", in: [front], on: a, groups: [outward])
            try vpc.settle()
            let payload = LabSession.marker()
            let spoofed = (denied.mac, IPv4Address(bits: denied.address.bits ^ 0x40))
            try denied.sendFrames(
                [
                    TestFrame.udp(from: denied.identity, to: sender.identity, payload: payload),
                    TestFrame.udp(from: spoofed, to: sender.identity, payload: payload),
                ], rounds: 10)
            try sender.sendFrames(
                [TestFrame.udp(from: sender.identity, to: denied.identity, payload: payload)], rounds: 1)
            // The datapath tells its counts about once a second.
            let end = MonotonicClock.seconds + 8
            var names: [(name: String, packets: Int64)] = []
            var isRight = false
            while !isRight, MonotonicClock.seconds < end {
                try Interrupts.sleep(seconds: 0.25)
                let answer = try vpc.api.ask("GET", "/v1/ports/\(denied.portID)/drops")
                let items = answer["items"]?.array ?? []
                names = items.map { ($0["name"]?.string ?? "", $0["packets"]?.integer ?? 0) }.filter { $0.packets > 0 }
                isRight =
                    Self.packets(names, "denied") == 10 && Self.packets(names, "spoof") == 10
                    && items.allSatisfy { $0["table"]?.string != nil && $0["cookie"]?.string != nil }
            }
            let shown = names.map { "\($0.name) \($0.packets)" }.joined(separator: ", ")
            return Finding(shown.isEmpty ? "no drop counted" : shown, asExpected: isRight)
        }
    }

    private static func packets(_ counts: [(name: String, packets: Int64)], _ word: String) -> Int64 {
        counts.filter { $0.name.contains(word) }.map(\.packets).reduce(0, +)
    }
}
