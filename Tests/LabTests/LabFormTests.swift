import JSONText
import NetworkTypes
import Testing

@testable import Lab

/// What the lab writes to others and reads from them.
@Suite struct LabFormTests {
    @Test func roundsSurviveTheWayToAStation() throws {
        let round = StationMessage.Round(
            questions: [
                .init(transport: .tcp, address: try #require(IPAddress("10.77.1.3")), port: 8191),
                .init(transport: .udp, address: try #require(IPAddress("fd00:77:0:1::3")), port: 65_535),
            ], milliseconds: 250, attempts: 2)
        #expect(StationMessage.decode(StationMessage.encode(round)) == round)
        #expect(StationMessage.decode(Array("250".utf8)) == nil)
        #expect(StationMessage.decode(Array("250 2\nsctp 10.0.0.1 1".utf8)) == nil)
        let outcomes: [AskOutcome] = [.answered, .silent, .refused, .failed("No route to host")]
        #expect(StationMessage.decode(outcomes: StationMessage.encode(outcomes)) == outcomes)
    }

    @Test func rulesAsTheAPITakesThem() {
        let rule = LabRule(.ingress, .tcp(80...443), .group("sg-1"))
        #expect(
            rule.body(group: "sg-2") == [
                "security_group_id": "sg-2", "direction": "ingress", "protocol": "tcp", "port_min": 80,
                "port_max": 443, "remote_group_id": "sg-1",
            ])
        #expect(
            LabRule(.egress, .udp(53...53), .block("10.0.0.0/8")).body(group: "sg-2") == [
                "security_group_id": "sg-2", "direction": "egress", "protocol": "udp", "port_min": 53,
                "remote_cidr": "10.0.0.0/8",
            ])
        #expect(
            LabRule(.egress, .tcp(0 ... .max)).body(group: "sg-2") == [
                "security_group_id": "sg-2", "direction": "egress", "protocol": "tcp",
            ])
    }

    @Test func dhcpv6Records() {
        let whole = "address=fd00::7\ndns=fd00::53 fd00::54\nsearch=\nend=\n"
        let lease = DHCPv6Client.lease(in: whole)
        #expect(lease?.address == IPv6Address("fd00::7"))
        #expect(lease?.dnsServers == ["fd00::53", "fd00::54"])
        #expect(lease?.domains == [])
        #expect(DHCPv6Client.lease(in: "address=fd00::7\ndns=") == nil)
    }

    /// The advertisement is one that a Linux kernel sent, without the flag "solicited", which adds 0x4000 to its checksum.
    @Test func neighborFrames() throws {
        let owner = (mac: MACAddress(bits: 0x0200_0000_0011), address: try #require(IPv6Address("fd09::1")))
        let asker = (mac: MACAddress(bits: 0x0200_0000_0012), address: try #require(IPv6Address("fd09::2")))
        let answer = TestFrame.neighborAdvertisement(of: owner, from: owner, to: asker)
        #expect(
            Hex.text(of: answer)
                == "02000000001202000000001186dd6000000000203afffd090000000000000000000000000001"
                + "fd09000000000000000000000000000288005c7120000000fd090000000000000000000000000001"
                + "0201020000000011")
        #expect(try #require(TestFrame.advertisedNeighbor(answer)) == owner)
        let question = TestFrame.neighborSolicitation(for: owner.address, from: asker)
        #expect(TestFrame.solicitedAddress(question) == owner.address)
        #expect(Hex.text(of: question[..<6]) == "3333ff000001")
        #expect(Hex.text(of: question[38..<54]) == "ff0200000000000000000001ff000001")
        #expect(TestFrame.advertisedNeighbor(question) == nil)
    }

    @Test(arguments: [
        ("10.0.0.9 via 10.0.0.1 dev eth0 src 10.0.0.3 uid 0 \n    cache expires 597sec mtu 1400 ", "mtu", "1400"),
        ("default via fe80::1 dev eth0 proto ra metric 1024 expires 1797sec", "via", "fe80::1"),
    ])
    func wordsBehindWords(_ text: String, _ word: String, _ value: String) {
        #expect(text.value(after: word) == value)
        #expect(text.value(after: "table") == nil)
    }
}
