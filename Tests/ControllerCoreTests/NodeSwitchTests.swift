import FlowPipeline
import FlowReconciler
import NetworkTypes
import NodeMachine
import OpenFlow
import OpenFlowChannel
import Testing

/// A node and its switch: from what is there to the program, and on by deltas.
@Suite struct NodeSwitchTests {
    private static func fragment(_ cookie: UInt64, to output: UInt32 = 1, meter: UInt32? = nil) -> EncodedFragment {
        EncodedFragment(
            cookie: cookie,
            flows: (0..<3).map { index in
                Flow(
                    table: TableID(0), priority: .normal, match: [.inPort(UInt32(cookie) * 10 + index)],
                    actions: [.output(output)], cookie: cookie)
            },
            meters: meter.map { [Meter(id: $0, packetsPerSecond: output, burst: 10)] } ?? [])
    }

    private static let foreign = fragment(900)

    private func held(_ fragments: EncodedFragment...) -> Set<EncodedFlow> { Set(fragments.flatMap(\.flows)) }

    private func program(
        _ run: NodeRun, _ serial: UInt64, _ fragments: EncodedFragment...
    ) -> NodeInput {
        .command(
            .program(
                NodeProgram(serial: serial, question: run.lastQuestion ?? 0, fragments: fragments, services: [])))
    }

    private func delta(_ serial: UInt64, _ changes: (EncodedFragment?, EncodedFragment?)...) -> NodeInput {
        .command(
            .delta(
                NodeDelta(
                    serial: serial, changes: changes.map { NodeDelta.Change(old: $0.0, new: $0.1) }, services: [],
                    removedServices: [])))
    }

    /// Both connections are up, and the program is acknowledged; the last bundle was long ago.
    private func settled(_ fragments: EncodedFragment...) throws -> NodeRun {
        var run = NodeRun()
        try run.connectDatabase(DatabaseDouble(interfaces: []))
        try run.connectSwitch()
        let question = try #require(run.lastQuestion)
        try run.take(
            .command(
                .program(NodeProgram(serial: 1, question: question, fragments: fragments, services: []))))
        try run.tick(after: 1_000_000_000)
        _ = run.takeReports()
        run.device.forgetMessages()
        return run
    }

    @Test func fromConnectionToAcknowledgement() throws {
        var run = NodeRun()
        run.device.install(Self.foreign.flows + Self.fragment(1, to: 7).flows)
        try run.connectDatabase(DatabaseDouble(interfaces: []))
        _ = run.takeReports()
        try run.connectSwitch()
        #expect(
            run.takeReports() == [
                .connections(NodeConnections(ovsdb: true, openFlow: true, inStep: false)),
                .needsProgram(question: 1),
            ])
        #expect(run.device.received == [])

