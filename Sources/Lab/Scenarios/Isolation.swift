import NetworkTypes

/// Two tenants with the same block, the same addresses and the same MACs.
struct OverlappingTenants: Scenario {
    let name = "same CIDR, MAC and address in two VPCs"
    let expected = "each tenant's datagram arrives at its own machine only"

    func run(in lab: LabSession) throws(LabError) -> Finding {
        let (first, second) = try lab.twins()
        var arrived: [String] = []
        var wrong = 0
        for (own, other) in [(first, second), (second, first)] {
            let sender = try lab.peer(of: own)
            try sender.warmUp(.v4(own.address))
            let marker = LabSession.marker()
            let atOwn = try own.startSniffer()
            let atOther = try other.startSniffer()
            for _ in 0..<5 { _ = try DatagramSource(machine: sender).report(seconds: 10, marker, .v4(own.address)) }
            try Interrupts.sleep(seconds: 0.3)
            let right = count(marker, in: atOwn.frames())
            let leaked = count(marker, in: atOther.frames())
            arrived.append("\(sender.name) → \(own.address): \(right) of 5 at \(own.name), \(leaked) at \(other.name)")
            if right != 5 || leaked != 0 { wrong += 1 }
        }
        return Finding(arrived.joined(separator: "; "), asExpected: wrong == 0)
    }
}

/// An address that only the other tenant has, sent to with full knowledge of its MAC.
struct ForeignAddressUnreached: Scenario {
    let name = "another tenant's machine is never reached"
    let expected = "no answer to ARP, 0 frames at any machine of the other tenant"

    func run(in lab: LabSession) throws(LabError) -> Finding {
        let (from, target) = try lab.strangers()
        let marker = LabSession.marker()
        let others = lab.machines.filter { $0.project == target.project }
        var sniffers: [RunningProbe] = []
        for machine in others { sniffers.append(try machine.startSniffer()) }
        let atSelf = try from.startSniffer()
        try from.sendFrames(
            [
                TestFrame.arp(sender: from.identity, from: from.mac, target: (.zero, target.address)),
                TestFrame.udp(from: from.identity, to: target.identity, payload: marker),
            ], rounds: 10)
        try Interrupts.sleep(seconds: 0.5)
        let leaked = sniffers.map { count(marker, in: $0.frames()) }.reduce(0, +)
        let answers = atSelf.frames().compactMap(TestFrame.arpReply).filter { $0.address == target.address }
        return Finding(
            "\(from.name) → \(target.name): \(answers.count) ARP answers, \(leaked) of 10 frames arrived",
            asExpected: leaked == 0 && answers.isEmpty)
    }
}

/// One project's ids are unknown to the other (404, not 403).
struct ForeignResourceHidden: Scenario {
    let name = "another tenant's port in the API"
    let expected = "404 for the stranger, 200 for the owner, 401 without a token"

    func run(in lab: LabSession) throws(LabError) -> Finding {
        let (first, second) = try lab.twins()
        let path = "/v1/ports/\(first.portID)"
        let stranger = try lab.api(of: second.project).attempt("GET", path).status
        let owner = try lab.api(of: first.project).attempt("GET", path).status
        let nobody = ControllerAPI(
            address: try lab.controller.restAddress, token: "nobody", shell: lab.place.shell)
        let unknown = try nobody.attempt("GET", path).status
        return Finding(
            "\(stranger) for the stranger, \(owner) for the owner, \(unknown) without a token",
            asExpected: stranger == 404 && owner == 200 && unknown == 401)
    }
}
