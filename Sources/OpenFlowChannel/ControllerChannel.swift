public import OpenFlow

/// The controller's side of one OpenFlow channel (OpenFlow 1.3.5 §6.3): a value that takes decoded messages and moments,
/// and gives actions. It agrees on the version, keeps the connection alive, joins multipart answers and follows bundles.
///
/// Moments are monotonic, in nanoseconds.
public struct ControllerChannel: Sendable {
    private enum Stage: Hashable, Sendable {
        /// Our hello is out. Goes to `awaitingFeatures`.
        case awaitingHello
        /// The version is agreed, features are asked for. Goes to `ready`.
        case awaitingFeatures
        case ready
        /// Said once; nothing follows.
        case closed
    }

    private var stage = Stage.awaitingHello
    private var nextXID: UInt32 = 1
    private var connectedAt: Int64 = 0
    private var heardAt: Int64 = 0
    private var isEchoOut = false
    /// The parts of answers under way.
    private var multiparts = MultipartAssembler(
        partLimit: ChannelLimits.multipartParts, answerLimit: ChannelLimits.requests)
    private var bundles: [BundleTransaction] = []
    private var nextBundle: UInt32 = 1

    public init() {}

    public var isReady: Bool { stage == .ready }

    // MARK: Time

    public mutating func connected(now: Int64) -> [ChannelAction] {
        connectedAt = now
        heardAt = now
        return [.send(encode(.hello(.version13)).bytes)]
    }

    /// About once a second.
    public mutating func tick(now: Int64) -> [ChannelAction] {
        guard stage != .closed else { return [] }
        let quiet = now &- heardAt
        if quiet >= ChannelLimits.silence { return close(.silent) }
        if stage != .ready, now &- connectedAt >= ChannelLimits.handshake { return close(.handshakeTooLong) }
        guard quiet >= ChannelLimits.quiet, !isEchoOut, stage == .ready else { return [] }
        isEchoOut = true
        return [.send(encode(.echoRequest([])).bytes)]
    }

    // MARK: What comes in

    public mutating func receive(xid: UInt32, _ message: OpenFlowMessage, now: Int64) -> [ChannelAction] {
        guard stage != .closed else { return [] }
        heardAt = now
        isEchoOut = false
        if case .echoRequest(let data) = message { return [.send(OpenFlowMessage.echoReply(data).encode(xid: xid))] }
        switch stage {
        case .closed: return []
        case .awaitingHello: return receiveHello(xid, message)
        case .awaitingFeatures: return receiveFeatures(xid, message)
        case .ready: return receiveReady(xid, message)
        }
    }

    private mutating func receiveHello(_ xid: UInt32, _ message: OpenFlowMessage) -> [ChannelAction] {
        guard case .hello(let hello) = message else { return close(.unexpected("a message before hello")) }
        guard hello.offers(MessageHeader.version13) else {
            let error = ErrorMessage(
                type: ErrorMessage.Kind.helloFailed, code: ErrorMessage.helloIncompatibleCode,
                data: Array("OpenFlow 1.3 only".utf8))
            return [.send(OpenFlowMessage.error(error).encode(xid: xid))]
                + close(.noCommonVersion(theirs: hello.version))
        }
        stage = .awaitingFeatures
        return [.send(encode(.featuresRequest).bytes)]
    }

    private mutating func receiveFeatures(_ xid: UInt32, _ message: OpenFlowMessage) -> [ChannelAction] {
        switch message {
        case .featuresReply(let features):
            stage = .ready
            return [.ready(features)]
        case .error(let error) where error.type == ErrorMessage.Kind.helloFailed:
            return close(.unexpected("the switch refused our hello"))
        // A switch may report ports and packets before it answers; the comparison that follows sees what counts.
        default: return []
        }
    }

