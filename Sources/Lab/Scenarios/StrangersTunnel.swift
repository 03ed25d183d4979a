import JSONText
import NetworkTypes

/// A host on the underlay that is no node sends into a tenant's segment.
struct StrangersTunnel: Scenario {
    let name = "a stranger's tunnel packet"
    let expected = "10 of 10 from a node's address arrive, 0 of 10 from a stranger's"

    func run(in lab: LabSession) throws(LabError) -> Finding {
        let (from, to) = try lab.neighbors(onOneNode: false)
        guard let segment = to.subnet.segment else { throw .notApplicable("the API shows no segment") }
        try from.warmUp(.v4(to.address))
        let sniffer = try to.startSniffer()
        let memberMarker = LabSession.marker()
        let strangerMarker = LabSession.marker()
        let stranger = try lab.strangerNamespace()
        for (namespace, marker) in [(from.node.namespace, memberMarker), (stranger, strangerMarker)] {
            let inner = TestFrame.udp(from: from.identity, to: to.identity, payload: marker)
            let packet = Hex.text(of: TestFrame.geneve(vni: segment, inner: inner))
            for _ in 0..<10 {
                _ = try lab.place.probe(
                    in: namespace,
                    ["send-datagram", "--to", to.node.encapIP, "--port", "6081", "--source", "50000", "--hex", packet],
                    waitReady: false
                ).report(seconds: 10)
            }
        }
        try Interrupts.sleep(seconds: 0.5)
        let frames = sniffer.frames()
        let member = count(memberMarker, in: frames)
        let strange = count(strangerMarker, in: frames)
        return Finding(
            "\(member) of 10 from node \(from.node.name), \(strange) of 10 from a stranger at \(to.name)",
            asExpected: member == 10 && strange == 0)
    }
}
