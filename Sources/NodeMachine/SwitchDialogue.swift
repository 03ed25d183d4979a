import FlowPipeline
import FlowReconciler
import NetworkTypes
import OpenFlow
import OpenFlowChannel

/// The connection to a node's switch, past the lobby: what it holds is dumped, compared, and brought to what it should hold.
/// Nothing is wiped on the way.
struct SwitchDialogue: Sendable {
    /// Where the comparison stands.
    enum Stage: Sendable {
        /// No channel, or a channel whose program the core has been asked for: deltas are dropped, the program has them.
        case waiting
        /// Flows and meters are being dumped; then they are compared with the program. Goes to `pushing`.
        case dumping(Dump)
        /// A change is on its way. Goes to `settled`, or back to `waiting` when the switch refuses it.
        case pushing(Push)
        /// The switch has acknowledged all that was sent.
        case settled
    }

    struct Dump: Sendable {
        let program: NodeProgram
        let removes: Bool
        let flowsXID: UInt32
        let metersXID: UInt32
        var flows: [EncodedFlow]?
        var meters: [Meter]?
    }

    struct Push: Sendable {
        let serial: UInt64
        let flows: [FlowChange]
        let metersToRemove: [UInt32]
        let bundleID: UInt32
    }

    struct RefusedFlow: Sendable {
        let message: [UInt8]
        let reason: String

        init(message: [UInt8], reason: String) {
            self.message = message
            self.reason = reason
        }

        /// A flow that was not sent.
        init(_ refusal: FlowRefusal) {
            message = refusal.message
            let error = refusal.error
            reason = "not sent, a switch would refuse it: \(error.field), \(error.rule) at byte \(error.offset)"
        }
    }

    var channel: ControllerChannel?
    var stage = Stage.waiting
    var isFollowing = false
    /// Were all flows compared, those to be removed too? Not before the database has spoken.
    var isCompared = false
    /// Has every delta since the last comparison been acknowledged, but for what is on its way?
    var isInStep = false
    /// Deltas that wait for the push under way, or for their turn.
    var deltas: [NodeDelta] = []
    /// Up to when the pushes so far have used up `pushInterval` each; a token bucket in one number.
    var pushedUntil: Int64 = .min
    /// Units that the switch refused a flow of, by cookie; each is tried again when it changes.
    var quarantined: [UInt64: RefusedFlow] = [:]
    /// The quarantined units that the core was last told of; outlives the channel, as the core's memory does.
    var reportedQuarantine: Set<UInt64> = []
    /// Counts the programs asked for, over all channels: the answer to an earlier question may be old.
    var asked: UInt64 = 0
    /// When a tick was asked for last, so that it is asked for once.
    var wakeAt: Int64 = .min
    /// Monotonic time since which a dump or a push waits for the switch.
    var busySince: Int64 = 0
    /// Does the switch have the userspace datapath? The database says so, and outlives the channel.
    var isUserspaceDatapath = false
    /// What makes such a datapath forget, and which generation the switch has.
    var generations: DatapathGeneration?
    var generation: UInt32?
    /// The questions whose counters were asked for, by the request's xid; at most `countingLimit`.
    var countings: [UInt32: UInt64] = [:]
    /// Refusals in a row; past the limit the channel is closed.
    var refusals = 0

    /// The mean time between two bundles, in nanoseconds: every commit makes the switch revalidate its datapath.
    static let pushInterval: Int64 = 50_000_000
    /// Bundles that may go out at once after a quiet time, so that a few changes in a row don't wait.
    static let pushBurst: Int64 = 10
    /// Units kept out because the switch refused them; past it something else is wrong.
    static let quarantineLimit = 256
    /// Deltas that wait; past it the switch is compared as a whole.
    static let waitingDeltas = 1024
    /// Nanoseconds that a switch has for a dump or a bundle; past it the channel is closed and all begins anew.
    static let answerLimit: Int64 = 60_000_000_000

    var isConnected: Bool { channel != nil }

    mutating func attach(_ channel: ControllerChannel) {
        detach()
        self.channel = channel
    }

