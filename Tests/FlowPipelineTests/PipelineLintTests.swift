import FlowPipeline
import NetworkTypes
import Testing

/// A small pipeline: classify, look up, put out.
enum SmallPipeline {
    static let segment = PacketField<SegmentKey>("segment", .metadata, 0...21)
    static let egress = PacketField<PortKey>("egress", .register(2), 0...31)
    static let note = PacketField<UInt16>("note", .register(3), 0...15)
    static let zone = ContextSlot("zone", .register(4), 0...15)

    static let first = TableID(0)
    static let lookup = TableID(8)
    static let last = TableID(16)

    static let slots = [segment.slot, egress.slot, note.slot, zone]

    private static let levels: [Priority: String] = [.low: "low", .normal: "normal", .longestPrefix(24): "prefix"]

    static let pipeline = PipelineDeclaration(
        context: slots,
        tables: [
            .init(
                first, "first", reads: [], exits: [.init(lookup, sets: [segment.slot])], miss: .drop("first-miss"),
                drops: levels),
            .init(
                lookup, "lookup", reads: [segment.slot], exits: [.init(last, sets: [egress.slot])],
                miss: .drop("lookup-miss"), drops: levels),
            .init(last, "last", reads: [egress.slot], exits: [], miss: .drop("last-miss")),
        ])

    static func flow(
        _ table: TableID, _ match: Match, _ actions: [Action], priority: Priority = .normal, cookie: UInt64 = 1
    ) -> Flow {
        Flow(table: table, priority: priority, match: match, actions: actions, cookie: cookie)
    }
}

private typealias Small = SmallPipeline

@Suite struct PipelineLintTests {
    private static let sound: [Flow] = [
        Small.flow(Small.first, [.inPort(1)], [.load(Small.segment, SegmentKey(5)), .goto(Small.lookup)]),
        Small.flow(
            Small.lookup, [Small.segment == SegmentKey(5), .ethDestination(MACAddress(bits: 0x0a00_0000_0001))],
            [.load(Small.egress, PortKey(7)), .goto(Small.last)]),
        Small.flow(Small.last, [Small.egress == PortKey(7)], [.output(3)]),
        Small.flow(Small.first, [.inPort(2), .ipv4, .udp, .udpSource(68)], [.meter(7), .controller(maxLength: 128)]),
    ]

