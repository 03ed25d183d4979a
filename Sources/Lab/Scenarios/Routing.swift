import JSONText
import NetworkTypes
import TopologyFile

/// Pings in both families, each answered or not, in words.
struct PingRow {
    private(set) var lines: [String] = []
    private(set) var isWhole = true

    /// Pings five times after the first answer.
    mutating func add(_ what: String, _ from: LabMachine, _ target: IPAddress) throws(LabError) {
        var received = 0
        do {
            try from.warmUp(target, seconds: 5)
            received = try from.ping(target, count: 5, interval: 0.02).received
        } catch {
            if case .interrupted = error { throw error }
        }
        lines.append("\(what) \(received) of 5")
        if received != 5 { isWhole = false }
    }

    var finding: Finding { Finding(lines.joined(separator: "; "), asExpected: isWhole) }
}

struct RoutedPing: Scenario {
    let name = "ping between two subnets of a VPC"
    let expected = "5 of 5 on one node and across nodes, IPv4 and IPv6"

    func run(in lab: LabSession) throws(LabError) -> Finding {
        try lab.withTestVPC { vpc throws(LabError) in
            let (a, b) = try lab.twoNodes()
            let front = try vpc.makeSubnets("front", 1)
            let back = try vpc.makeSubnets("back", 2)
            let client = try vpc.makeMachine("client", in: front, on: a)
            let near = try vpc.makeMachine("near", in: back, on: a)
            let far = try vpc.makeMachine("far", in: back, on: b)
            try vpc.settle()
            var row = PingRow()
            for family in [IPFamily.v4, .v6] {
                try row.add("IPv\(family.rawValue) one node", client, try near.address(family))
                try row.add("two nodes", client, try far.address(family))
            }
            return row.finding
        }
    }
}

/// Behind a machine that forwards lies a network that the controller knows of by a route alone.
struct StaticRoute: Scenario {
    let name = "a static route through a machine"
    let expected = "a host behind the machine is reached, across nodes; not without the route"

    func run(in lab: LabSession) throws(LabError) -> Finding {
        try lab.withTestVPC { vpc throws(LabError) in
            let (a, b) = try lab.twoNodes()
            let front = try vpc.makeSubnets("front", 1)
            let back = try vpc.makeSubnets("back", 2)
            let router = try vpc.makeMachine(
                "router", in: back, on: b,
                members: ["allowed_address_pairs": [["ip_address": "172.30.0.0/24"], ["ip_address": "fd99::/64"]]])
            let client = try vpc.makeMachine("client", in: front, on: a)
            try vpc.settle()
            let behind = try Self.addHostBehind(router)
            defer { lab.place.shell.runQuietly(["ip", "netns", "del", behind]) }
            let targets = [IPAddress("172.30.0.2"), IPAddress("fd99::2")].compactMap { $0 }
            var without = 0
            for target in targets { without += try client.ping(target, count: 2, interval: 0.2).received }
            let table = try vpc.make(
                "/v1/route-tables",
                [
                    "name": "through", "vpc_id": .string(vpc.id),
                    "routes": [
                        ["destination": "172.30.0.0/24", "next_hop": .string("\(try router.address(.v4))")],
                        ["destination": "fd99::/64", "next_hop": .string("\(try router.address(.v6))")],
                    ],
                ])
            for subnet in front {
                try vpc.api.ask(
                    "PATCH", "/v1/subnets/\(subnet.id)?\(TestVPC.applied)", ["route_table_id": .string(table)])
            }
            var row = PingRow()
            for target in targets { try row.add("IPv\(target.family.rawValue) through \(router.name)", client, target) }
            return Finding(
                "\(without) answers without the route; " + row.lines.joined(separator: "; "),
                asExpected: row.isWhole && without == 0)
        }
    }

    /// A namespace of its own, cabled to the machine, which forwards. Returns its name.
    private static func addHostBehind(_ router: LabMachine) throws(LabError) -> String {
        let place = router.place
        let name = "\(router.namespace)-behind"
        try place.addNamespace(name)
        do {
            for command in [
                ["sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1"],
                ["ip", "link", "add", "inner", "type", "veth", "peer", "name", "eth0", "netns", name],
                ["ethtool", "-K", "inner", "tx", "off"],
                ["ip", "addr", "add", "172.30.0.1/24", "dev", "inner"],
                ["ip", "addr", "add", "fd99::1/64", "dev", "inner", "nodad"],
                ["ip", "link", "set", "inner", "up"],
            ] { try router.run(command) }
            for command in [
                ["sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=0", "net.ipv6.conf.eth0.disable_ipv6=0"],
                ["ethtool", "-K", "eth0", "tx", "off"],
                ["ip", "addr", "add", "172.30.0.2/24", "dev", "eth0"],
                ["ip", "addr", "add", "fd99::2/64", "dev", "eth0", "nodad"],
                ["ip", "link", "set", "eth0", "up"],
                ["ip", "route", "add", "default", "via", "172.30.0.1"],
                ["ip", "-6", "route", "add", "default", "via", "fd99::1"],
            ] { try place.shell.run(["ip", "netns", "exec", name] + command) }
        } catch {
            place.shell.runQuietly(["ip", "netns", "del", name])
            throw error
        }
        return name
    }
}

