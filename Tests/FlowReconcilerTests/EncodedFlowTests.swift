import FlowPipeline
import FlowReconciler
import NetworkTypes
import OpenFlow
import Testing

/// The bytes of a flow as its identity, and the bytes that take it away.
@Suite struct EncodedFlowTests {
    private let flow = Flow(
        table: TableID(4), priority: .high, match: [.inPort(9), .arp, .arpOperation(1)], actions: [.output(2)],
        cookie: 0x0102_0304_0506_0708)

    @Test func readsItsOwnHead() {
        let encoded = EncodedFlow(flow)
        #expect(encoded.table == 4)
        #expect(encoded.priority == 1000)
        #expect(encoded.cookie == 0x0102_0304_0506_0708)
    }

    @Test func identityIsTablePriorityAndMatch() {
        let base = EncodedFlow(flow)
        func variant(
            table: UInt8 = 4, priority: Priority = .high, match: Match? = nil, actions: [Action] = [.output(2)],
            cookie: UInt64 = 7
        ) -> EncodedFlow {
            EncodedFlow(
                Flow(
                    table: TableID(table), priority: priority, match: match ?? flow.match, actions: actions,
                    cookie: cookie))
        }
        #expect(variant(actions: [.output(3), .goto(TableID(9))]).identity == base.identity)
        #expect(variant(cookie: 9).identity == base.identity)
        #expect(variant(cookie: 9) != base)
        #expect(variant(table: 5).identity != base.identity)
        #expect(variant(priority: .normal).identity != base.identity)
        #expect(variant(match: [.inPort(10), .arp, .arpOperation(1)]).identity != base.identity)
        #expect(variant(match: [.inPort(9), .arp]).identity != base.identity)
        #expect(variant(match: .everything).identity != base.identity)
    }

    @Test(arguments: [Match.everything, [.inPort(9)], [.inPort(9), .arp, .arpOperation(1)]])
    func aRemovalDecodesToAStrictDeletion(_ match: Match) throws {
        let installed = Flow(
            table: TableID(4), priority: .high, match: match, actions: [.output(2), .goto(TableID(5))], cookie: 77)
        let changes = Reconciliation.between([EncodedFlow(installed)], [])
        let change = try #require(changes.first)
        #expect(changes.count == 1)
        #expect(change.kind == .remove)
        #expect(change.cookie == 77)
        guard case (0, .flowMod(let mod)) = try OpenFlowMessage.decode(change.message) else {
            Issue.record("the removal is no flow modification")
            return
        }
        // Neither cookie, port nor group may narrow what is deleted.
        #expect(
            mod
                == FlowMod(
                    command: .deleteStrict, table: 4, priority: 1000, cookie: 77,
                    match: FlowMod(adding: installed).match))
        #expect(mod.cookieMask == 0)
        #expect(mod.outPort == PortNumber.any)
        #expect(mod.outGroup == FlowMod.anyGroup)
    }

    @Test func aDumpedFlowIsTheFlowThatWasAdded() {
        let mod = FlowMod(adding: flow)
        func dumped(flags: FlowFlags = [], idle: UInt16 = 0) -> EncodedFlow {
            EncodedFlow(
                FlowStatsEntry(
                    table: mod.table, priority: mod.priority, cookie: mod.cookie, match: mod.match,
                    instructions: mod.instructions, durationSeconds: 9, idleTimeout: idle, flags: flags,
                    packetCount: 17, byteCount: 900))
        }
        #expect(dumped() == EncodedFlow(flow))
        // What another hand has given a timeout is not what we want, though it stands in the same place.
        for other in [dumped(flags: .sendFlowRemoved), dumped(idle: 10)] {
            #expect(other != EncodedFlow(flow))
            #expect(other.identity == EncodedFlow(flow).identity)
        }
    }
}