        let wanted = [Self.fragment(1), Self.fragment(2, meter: 5)]
        try run.take(
            .command(.program(NodeProgram(serial: 4, question: 1, fragments: wanted, services: []))))
        #expect(run.device.held == held(wanted[0], wanted[1]))
        #expect(run.device.meters.keys.sorted() == [5])
        #expect(run.device.commits == 1)
        #expect(
            run.takeReports() == [
                .acknowledged(serial: 4), .connections(NodeConnections(ovsdb: true, openFlow: true, inStep: true)),
            ])
        // Flows and meters are asked for, then the meter comes before the bundle that has its flows; removals come first.
        let kinds = run.device.received.map { message -> String in
            switch message {
            case .multipartRequest: "ask"
            case .meterMod: "meter"
            case .bundleControl(let control): "\(control.kind)"
            case .bundleAdd(let add): add.message[25] == FlowMod.Command.deleteStrict.rawValue ? "remove" : "add"
            default: "?"
            }
        }
        #expect(
            kinds == ["ask", "ask", "meter", "openRequest"] + Array(repeating: "remove", count: 3)
                + Array(repeating: "add", count: 6) + ["commitRequest"])
    }

    /// A switch that holds it all already is left alone, but for an empty bundle.
    @Test func nothingIsSentToASwitchThatIsInStep() throws {
        var run = NodeRun()
        run.device.install(Self.fragment(1).flows)
        try run.connectDatabase(DatabaseDouble(interfaces: []))
        try run.connectSwitch()
        try run.take(program(run, 1, Self.fragment(1)))
        #expect(run.takeReports().contains(.acknowledged(serial: 1)))
        #expect(!run.device.received.contains { if case .bundleAdd = $0 { true } else { false } })
    }

    @Test func deltasFollow() throws {
        var run = try settled(Self.fragment(1), Self.fragment(2, meter: 5))
        try run.take(
            delta(
                2, (Self.fragment(1), Self.fragment(1, to: 8)), (Self.fragment(2, meter: 5), nil),
                (nil, Self.fragment(3))))
        #expect(run.device.held == held(Self.fragment(1, to: 8), Self.fragment(3)))
        #expect(run.device.meters.isEmpty)
        #expect(run.takeReports() == [.acknowledged(serial: 2)])
    }

    /// What a unit's meter was changed to is modified in place.
    @Test func aMeterIsModified() throws {
        var run = try settled(Self.fragment(2, to: 10, meter: 5))
        try run.take(delta(2, (Self.fragment(2, to: 10, meter: 5), Self.fragment(2, to: 20, meter: 5))))
        #expect(run.device.meters[5]?.bands == [.drop(rate: 20, burst: 10)])
        #expect(
            run.device.received.compactMap { message -> MeterMod.Command? in
                if case .meterMod(let mod) = message { mod.command } else { nil }
            } == [.modify])
    }

    @Test func deltasBeforeTheProgramAreLeft() throws {
        var run = NodeRun()
        try run.connectDatabase(DatabaseDouble(interfaces: []))
        try run.take(delta(1, (nil, Self.fragment(1))))
        try run.connectSwitch()
        try run.take(delta(2, (nil, Self.fragment(1))))
        #expect(run.device.received == [])
        try run.take(program(run, 2, Self.fragment(1)))
        #expect(run.device.held == held(Self.fragment(1)))
        #expect(run.takeReports().contains(.acknowledged(serial: 2)))
    }

    /// Between the program and its acknowledgement deltas wait; they go out as one bundle.
    @Test func deltasDuringTheComparisonWait() throws {
        var run = NodeRun()
        try run.connectDatabase(DatabaseDouble(interfaces: []))
        try run.connectSwitch()
        run.isHeld = true
        try run.take(program(run, 1, Self.fragment(1)))
        try run.take(delta(2, (nil, Self.fragment(2))))
        try run.take(delta(3, (Self.fragment(2), Self.fragment(2, to: 6))))
        #expect(run.device.commits == 0)
        try run.release()
        #expect(run.device.commits == 2)
        #expect(run.device.held == held(Self.fragment(1), Self.fragment(2, to: 6)))
        #expect(
            run.takeReports().filter { if case .acknowledged = $0 { true } else { false } }
                == [.acknowledged(serial: 1), .acknowledged(serial: 3)])
    }

    /// Ten bundles may go out in a row; from then on there is one every 50 ms, and deltas gather.
    @Test func aStreamOfDeltasIsGathered() throws {
        var run = try settled(Self.fragment(1))
        let start = run.now
        for index in UInt64(2)...11 { try run.take(delta(index, (nil, Self.fragment(index)))) }
        #expect(run.device.commits == 11)
        #expect(run.wakes == [])
        run.now += 10_000_000
        try run.take(delta(12, (nil, Self.fragment(12))))
        run.now += 10_000_000
        try run.take(delta(13, (Self.fragment(12), nil), (Self.fragment(2), Self.fragment(2, to: 4))))
        #expect(run.device.commits == 11)
        #expect(run.wakes == [start + 50_000_000])
        try run.tick(after: 29_999_999)
        #expect(run.device.commits == 11)
        try run.tick(after: 1)
        #expect(run.device.commits == 12)
        #expect(run.device.held.isDisjoint(with: held(Self.fragment(12))))
        #expect(run.takeReports().contains(.acknowledged(serial: 13)))
    }

    /// Past the limit the waiting deltas are dropped, and the switch is compared as a whole.
    @Test func tooManyWaitingDeltasAreReplacedByAProgram() throws {
        var run = try settled(Self.fragment(1))
        run.isHeld = true
        for serial in 2..<1100 { try run.take(delta(UInt64(serial), (nil, nil))) }
        #expect(run.takeReports().contains(.needsProgram(question: 2)))
        #expect(run.limits == [.waitingDeltas])
    }

    /// Whether it followed, waited for its program or compared: what was lost may have been the program itself.
    @Test func lostCommandsAreMadeUpForByAProgram() throws {
        var run = try settled(Self.fragment(1))
        try run.take(.commandsLost)
        #expect(run.takeReports() == [.needsProgram(question: 2)])
        try run.take(delta(2, (nil, Self.fragment(2))))
        #expect(run.device.held == held(Self.fragment(1)))
        try run.take(.commandsLost)
        #expect(run.lastQuestion == 3)
        try run.take(program(run, 3, Self.fragment(1), Self.fragment(2)))
        #expect(run.device.held == held(Self.fragment(1), Self.fragment(2)))
        try run.take(.openFlowDown)
        _ = run.takeReports()
        try run.take(.commandsLost)
        #expect(run.takeReports() == [])
    }

    @Test func anEndlessAnswerClosesTheChannel() throws {
        var run = NodeRun()
        try run.connectDatabase(DatabaseDouble(interfaces: []))
        try run.connectSwitch()
        run.isHeld = true
        try run.take(program(run, 1, Self.fragment(1)))
        // Hello and the question for the features went out before the dump's.
        let part = ReceivedMessage(xid: 3, message: .multipartReply(MultipartReply(.flow([]), hasMore: true)))
        for _ in 0..<ChannelLimits.multipartParts { try run.take(.openFlow([part])) }
        #expect(run.closings == [] && run.limits == [])
        try run.take(.openFlow([part]))
        #expect(run.closings == ["openflow: multipartTooLong"])
        #expect(run.limits == [.multipartAnswer])
    }

    // MARK: refusals

    @Test(arguments: [SwitchDouble.Refusal.add, .commit])
    func aRefusedUnitIsKeptOutUntilItChanges(_ kind: SwitchDouble.Refusal) throws {
        var run = try settled(Self.fragment(1))
        run.device.refused[2] = kind
        try run.take(delta(2, (nil, Self.fragment(2)), (nil, Self.fragment(3))))
        #expect(
            run.reports == [
                .quarantined([RefusedUnit(cookie: 2, reason: "the switch refused it: error 2/4")]),
                .needsProgram(question: 2),
            ])
        try run.take(program(run, 2, Self.fragment(1), Self.fragment(2), Self.fragment(3)))
        #expect(run.device.held == held(Self.fragment(1), Self.fragment(3)))
        #expect(run.takeReports().last == .acknowledged(serial: 2))

        // What concerns other units goes on; the unit is tried again when it changes.
        try run.tick(after: 1_000_000_000)
        try run.take(delta(3, (nil, Self.fragment(4))))
        #expect(run.takeReports() == [.acknowledged(serial: 3)])
        run.device.refused = [:]
        try run.tick(after: 1_000_000_000)
        try run.take(delta(4, (Self.fragment(2), Self.fragment(2, to: 9))))
        #expect(run.device.held == held(Self.fragment(1), Self.fragment(3), Self.fragment(4), Self.fragment(2, to: 9)))
        #expect(run.takeReports() == [.acknowledged(serial: 4), .quarantined([])])
    }

    /// A flow that any switch would refuse is not sent, and takes nothing else down with it.
    @Test func aUnitThatNoSwitchTakesIsNotSent() throws {
        let bad = EncodedFragment(
            cookie: 2,
            flows: [
                Flow(
                    table: TableID(0), priority: .normal, match: [.inPort(2)], actions: [.decrementTTL, .output(1)],
                    cookie: 2)
            ], meters: [])
        let refused = NodeReport.quarantined([
            RefusedUnit(
                cookie: 2,
                reason: "not sent, a switch would refuse it: ofp_action_header.type, missingPrerequisite at byte 72")
        ])
        var run = try settled(Self.fragment(1), Self.fragment(2))
        try run.take(delta(2, (Self.fragment(2), bad), (nil, Self.fragment(3))))
        #expect(run.device.held == held(Self.fragment(1), Self.fragment(3)))
        #expect(run.takeReports() == [.acknowledged(serial: 2), refused])

        // As part of a program, too.
        try run.take(.openFlowDown)
        try run.connectSwitch()
        try run.take(program(run, 3, Self.fragment(1), bad, Self.fragment(3)))
        #expect(run.device.held == held(Self.fragment(1), Self.fragment(3)))
        #expect(run.takeReports().contains(.acknowledged(serial: 3)))

        // It is tried again when it changes.
        try run.tick(after: 1_000_000_000)
        try run.take(delta(4, (bad, Self.fragment(2))))
        #expect(run.device.held == held(Self.fragment(1), Self.fragment(2), Self.fragment(3)))
        #expect(run.takeReports() == [.acknowledged(serial: 4), .quarantined([])])
    }

    /// The unit changed while the program was asked for: the program has another flow than the one refused.
    @Test func aProgramWithTheUnitChangedTriesItAgain() throws {
        var run = try settled(Self.fragment(1))
        run.device.refused[2] = .commit
        try run.take(delta(2, (nil, Self.fragment(2))))
        run.device.refused = [:]
        try run.take(program(run, 3, Self.fragment(1), Self.fragment(2, to: 9)))
        #expect(run.device.held == held(Self.fragment(1), Self.fragment(2, to: 9)))
        #expect(run.takeReports().suffix(2) == [.acknowledged(serial: 3), .quarantined([])])
    }

    /// What the core was told of a channel that is gone does not stand when the next channel takes all.
    @Test func aNewChannelLiftsTheQuarantine() throws {
        var run = try settled(Self.fragment(1))
        run.device.refused[2] = .commit
        try run.take(delta(2, (nil, Self.fragment(2))))
        run.device.refused = [:]
        try run.take(.openFlowDown)
        try run.connectSwitch()
        try run.take(program(run, 2, Self.fragment(1), Self.fragment(2)))
        #expect(run.device.held == held(Self.fragment(1), Self.fragment(2)))
        #expect(run.takeReports().contains(.quarantined([])))
    }

    @Test func aSwitchThatDoesNotDumpIsClosed() throws {
        var run = NodeRun()
        run.device.refusesDumps = true
        try run.connectSwitch()
        try run.take(program(run, 1))
        #expect(run.closings.count == 2)
        #expect(run.closings.allSatisfy { $0.hasPrefix("openflow: the switch does not dump") })
    }

    @Test func aSwitchThatDoesNotAnswerIsClosed() throws {
        var run = NodeRun()
        try run.connectDatabase(DatabaseDouble(interfaces: []))
        try run.connectSwitch()
        run.isHeld = true
        try run.take(program(run, 1))
        run.now += 60_000_000_000
        try run.take(.tick)
        #expect(!run.closings.contains("openflow: a dump or a bundle was not answered"))
        run.now += 1
        try run.take(.tick)
        #expect(run.closings.contains("openflow: a dump or a bundle was not answered"))
    }

    // MARK: freshness

    @Test func nothingIsRemovedBeforeTheDatabaseHasSpoken() throws {
        var run = NodeRun()
        run.device.install(Self.foreign.flows)
        try run.connectSwitch()
        try run.take(program(run, 1, Self.fragment(1)))
        #expect(run.device.held == held(Self.foreign, Self.fragment(1)))
        // It holds more than it should, so nothing is acknowledged.
        #expect(!run.takeReports().contains(.acknowledged(serial: 1)))

        try run.connectDatabase(DatabaseDouble(interfaces: []))
        #expect(run.reports.contains(.needsProgram(question: 2)))
        try run.take(program(run, 2, Self.fragment(1)))
        #expect(run.device.held == held(Self.fragment(1)))
        #expect(run.takeReports().contains(.acknowledged(serial: 2)))
    }

    /// A program that was made before the database spoke must not take flows away.
    @Test func anOlderProgramIsLeft() throws {
        var run = NodeRun()
        run.device.install(Self.foreign.flows)
        try run.connectSwitch()
        let old = program(run, 1, Self.fragment(1))
        try run.connectDatabase(DatabaseDouble(interfaces: []))
        try run.take(old)
        #expect(run.device.held == held(Self.foreign))
        try run.take(program(run, 2, Self.foreign))
        #expect(run.device.held == held(Self.foreign))
    }

    // MARK: channels that come and go

    @Test func aReconnectComparesAgain() throws {
        var run = try settled(Self.fragment(1))
        run.isHeld = true
        try run.take(delta(2, (nil, Self.fragment(2))))
        try run.take(delta(3, (nil, Self.fragment(3))))
        try run.take(.openFlowDown)
        #expect(run.takeReports() == [.connections(NodeConnections(ovsdb: true, openFlow: false, inStep: false))])
        run.device.wipe()
        run.isHeld = false
        try run.connectSwitch()
        #expect(
            run.reports == [
                .connections(NodeConnections(ovsdb: true, openFlow: true, inStep: false)), .needsProgram(question: 2),
            ])
        try run.take(program(run, 3, Self.fragment(1), Self.fragment(3)))
        #expect(run.device.held == held(Self.fragment(1), Self.fragment(3)))
    }

    /// The answer to the last channel's question is old: the core may have dropped deltas after it.
    @Test func theProgramOfTheLastChannelIsLeft() throws {
        var run = NodeRun()
        try run.connectDatabase(DatabaseDouble(interfaces: []))
        try run.connectSwitch()
        let old = program(run, 1, Self.fragment(1))
        try run.take(.openFlowDown)
        try run.connectSwitch()
        try run.take(old)
        #expect(run.device.held == [])
        try run.take(program(run, 2, Self.fragment(2)))
        #expect(run.device.held == held(Self.fragment(2)))
    }

    @Test func aSilentSwitchIsAskedThenClosed() throws {
        var run = try settled(Self.fragment(1))
        run.isHeld = true
        try run.tick(after: 5_000_000_000)
        #expect(run.device.received == [.echoRequest([])])
        try run.tick(after: 10_000_000_000)
        #expect(run.closings.contains("openflow: silent"))
    }

    @Test func aRetiredNodeClosesBothAndSaysNoMore() throws {
        var run = try settled(Self.fragment(1))
        try run.take(.command(.retire))
        #expect(run.closings == ["ovsdb: the node was removed", "openflow: the node was removed"])
        #expect(run.device.held == held(Self.fragment(1)))
        try run.take(.openFlowDown)
        try run.connectSwitch()
        try run.tick(after: 1_000_000_000)
        #expect(run.takeReports() == [])
    }
}
