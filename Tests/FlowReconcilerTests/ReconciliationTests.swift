import FlowPipeline
import FlowReconciler
import NetworkTypes
import OpenFlow
import Testing

/// From what is there to what should be.
@Suite struct ReconciliationTests {
    private static func flow(_ port: UInt32, to output: UInt32 = 1, cookie: UInt64 = 1) -> Flow {
        Flow(
            table: TableID(0), priority: .normal, match: [.inPort(port)], actions: [.output(output)], cookie: cookie)
    }

    private static func encoded(_ port: UInt32, to output: UInt32 = 1, cookie: UInt64 = 1) -> EncodedFlow {
        EncodedFlow(flow(port, to: output, cookie: cookie))
    }

    private static func fragment(_ cookie: UInt64, _ ports: [UInt32], meters: [Meter] = []) -> EncodedFragment {
        EncodedFragment(cookie: cookie, flows: ports.map { flow($0, cookie: cookie) }, meters: meters)
    }

    /// `+7` for a flow from port 7 added, `-7` for one removed.
    private func words(_ changes: [FlowChange]) throws -> [String] {
        try changes.map { change in
            guard case (_, .flowMod(let mod)) = try OpenFlowMessage.decode(change.message) else { return "?" }
            #expect((mod.command == .add) == (change.kind == .add))
            return (change.kind == .add ? "+" : "-") + String(mod.match.inPort ?? 0)
        }
    }

    @Test func equalIsEmpty() {
        let meter = Meter(id: 5, packetsPerSecond: 10, burst: 10)
        let reconciliation = Reconciliation.from(
            installed: [Self.encoded(2), Self.encoded(1)], installedMeters: [meter],
            to: [Self.fragment(1, [1, 2], meters: [meter])], removes: true)
        #expect(reconciliation.isEmpty)
        #expect(reconciliation == Reconciliation())
    }

    /// Installed ports and the port of the one that goes elsewhere, desired ports, and the messages with and without removals.
    @Test(
        arguments: [
            ([], nil, [1, 2], ["+1", "+2"], ["+1", "+2"]),
            ([1, 2], nil, [], ["-1", "-2"], []),
            ([1, 9, 2], nil, [1, 2], ["-9"], []),
            ([1, 2], 2, [1, 2], ["+2"], ["+2"]),
            ([9, 1, 2, 8], 1, [3, 2, 1], ["-9", "-8", "+1", "+3"], ["+1", "+3"]),
        ] as [([UInt32], UInt32?, [UInt32], [String], [String])])
    func fromADump(
        _ installed: [UInt32], _ changed: UInt32?, _ desired: [UInt32], _ all: [String], _ additions: [String]
    ) throws {
        let there = installed.map { Self.encoded($0, to: $0 == changed ? 99 : 1) }
        for (removes, expected) in [(true, all), (false, additions)] {
            let reconciliation = Reconciliation.from(
                installed: there, installedMeters: [], to: [Self.fragment(1, desired)], removes: removes)
            #expect(try words(reconciliation.flows) == expected)
            #expect(reconciliation.count(.remove) == expected.count { $0.hasPrefix("-") })
            #expect(reconciliation.metersToRemove.isEmpty)
        }
    }

    /// A zone is kept where the switch holds a flow that says it; another flow of the unit, and another zone, are no sign.
    @Test(
        arguments: [
            ([], [11]), ([(5, 11)], []), ([(5, 12)], [11]), ([(6, 11)], [11]),
        ] as [([(UInt32, UInt16)], [UInt16])])
    func aZoneThatIsNewToItsUnitIsFlushed(_ installed: [(UInt32, UInt16)], _ flushed: [UInt16]) {
        let slot = ContextSlot("zone", .register(3), 0...15)
        func saying(_ port: UInt32, _ zone: UInt16) -> Flow {
            Flow(
                table: TableID(0), priority: .normal, match: [.inPort(port)],
                actions: [.load(slot, UInt64(zone)), .output(1)], cookie: 1)
        }
        let other = Self.flow(7)
        let unit = EncodedFragment(cookie: 1, flows: [saying(5, 11), other], meters: [], zone: 11)
        let reconciliation = Reconciliation.from(
            installed: installed.map { EncodedFlow(saying($0, $1)) } + [EncodedFlow(other)], installedMeters: [],
            to: [unit], removes: true)
        #expect(reconciliation.zonesToFlush == flushed)
    }

    /// A flow with the right place and the wrong cookie is made again.
    @Test func anotherCookieIsAChange() throws {
        let reconciliation = Reconciliation.from(
            installed: [Self.encoded(1, cookie: 2)], installedMeters: [], to: [Self.fragment(1, [1])], removes: true)
        #expect(try words(reconciliation.flows) == ["+1"])
        #expect(reconciliation.flows.map(\.cookie) == [1])
    }

    /// Two units may want the same flow; the last one's bytes hold, and one message is sent.
    @Test func oneIdentityIsSentOnce() throws {
        let reconciliation = Reconciliation.from(
            installed: [], installedMeters: [], to: [Self.fragment(1, [1]), Self.fragment(2, [1])], removes: true)
        #expect(try words(reconciliation.flows) == ["+1"])
        #expect(reconciliation.flows.map(\.cookie) == [2])
    }

    @Test func metersAreComparedByID() {
        let kept = Meter(id: 1, packetsPerSecond: 10, burst: 10)
        let old = Meter(id: 2, packetsPerSecond: 10, burst: 10)
        let new = Meter(id: 2, packetsPerSecond: 20, burst: 10)
        let gone = Meter(id: 3, packetsPerSecond: 10, burst: 10)
        let added = Meter(id: 4, packetsPerSecond: 10, burst: 10)
        for removes in [true, false] {
            let reconciliation = Reconciliation.from(
                installed: [], installedMeters: [gone, old, kept],
                to: [Self.fragment(1, [], meters: [new]), Self.fragment(2, [], meters: [added, kept])],
                removes: removes)
            #expect(reconciliation.metersToAdd == [added])
            #expect(reconciliation.metersToModify == [new])
            #expect(reconciliation.metersToRemove == (removes ? [3] : []))
        }
    }

    @Test func betweenTwoVersionsOfAUnit() throws {
        let old = [Self.encoded(1), Self.encoded(2), Self.encoded(3)]
        let new = [Self.encoded(4), Self.encoded(3, to: 9), Self.encoded(1)]
        #expect(try words(Reconciliation.between(old, new)) == ["-2", "+4", "+3"])
        #expect(Reconciliation.between(old, old).isEmpty)
        #expect(try words(Reconciliation.between([], old)) == ["+1", "+2", "+3"])
        #expect(try words(Reconciliation.between(old, [])) == ["-1", "-2", "-3"])
    }
}