    @Test func soundFlowsAreClean() {
        let misses = Small.pipeline.missFlows(cookie: 1)
        #expect(lintBridge(Self.sound + misses, pipeline: Small.pipeline) == [])
        #expect(
            lintBridge(Self.sound, pipeline: Small.pipeline)
                == [.missingMiss(Small.first), .missingMiss(Small.lookup), .missingMiss(Small.last)])
    }

    @Test(arguments: FlowMistake.all)
    private func mistakeOfAFlow(_ mistake: FlowMistake) {
        #expect(lint([mistake.flow], pipeline: Small.pipeline) == [mistake.fault(mistake.flow)])
    }

    @Test func equalIdentitiesAreRefused() {
        let one = Small.flow(Small.last, [Small.egress == PortKey(7), .ipv4], [.output(3)])
        let other = Small.flow(Small.last, [.ipv4, Small.egress == PortKey(7)], [.output(4)])
        #expect(lint([one, other], pipeline: Small.pipeline) == [.doubleIdentity(one, other)])
    }

    @Test func resubmitsAreCounted() {
        let tables = (0..<14).map { number in
            PipelineDeclaration.Table(
                TableID(UInt8(number)), "t\(number)", reads: [],
                exits: number == 13 ? [] : [.init(TableID(UInt8(number + 1)))], miss: .drop("miss\(number)"))
        }
        let pipeline = PipelineDeclaration(context: [], tables: tables)
        func doubling(_ depth: Int) -> [Flow] {
            (0..<depth).map { number in
                let next = TableID(UInt8(number + 1))
                return Small.flow(TableID(UInt8(number)), [.inPort(1)], [.resubmit(next), .resubmit(next)])
            }
        }
        // Eleven doublings pass 2 × (2^11 − 1) = 4,094 tables, twelve 8,190.
        #expect(lint(doubling(11), pipeline: pipeline) == [])
        #expect(lint(doubling(12), pipeline: pipeline) == [.resubmitsBeyondLimit(TableID(0))])
    }

    @Test func sharedBitsAreRefused() {
        let other = ContextSlot("other", .register(3), 8...23)
        let pipeline = PipelineDeclaration(context: Small.slots + [other], tables: Small.pipeline.tables)
        #expect(lint([], pipeline: pipeline) == [.sharedBits(Small.note.slot, other)])
    }

    @Test func readsThatAPathLeavesUnsetAreRefused() {
        // A short cut from the first table to the last one, which reads what only the middle one sets.
        let first = PipelineDeclaration.Table(
            Small.first, "first", reads: [],
            exits: [.init(Small.lookup, sets: [Small.segment.slot]), .init(Small.last)], miss: .drop("first-miss"))
        let pipeline = PipelineDeclaration(
            context: Small.slots, tables: [first] + Small.pipeline.tables.dropFirst())
        #expect(lint([], pipeline: pipeline) == [.unsetRead(Small.last, Small.egress.slot)])
    }

    @Test func jumpsGoForwardToKnownTables() {
        let last = PipelineDeclaration.Table(
            Small.last, "last", reads: [], exits: [.init(Small.first), .init(TableID(200))], miss: .drop("last-miss"))
        let pipeline = PipelineDeclaration(
            context: Small.slots, tables: Array(Small.pipeline.tables.dropLast()) + [last])
        #expect(
            lint([], pipeline: pipeline)
                == [.backwardExit(Small.last, Small.first), .unknownExit(Small.last, TableID(200))])
    }

    @Test func tablesThatNothingLeadsToAreRefused() {
        let island = PipelineDeclaration.Table(TableID(9), "island", reads: [], exits: [], miss: .drop("island-miss"))
        let pipeline = PipelineDeclaration(context: Small.slots, tables: Small.pipeline.tables + [island])
        #expect(lint([], pipeline: pipeline) == [.unreachable(TableID(9))])
    }
}

/// A flow with one mistake, and the fault that the lint should find.
private struct FlowMistake: CustomTestStringConvertible {
    let testDescription: String
    let flow: Flow
    let fault: @Sendable (Flow) -> PipelineFault

    init(
        _ name: String, _ table: TableID, _ match: Match, _ actions: [Action], priority: Priority = .normal,
        cookie: UInt64 = 1, fault: @escaping @Sendable (Flow) -> PipelineFault
    ) {
        testDescription = name
        flow = Small.flow(table, match, actions, priority: priority, cookie: cookie)
        self.fault = fault
    }

    private static let mac = MACAddress(bits: 0x0a00_0000_0001)
    private static let address = IPv4Address(bits: 0x0a00_0001)
    private static let solicitation: Match = [.ipv6, .icmpv6, .icmpv6Type(135)]
    private static let tll = Action.move(from: FieldSlice(.ethSource), to: FieldSlice(.neighborTLL))
    private static let register = FieldSlice(.register(3), 0...15)

    static let all: [FlowMistake] = context + demands + shape

    private static let context: [FlowMistake] = [
        FlowMistake("table", TableID(99), [.inPort(1)], []) { .unknownTable($0) },
        FlowMistake("undeclared read", Small.lookup, [Small.note == 5], []) { .undeclaredRead($0, Small.note.slot) },
        FlowMistake("undeclared read by an action", Small.last, [.inPort(1)], [.move(from: register, to: register)]) {
            .undeclaredRead($0, Small.note.slot)
        },
        FlowMistake("undeclared slot", Small.first, [.inPort(1)], [.load(ContextSlot("x", .register(9), 0...3), 1)]) {
            .undeclaredSlot($0, ContextSlot("x", .register(9), 0...3))
        },
        FlowMistake("undeclared exit", Small.first, [.inPort(1)], [.goto(Small.last)]) {
            .undeclaredExit($0, Small.last)
        },
        FlowMistake("broken promise", Small.first, [.inPort(1)], [.goto(Small.lookup)]) {
            .brokenPromise($0, Small.lookup, Small.segment.slot)
        },
        FlowMistake(
            "a promise kept in part", Small.first, [.inPort(1)],
            [.move(from: FieldSlice(.tunnelID, 0...9), to: FieldSlice(.metadata, 0...9)), .goto(Small.lookup)]
        ) { .brokenPromise($0, Small.lookup, Small.segment.slot) },
    ]

