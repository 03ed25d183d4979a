import FlowPipeline
import FlowReconciler
import NetworkTypes
import NodeMachine
import OpenFlow
import Testing

/// Conntrack zones are empty when their port's flows come; counters of drops are asked for and told.
@Suite struct NodeZoneTests {
    private static let slot = ContextSlot("zone", .register(3), 0...15)

    private static func fragment(_ cookie: UInt64, zone: UInt16?, drops: Bool = false) -> EncodedFragment {
        EncodedFragment(
            cookie: cookie,
            flows: [
                Flow(
                    table: TableID(4), priority: .low, match: [.inPort(UInt32(cookie))],
                    actions: drops ? [] : [.output(1)], cookie: cookie),
                Flow(
                    table: TableID(4), priority: .normal, match: [.inPort(UInt32(cookie))],
                    actions: (zone.map { [.load(slot, UInt64($0))] } ?? []) + [.output(2)], cookie: cookie),
            ], meters: [], zone: zone)
    }

    /// Connected, with a program of these fragments, of which the switch held some.
    private func started(_ fragments: [EncodedFragment], holding there: [EncodedFragment]) throws -> NodeRun {
        var run = NodeRun()
        for fragment in there { run.device.install(fragment.flows) }
        try run.connectDatabase(DatabaseDouble(interfaces: []))
        try run.connectSwitch()
        let question = try #require(run.lastQuestion)
        try run.take(
            .command(.program(NodeProgram(serial: 1, question: question, fragments: fragments, services: []))))
        return run
    }

    /// The zones that were flushed, each before the first bundle after it was opened.
    private func flushes(_ run: NodeRun) -> [UInt16] {
        var zones: [UInt16] = []
        for message in run.device.received {
            if case .bundleControl(let control) = message, control.kind == .openRequest { break }
            if case .nicira(.flushZone(let zone)) = message { zones.append(zone) }
        }
        let all = run.device.received.count { if case .nicira(.flushZone) = $0 { true } else { false } }
        #expect(all == zones.count)
        return zones
    }

    /// A switch that holds flows of a unit has its connections too; those of the others are of somebody else.
    @Test func aProgramFlushesTheZonesOfNewUnits() throws {
        let fragments = [Self.fragment(1, zone: 11), Self.fragment(2, zone: 12), Self.fragment(3, zone: nil)]
        #expect(flushes(try started(fragments, holding: [])) == [11, 12])
        #expect(flushes(try started(fragments, holding: [fragments[0]])) == [12])
        #expect(flushes(try started(fragments, holding: fragments)) == [])
    }

    @Test(
        arguments: [
            (nil, 21, [21]), (21, 22, [22]), (21, 21, []), (21, nil, []), (nil, nil, []),
        ] as [(UInt16?, UInt16?, [UInt16])])
    func aDeltaFlushesAZoneThatAUnitGets(_ old: UInt16?, _ new: UInt16?, _ expected: [UInt16]) throws {
        let before = Self.fragment(1, zone: old)
        var run = try started([before], holding: [before])
        run.device.forgetMessages()
        let change = NodeDelta.Change(old: before, new: Self.fragment(1, zone: new, drops: true))
        try run.take(.command(.delta(NodeDelta(serial: 2, changes: [change], services: [], removedServices: []))))
        #expect(flushes(run) == expected)
    }

    private static let generations = DatapathGeneration(tables: [TableID(0)], cookie: 9)

    /// A change moves the generation in its own bundle; a program that changes nothing leaves it.
    @Test func aUserspaceDatapathForgetsWithEachChange() throws {
        let before = Self.fragment(1, zone: 11)
        var run = NodeRun()
        try run.connectDatabase(DatabaseDouble(interfaces: []))
        try run.connectSwitch()
        func program() throws -> NodeInput {
            .command(
                .program(
                    NodeProgram(
                        serial: 1, question: try #require(run.lastQuestion), fragments: [before], services: [],
                        generation: Self.generations)))
        }
        try run.take(try program())
        func generation() -> UInt32? { Self.generations.split(Array(run.device.held)).generation }
        #expect(generation() == 0)
        try run.tick(after: 1_000_000_000)
        let after = Self.fragment(1, zone: 11, drops: true)
        let change = NodeDelta.Change(old: before, new: after)
        try run.take(.command(.delta(NodeDelta(serial: 2, changes: [change], services: [], removedServices: []))))
        #expect(generation() == 1)
        #expect(Set(after.flows).isSubset(of: run.device.held) && run.device.held.count == 3)
        let back = NodeDelta.Change(old: after, new: before)
        try run.tick(after: 1_000_000_000)
        try run.take(.command(.delta(NodeDelta(serial: 3, changes: [back], services: [], removedServices: []))))
        #expect(generation() == 0)
        // A new channel finds all as it should be.
        try run.take(.openFlowDown)
        try run.connectSwitch()
        let commits = run.device.commits
        run.device.forgetMessages()
        try run.take(try program())
        #expect(run.device.commits == commits + 1 && generation() == 0)
        #expect(!run.device.received.contains { if case .bundleAdd = $0 { true } else { false } })
    }

    @Test func dropsAreCounted() throws {
        let fragments = [Self.fragment(1, zone: 11, drops: true), Self.fragment(2, zone: 12, drops: true)]
        var run = try started(fragments, holding: [])
        _ = run.takeReports()
        try run.take(.command(.countDrops(question: 77, cookie: 1)))
        let counters = [DropCounter(table: 4, priority: Priority.low.value, packets: 4, bytes: 0)]
        #expect(run.takeReports() == [.counted(question: 77, counters)])
        run.device.refusesDumps = true
        try run.take(.command(.countDrops(question: 78, cookie: 1)))
        #expect(run.takeReports() == [.counted(question: 78, nil)])
    }

    @Test func withoutASwitchNothingIsCounted() throws {
        var run = NodeRun()
        try run.take(.command(.countDrops(question: 5, cookie: 1)))
        #expect(run.takeReports().contains(.counted(question: 5, nil)))
    }
}