    mutating func detach() {
        let (asked, reported, isUserspace) = (asked, reportedQuarantine, isUserspaceDatapath)
        self = SwitchDialogue()
        self.asked = asked
        reportedQuarantine = reported
        isUserspaceDatapath = isUserspace
    }

    /// Asks the core for all that the switch should hold.
    mutating func askForProgram(_ effects: inout [NodeEffect]) {
        stage = .waiting
        isFollowing = false
        deltas.removeAll()
        asked += 1
        effects.append(.report(.needsProgram(question: asked)))
    }

    /// Whether the program answers the last question. One that answers an earlier question was made from older facts, and
    /// the deltas after it may have been dropped.
    func isAwaiting(_ program: NodeProgram) -> Bool { channel != nil && !isFollowing && program.question == asked }

    mutating func take(_ program: NodeProgram, removes: Bool, _ now: Int64, _ effects: inout [NodeEffect]) {
        isFollowing = true
        isCompared = removes
        generations = isUserspaceDatapath ? program.generation : nil
        generation = nil
        busySince = now
        guard let flowsXID = request(.flow(FlowStatsRequest()), &effects),
            let metersXID = request(.meterConfig(meter: MeterNumber.all), &effects)
        else {
            effects.append(.limitReached(.requests))
            return effects.append(.closeOpenFlow(reason: "too many dumps are under way"))
        }
        stage = .dumping(Dump(program: program, removes: removes, flowsXID: flowsXID, metersXID: metersXID))
    }

    mutating func take(_ delta: NodeDelta, _ now: Int64, _ effects: inout [NodeEffect]) {
        deltas.append(delta)
        if deltas.count > Self.waitingDeltas {
            effects.append(.limitReached(.waitingDeltas))
            return askForProgram(&effects)
        }
        pushDeltas(now, &effects)
    }

    /// Gives the packets that were punted.
    mutating func receive(
        _ received: ReceivedMessage, _ now: Int64, _ effects: inout [NodeEffect]
    ) -> [PacketIn] {
        guard let actions = channel?.receive(xid: received.xid, received.message, now: now) else { return [] }
        return perform(actions, now, &effects)
    }

    mutating func tick(_ now: Int64, _ effects: inout [NodeEffect]) {
        if let actions = channel?.tick(now: now) { _ = perform(actions, now, &effects) }
        switch stage {
        case .dumping, .pushing:
            if now &- busySince > Self.answerLimit {
                effects.append(.closeOpenFlow(reason: "a dump or a bundle was not answered"))
            }
        case .waiting, .settled: break
        }
        pushDeltas(now, &effects)
    }

    mutating func send(_ message: OpenFlowMessage, _ effects: inout [NodeEffect]) {
        guard let bytes = channel?.encode(message).bytes else { return }
        effects.append(.sendOpenFlow(bytes))
    }

    mutating func request(_ body: MultipartRequest.Body, _ effects: inout [NodeEffect]) -> UInt32? {
        guard let (xid, bytes) = channel?.request(body) else { return nil }
        effects.append(.sendOpenFlow(bytes))
        return xid
    }

    private mutating func perform(
        _ actions: [ChannelAction], _ now: Int64, _ effects: inout [NodeEffect]
    ) -> [PacketIn] {
        var packets: [PacketIn] = []
        for action in actions {
            switch action {
            case .send(let bytes): effects.append(.sendOpenFlow(bytes))
            case .message(_, .packetIn(let packet)): packets.append(packet)
            case .message(let xid, .error(let error)): refused(xid, error, now, &effects)
            case .multipart(let xid, let answer):
                if !counted(xid, answer, &effects) { dumped(xid, answer, now, &effects) }
            case .bundle(let outcome): bundleFinished(outcome, now, &effects)
            case .close(let reason):
                if reason == .multipartTooLong { effects.append(.limitReached(.multipartAnswer)) }
                effects.append(.closeOpenFlow(reason: "\(reason)"))
            default: break
            }
        }
        return packets
    }
}