    private mutating func receiveReady(_ xid: UInt32, _ message: OpenFlowMessage) -> [ChannelAction] {
        switch message {
        case .hello, .echoReply: return []
        case .multipartReply(let reply): return join(xid, reply)
        case .error(let error):
            // The message refused, where the switch quotes it, else the one that the answer's own xid names.
            if multiparts.cancel(xid) { return [.message(xid: xid, message)] }
            return followBundle(xid) { $0.refused(xid, error) } ?? [.message(xid: xid, message)]
        case .bundleControl(let control): return followBundle(xid) { $0.answered(control) } ?? []
        default: return [.message(xid: xid, message)]
        }
    }

    private mutating func join(_ xid: UInt32, _ reply: MultipartReply) -> [ChannelAction] {
        do {
            switch try multiparts.receive(xid: xid, reply) {
            // What flow monitors tell comes without a question.
            case .unexpected:
                if case .flowMonitor = reply.body { return [.message(xid: xid, .multipartReply(reply))] }
                return []
            case .incomplete: return []
            case .complete(let body): return [.multipart(xid: xid, body)]
            }
        } catch {
            switch error {
            case .mixedTypes: return close(.unexpected("parts of different types in one multipart answer"))
            case .tooManyParts, .tooManyBytes: return close(.multipartTooLong)
            }
        }
    }

    private mutating func followBundle(
        _ xid: UInt32, _ follow: (inout BundleTransaction) -> BundleOutcome?
    ) -> [ChannelAction]? {
        guard let index = bundles.firstIndex(where: { $0.contains(xid) }) else { return nil }
        guard let outcome = follow(&bundles[index]) else { return [] }
        bundles.remove(at: index)
        return [.bundle(outcome)]
    }

    private mutating func close(_ reason: ChannelCloseReason) -> [ChannelAction] {
        stage = .closed
        return [.close(reason)]
    }

    // MARK: What goes out

    /// The bytes of a message under an xid of the channel's own.
    public mutating func encode(_ message: OpenFlowMessage) -> (xid: UInt32, bytes: [UInt8]) {
        let xid = takeXIDs(1)
        return (xid, message.encode(xid: xid))
    }

    /// Asks; the joined answer comes as `ChannelAction.multipart` under the same xid. Nil when
    /// `ChannelLimits.requests` are under way.
    public mutating func request(_ body: MultipartRequest.Body) -> (xid: UInt32, bytes: [UInt8])? {
        guard multiparts.expectedCount < multiparts.answerLimit else { return nil }
        let (xid, bytes) = encode(.multipartRequest(MultipartRequest(body)))
        return multiparts.expect(xid) ? (xid, bytes) : nil
    }

    /// Opens a bundle, adds whole encoded messages to it and commits it, in one go: the switch takes them in order, and the
    /// outcome comes as `ChannelAction.bundle`. Nil when `ChannelLimits.requests` are under way.
    public mutating func bundle(
        _ messages: [[UInt8]], flags: BundleFlags = [.atomic, .ordered]
    ) -> (id: UInt32, bytes: [UInt8])? {
        guard bundles.count < ChannelLimits.requests else { return nil }
        let id = nextBundle
        nextBundle = nextBundle == .max ? 1 : nextBundle + 1
        let first = takeXIDs(UInt32(messages.count) + 2)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(messages.reduce(48) { $0 + $1.count + BundleAdd.overhead })
        func control(_ kind: BundleControl.Kind, _ xid: UInt32) {
            OpenFlowMessage.bundleControl(BundleControl(bundleID: id, kind: kind, flags: flags)).encode(
                xid: xid, into: &bytes)
        }
        control(.openRequest, first)
        for (index, message) in messages.enumerated() {
            BundleTransaction.add(message, to: id, flags: flags, xid: first + 1 + UInt32(index), into: &bytes)
        }
        control(.commitRequest, first + 1 + UInt32(messages.count))
        bundles.append(BundleTransaction(id: id, firstXID: first, count: messages.count))
        return (id, bytes)
    }

    /// Xids of a run, so that an error leads to its message by subtraction; the run never wraps.
    private mutating func takeXIDs(_ count: UInt32) -> UInt32 {
        if nextXID > UInt32.max - count { nextXID = 1 }
        defer { nextXID += count }
        return nextXID
    }
}
