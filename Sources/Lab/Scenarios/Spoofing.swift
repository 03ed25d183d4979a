import NetworkTypes

/// Sends right frames and wrong ones between the same machines; a test in which nothing at all arrives proves nothing.
private func compare(
    _ lab: LabSession, onOneNode: Bool,
    _ wrongFrame: (LabMachine, LabMachine, [UInt8]) throws(LabError) -> [UInt8]
) throws(LabError) -> Finding {
    let (from, to) = try lab.neighbors(onOneNode: onOneNode)
    let rightMarker = LabSession.marker()
    let wrongMarker = LabSession.marker()
    try from.warmUp(.v4(to.address))
    let sniffer = try to.startSniffer()
    try from.sendFrames(
        [
            TestFrame.udp(from: from.identity, to: to.identity, payload: rightMarker),
            try wrongFrame(from, to, wrongMarker),
        ], rounds: 10)
    try Interrupts.sleep(seconds: 0.5)
    let frames = sniffer.frames()
    let right = count(rightMarker, in: frames)
    let wrong = count(wrongMarker, in: frames)
    return Finding(
        "\(from.name) → \(to.name): \(right) of 10 right ones arrived, \(wrong) of 10 wrong ones",
        asExpected: right == 10 && wrong == 0)
}

struct SpoofedMAC: Scenario {
    let name = "spoofed source MAC"
    let expected = "10 of 10 right frames arrive, 0 of 10 wrong ones"

    func run(in lab: LabSession) throws(LabError) -> Finding {
        try compare(lab, onOneNode: true) { from, to, marker in
            TestFrame.udp(
                from: (MACAddress(bits: from.mac.bits ^ 0x40), from.address), to: to.identity, payload: marker)
        }
    }
}

struct SpoofedAddress: Scenario {
    let name = "spoofed source address"
    let expected = "10 of 10 right frames arrive, 0 of 10 wrong ones"

    func run(in lab: LabSession) throws(LabError) -> Finding {
        try compare(lab, onOneNode: false) { from, to, marker in
            TestFrame.udp(
                from: (from.mac, IPv4Address(bits: from.address.bits ^ 0x40)), to: to.identity, payload: marker)
        }
    }
}

struct TaggedFrame: Scenario {
    let name = "802.1Q tag from a machine"
    let expected = "10 of 10 right frames arrive, 0 of 10 wrong ones"

    func run(in lab: LabSession) throws(LabError) -> Finding {
        try compare(lab, onOneNode: true) { from, to, marker in
            TestFrame.udp(from: from.identity, to: to.identity, tag: TestFrame.vlanTag, payload: marker)
        }
    }
}

struct SpoofedARP: Scenario {
    let name = "spoofed ARP"
    let expected = "a right request answered, 0 answers to wrong senders, nothing at the neighbour"

    func run(in lab: LabSession) throws(LabError) -> Finding {
        let (from, to) = try lab.neighbors(onOneNode: true)
        let other = IPv4Address(bits: from.address.bits ^ 0x40)
        let target = (mac: MACAddress.zero, address: to.address)
        let right = [TestFrame.arp(sender: from.identity, from: from.mac, target: target)]
        let wrong = [
            TestFrame.arp(sender: (from.mac, other), from: from.mac, target: target),
            TestFrame.arp(
                sender: (MACAddress(bits: from.mac.bits ^ 0x40), from.address), from: from.mac, target: target),
            // A reply that nobody asked for: "the gateway is me".
            TestFrame.arp(
                operation: 2, sender: (from.mac, to.subnet.gateway ?? other), from: from.mac, target: to.identity,
                to: to.mac),
        ]
        let answersToRight = try answers(from, right, about: to.address)
        let atNeighbor = try to.startSniffer()
        let answersToWrong = try answers(from, wrong, about: to.address)
        let delivered = atNeighbor.frames().filter(TestFrame.isARP).count
        return Finding(
            "\(answersToRight) answers to 5 right, \(answersToWrong) to 15 wrong, \(delivered) at \(to.name)",
            asExpected: answersToRight == 5 && answersToWrong == 0 && delivered == 0)
    }

    private func answers(
        _ from: LabMachine, _ frames: [[UInt8]], about address: IPv4Address
    ) throws(LabError) -> Int {
        let sniffer = try from.startSniffer()
        try from.sendFrames(frames, rounds: 5)
        try Interrupts.sleep(seconds: 0.4)
        return sniffer.frames().compactMap(TestFrame.arpReply).filter { $0.address == address }.count
    }
}