struct SeveralBlocks: Scenario {
    let name = "a VPC gets another block"
    let expected = "a subnet in it is reached from the first one, and the block goes when it is empty"

    func run(in lab: LabSession) throws(LabError) -> Finding {
        try lab.withTestVPC { vpc throws(LabError) in
            let (a, b) = try lab.twoNodes()
            let front = try vpc.makeSubnets("front", 1)
            let both = TestVPC.blocks + ["172.31.0.0/20"]
            let path = "/v1/vpcs/\(vpc.id)"
            let early = try vpc.api.attempt(
                "POST", "/v1/subnets",
                ["name": "early", "vpc_id": .string(vpc.id), "cidr": "172.31.1.0/24"])
            try vpc.api.ask("PATCH", path, ["cidrs": .array(both.map { .string($0) })])
            let other = [try vpc.makeSubnet("other", "172.31.1.0/24")]
            let client = try vpc.makeMachine("client", in: front, on: a)
            let server = try vpc.makeMachine("server", in: other, on: b)
            try vpc.settle()
            var row = PingRow()
            try row.add("\(server.address)", client, .v4(server.address))
            try row.add("and back", server, .v4(client.address))
            let busy = try vpc.api.attempt(
                "PATCH", path, ["cidrs": .array(TestVPC.blocks.map { .string($0) })])
            return Finding(
                row.lines.joined(separator: "; ")
                    + "; a subnet outside: \(early.status), a block in use: \(busy.status)",
                asExpected: row.isWhole && (400..<500).contains(early.status) && (400..<500).contains(busy.status))
        }
    }
}

/// Two projects with the same blocks, subnets and addresses, and groups that let everything in.
struct OverlappingGroups: Scenario {
    let name = "open groups in VPCs with the same blocks"
    let expected = "each datagram arrives in its own VPC only, in the subnet and across subnets"

    func run(in lab: LabSession) throws(LabError) -> Finding {
        let projects = lab.topology.projects
        guard projects.count >= 2 else { throw .notApplicable("two projects are needed") }
        return try lab.withTestVPC(project: projects[0]) { one throws(LabError) in
            try lab.withTestVPC(project: projects[1]) { other throws(LabError) in
                try Self.compare(lab, one, other)
            }
        }
    }

    private static func compare(_ lab: LabSession, _ one: TestVPC, _ other: TestVPC) throws(LabError) -> Finding {
        let (a, b) = try lab.twoNodes()
        var sides: [[LabMachine]] = []
        for vpc in [one, other] {
            let front = try vpc.makeSubnets("front", 1)
            let back = try vpc.makeSubnets("back", 2)
            let open = try vpc.makeGroup("open", [LabRule(.egress, .any), LabRule(.ingress, .any)])
            sides.append([
                try vpc.makeMachine("client", in: front, on: a, groups: [open]),
                try vpc.makeMachine("beside", in: front, on: b, groups: [open]),
                try vpc.makeMachine("beyond", in: back, on: b, groups: [open]),
            ])
            try vpc.settle()
        }
        var lines: [String] = []
        var isRight = true
        for (index, target) in ["beside", "beyond"].enumerated() {
            for family in [IPFamily.v4, .v6] {
                let own = sides[0][index + 1]
                let twin = sides[1][index + 1]
                guard try own.address(family) == twin.address(family) else {
                    throw .topology("the twins have different addresses")
                }
                let marker = LabSession.marker()
                try sides[0][0].warmUp(try own.address(family))
                let atOwn = try own.startSniffer()
                let atTwin = try twin.startSniffer()
                for _ in 0..<5 {
                    _ = try DatagramSource(machine: sides[0][0]).report(seconds: 10, marker, try own.address(family))
                }
                try Interrupts.sleep(seconds: 0.3)
                let right = count(marker, in: atOwn.frames())
                let leaked = count(marker, in: atTwin.frames())
                lines.append("IPv\(family.rawValue) \(target): \(right) of 5, \(leaked) at its twin")
                if right != 5 || leaked != 0 { isRight = false }
            }
        }
        return Finding(lines.joined(separator: "; "), asExpected: isRight)
    }
}
