import NetworkTypes
import Testing

@testable import Lab

/// What the lab concludes rests on reading other programs' output; these are lines that they printed.
@Suite struct OutputParsingTests {
    @Test func flowOfADump() throws {
        let line =
            " cookie=0x800000000000001, duration=63.276s, table=4, n_packets=12, n_bytes=1176, idle_age=3, "
            + "priority=100,ip,reg1=0x1,dl_src=0a:00:00:00:00:01,nw_src=10.20.1.3 actions=goto_table:48"
        let flow = try #require(InstalledFlow(dumpLine: line))
        #expect(flow.cookie == "0x800000000000001")
        #expect(flow.key == "table=4,priority=100,ip,reg1=0x1,dl_src=0a:00:00:00:00:01,nw_src=10.20.1.3")
        #expect(flow.age == 63.276)
        #expect(flow.packets == 12)
        #expect(flow.actions == "goto_table:48")
    }

    @Test(arguments: ["OFPST_FLOW reply (OF1.3) (xid=0x2):", "", " cookie=0x1, table=0, priority=0 actions=drop"])
    func noFlow(line: String) { #expect(InstalledFlow(dumpLine: line) == nil) }

    @Test(arguments: [
        ("1000 packets transmitted, 1000 received, 0% packet loss, time 1999ms", 1000, 1000),
        ("5 packets transmitted, 3 received, +2 duplicates, 40% packet loss, time 4090ms", 5, 3),
        ("3 packets transmitted, 0 received, 100% packet loss, time 2041ms", 3, 0),
    ])
    func ping(line: String, sent: Int, received: Int) {
        let output = "PING 10.0.0.13 (10.0.0.13) 56(84) bytes of data.\n\n--- 10.0.0.13 ping statistics ---\n\(line)\n"
        #expect(PingCount(summaryIn: output) == PingCount(sent: sent, received: received))
    }

    @Test func pingThatNeverRan() { #expect(PingCount(summaryIn: "ping: connect: Network is unreachable") == nil) }

    @Test func leaseRecords() {
        let text = """
            stray=line
            event=deconfig
            event=bound
            ip=10.0.0.3
            mask=24
            router=10.0.0.1
            mtu=1550
            lease=86400
            staticroutes=192.0.2.0/24 10.0.0.9 0.0.0.0/0 10.0.0.1
            event=renew
            ip=10.0.0.3

            """
        let records = DHCPLease.records(in: text)
        #expect(records.map(\.event) == ["deconfig", "bound", "renew"])
        #expect(records[1].address == IPv4Address("10.0.0.3"))
        #expect(records[1].prefixLength == 24)
        #expect(records[1].mtu == 1550)
        #expect(records[1].leaseSeconds == 86_400)
        #expect(records[1].classlessRoutes == ["192.0.2.0/24", "10.0.0.9", "0.0.0.0/0", "10.0.0.1"])
        #expect(records[2].mtu == nil)
    }
}
