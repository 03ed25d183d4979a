import OpenFlow
import OpenFlowChannel
import Testing

/// A bundle's messages, and how Open vSwitch answers them.
struct BundleDialogueTests {
    private let flowMods = (0..<3).map { FlowMod(table: UInt8($0), priority: 7) }

    private struct Dialogue {
        var channel = ControllerChannel()
        var id: UInt32 = 0
        /// What was sent: open, three adds, commit.
        var messages: [(xid: UInt32, message: OpenFlowMessage)] = []

        mutating func answer(_ index: Int, _ message: OpenFlowMessage) -> [ChannelAction] {
            channel.receive(xid: messages[index].xid, message, now: 3)
        }

        mutating func control(_ index: Int, _ kind: BundleControl.Kind) -> [ChannelAction] {
            answer(index, .bundleControl(BundleControl(bundleID: id, kind: kind, flags: [])))
        }
    }

    private func begin() throws -> Dialogue {
        var dialogue = Dialogue()
        _ = dialogue.channel.connected(now: 0)
        _ = dialogue.channel.receive(xid: 9, .hello(.version13), now: 1)
        _ = dialogue.channel.receive(xid: 2, .featuresReply(ControllerChannelTests.features), now: 2)
        let encoded = flowMods.map { OpenFlowMessage.flowMod($0).encode(xid: 0) }
        let askedBundle = dialogue.channel.bundle(encoded)
        let (id, bytes) = try #require(askedBundle)
        dialogue.id = id
        var rest = bytes[...]
        while !rest.isEmpty {
            guard case .complete(let length) = MessageFramer.next(in: Array(rest).span.bytes) else { break }
            dialogue.messages.append(try OpenFlowMessage.decode(Array(rest.prefix(length))))
            rest = rest.dropFirst(length)
        }
        return dialogue
    }

    @Test func opensAddsAndCommitsUnderSuccessiveXIDs() throws {
        let dialogue = try begin()
        let id = dialogue.id
        let flags: BundleFlags = [.atomic, .ordered]
        let first = try #require(dialogue.messages.first).xid
        #expect(dialogue.messages.map(\.xid) == Array(first..<(first + 5)))
        var expected = [
            OpenFlowMessage.bundleControl(BundleControl(bundleID: id, kind: .openRequest, flags: flags))
        ]
        for (index, flowMod) in flowMods.enumerated() {
            // The inner xid is the outer one.
            let inner = OpenFlowMessage.flowMod(flowMod).encode(xid: first + 1 + UInt32(index))
            expected.append(.bundleAdd(BundleAdd(bundleID: id, flags: flags, message: inner)))
        }
        expected.append(.bundleControl(BundleControl(bundleID: id, kind: .commitRequest, flags: flags)))
        #expect(dialogue.messages.map(\.message) == expected)
    }

    @Test func committed() throws {
        var dialogue = try begin()
        #expect(dialogue.control(0, .openReply).isEmpty)
        #expect(dialogue.control(4, .commitReply) == [.bundle(.committed(id: dialogue.id))])
        #expect(dialogue.control(4, .commitReply).isEmpty)
    }

    @Test func aFlowThatFailsAtTheCommitIsNamed() throws {
        var dialogue = try begin()
        let outOfGroup = ErrorMessage(type: ErrorMessage.Kind.badAction, code: 9)
        let failed = ErrorMessage(
            type: ErrorMessage.Kind.experimenter, code: ErrorMessage.BundleCode.messageFailed,
            experimenter: ExperimenterID.onf)
        #expect(dialogue.control(0, .openReply).isEmpty)
        #expect(dialogue.answer(2, .error(outOfGroup)).isEmpty)
        #expect(
            dialogue.answer(4, .error(failed)) == [.bundle(.failed(id: dialogue.id, message: 1, outOfGroup))])
    }

    @Test func aCommitRefusedWithoutACauseNamesNoMessage() throws {
        var dialogue = try begin()
        let slave = ErrorMessage(type: ErrorMessage.Kind.badRequest, code: 10)
        #expect(dialogue.answer(4, .error(slave)) == [.bundle(.failed(id: dialogue.id, message: nil, slave))])
    }

    /// Open vSwitch 3.1 commits the rest of such a bundle and says so.
    @Test func aMessageRefusedWhileFillingFailsTheBundleThoughTheCommitIsAnswered() throws {
        var dialogue = try begin()
        let badCommand = ErrorMessage(type: ErrorMessage.Kind.flowModFailed, code: 6)
        #expect(dialogue.control(0, .openReply).isEmpty)
        #expect(dialogue.answer(3, .error(badCommand)).isEmpty)
        #expect(
            dialogue.control(4, .commitReply) == [.bundle(.failed(id: dialogue.id, message: 2, badCommand))])
    }

    @Test func anErrorOfAnotherMessageIsTheOwners() throws {
        var dialogue = try begin()
        let error = OpenFlowMessage.error(ErrorMessage(type: ErrorMessage.Kind.meterModFailed, code: 1))
        let xid = (dialogue.messages.last?.xid ?? 0) + 1
        #expect(dialogue.channel.receive(xid: xid, error, now: 3) == [.message(xid: xid, error)])
    }
}