    private static let demands: [FlowMistake] = [
        FlowMistake("ARP field without ARP", Small.first, [.arpTPA(address)], []) { .missingPrerequisite($0, .arp) },
        FlowMistake("address without EtherType", Small.first, [.ipSource(.v4(address))], []) {
            .missingPrerequisite($0, .ipv4)
        },
        FlowMistake("port without UDP", Small.first, [.ipv4, .udpSource(68)], []) { .missingPrerequisite($0, .udp) },
        FlowMistake("ICMPv6 in IPv4", Small.first, [.ipv4, .ipProtocol(58), .icmpv6Type(135)], []) {
            .missingPrerequisite($0, .icmpv6)
        },
        FlowMistake("a connection that may be invalid", Small.first, [.ipv4, .conntrackProtocol(6)], []) {
            .missingPrerequisite($0, .tracked)
        },
        FlowMistake("a target's address in a solicitation", Small.first, solicitation, [tll]) {
            .missingPrerequisite($0, .neighborAdvertisement)
        },
        FlowMistake("conntrack of anything", Small.first, [.inPort(1)], [.decrementTTL]) {
            .missingPrerequisite($0, .ip)
        },
        FlowMistake("ARP set of anything", Small.first, [.inPort(1)], [.set(.arpOperation(2))]) {
            .missingPrerequisite($0, .arp)
        },
        FlowMistake(
            "bits outside the mask", Small.first, [.ethSource(mac, mask: MACAddress(bits: 0xff00_0000_0000))], []
        ) { .valueOutsideMask($0) },
        FlowMistake("a value too wide to match", Small.lookup, [.context(Small.segment.slot, 1 << 22)], []) {
            .valueOutsideMask($0)
        },
        FlowMistake(
            "a port outside its mask", Small.first, [.ipv4, .tracked, .conntrackDestinationPort(0x51, mask: 0xfff0)], []
        ) { .valueOutsideMask($0) },
        FlowMistake("a comparison into many bits", Small.first, [.inPort(1)], [.checkPacketLarger(9, into: Small.zone)])
        {
            .widthMismatch($0)
        },
        FlowMistake("a value too wide to load", Small.first, [.inPort(1)], [.load(Small.segment.slot, 1 << 22)]) {
            .widthMismatch($0)
        },
        FlowMistake(
            "a move of unequal widths", Small.first, [.inPort(1)],
            [.move(from: FieldSlice(.tunnelID, 0...15), to: FieldSlice(.metadata, 0...21))]
        ) { .widthMismatch($0) },
        FlowMistake("two terms of one field", Small.first, [.inPort(1), .inPort(2)], []) { .doubleTerm($0) },
    ]

    private static let shape: [FlowMistake] = [
        FlowMistake("no cookie", Small.first, [.inPort(1)], [], cookie: 0) { .cookieNamesNothing($0) },
        FlowMistake("a punt without a meter", Small.first, [.inPort(1)], [.controller(maxLength: 64)]) {
            .unmeteredController($0)
        },
        FlowMistake("a late meter", Small.first, [.inPort(1)], [.output(2), .meter(1)]) { .misplacedInstruction($0) },
        FlowMistake(
            "an early goto", Small.first, [.inPort(1)],
            [.load(Small.segment, SegmentKey(1)), .goto(Small.lookup), .output(1)]
        ) { .misplacedInstruction($0) },
        FlowMistake("a prefix's level without a prefix", Small.first, [.inPort(1)], [], priority: .longestPrefix(24)) {
            .priorityOutOfBand($0)
        },
        FlowMistake("a match at the miss", Small.first, [.inPort(1)], [], priority: .miss) { .priorityOutOfBand($0) },
        FlowMistake("everything above the miss", Small.first, [], [], priority: .low) { .priorityOutOfBand($0) },
        FlowMistake("a drop without a name", Small.first, [.inPort(1)], [], priority: .high) { .namelessDrop($0) },
        FlowMistake("a clause beyond its count", Small.first, [.inPort(1)], [.conjunction(id: 1, clause: 3, of: 2)]) {
            .malformedConjunction($0)
        },
    ]
}
