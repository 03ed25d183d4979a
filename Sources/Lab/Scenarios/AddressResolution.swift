import NetworkTypes

/// A peer's MAC is known without asking the peer.
struct ARPWithoutFlooding: Scenario {
    let name = "ARP answered by flow, no flooding"
    let expected = "the peer's MAC answered, 0 ARP requests at any other machine"

    func run(in lab: LabSession) throws(LabError) -> Finding {
        let (from, to) = try lab.neighbors(onOneNode: false)
        let others = lab.machines.filter { $0.name != from.name }
        var sniffers: [RunningProbe] = []
        for machine in others { sniffers.append(try machine.startSniffer()) }
        let atSelf = try from.startSniffer()
        try from.sendFrames(
            [TestFrame.arp(sender: from.identity, from: from.mac, target: (.zero, to.address))], rounds: 3)
        try Interrupts.sleep(seconds: 0.4)
        // A machine's own kernel may ask too; only the requests of the asker's address count.
        let asker = from.address
        let flooded = sniffers.map { sniffer in
            sniffer.frames().filter { frame in
                TestFrame.isARP(frame) && frame.count >= 32
                    && frame[28..<32].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } == asker.bits
            }.count
        }.reduce(0, +)
        let answers = atSelf.frames().compactMap(TestFrame.arpReply).filter { $0.address == to.address }
        let right = answers.filter { $0.mac == to.mac }.count
        return Finding(
            "\(right) of 3 answered with \(to.mac), \(flooded) requests at \(others.count) other machines",
            asExpected: right == 3 && answers.count == 3 && flooded == 0)
    }
}

struct GatewayMAC: Scenario {
    let name = "the gateway's MAC"
    let expected = "ARP for the gateway answered on each node with the subnet's gateway_mac"

    func run(in lab: LabSession) throws(LabError) -> Finding {
        let (first, second) = try lab.neighbors(onOneNode: false)
        guard let gateway = first.subnet.gateway, let mac = first.subnet.gatewayMAC else {
            throw .notApplicable("the subnet has no gateway")
        }
        var seen: [String] = []
        var right = 0
        for machine in [first, second] {
            let sniffer = try machine.startSniffer()
            try machine.sendFrames(
                [TestFrame.arp(sender: machine.identity, from: machine.mac, target: (.zero, gateway))])
            try Interrupts.sleep(seconds: 0.3)
            let answers = sniffer.frames().compactMap(TestFrame.arpReply).filter { $0.address == gateway }
            seen.append("node \(machine.node.name): \(answers.first.map { "\($0.mac)" } ?? "no answer")")
            if answers.count == 1, answers.first?.mac == mac { right += 1 }
        }
        return Finding("\(gateway) is " + seen.joined(separator: ", "), asExpected: right == 2)
    }
}
