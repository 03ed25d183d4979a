public import JSONText
public import OVSDB
public import OpenFlow
public import OpenFlowChannel

/// All that can happen to a node.
public enum NodeInput: Sendable {
    /// Its ovsdb-server dialled in and told who it is: the session is live and has a snapshot. `localAddress` is the address
    /// that it dialled, where OpenFlow is to be found too.
    case ovsdbUp(OVSDBSession, localAddress: String)
    case ovsdb([JSONValue])
    case ovsdbDown
    /// Its switch dialled in: the channel is past features.
    case openFlowUp(ControllerChannel)
    case openFlow([ReceivedMessage])
    case openFlowDown
    case command(NodeCommand)
    /// Commands were dropped on the way, since too many waited: what the switch should hold is asked for anew.
    case commandsLost
    /// About once a second, and when `NodeEffect.wake` asked for it.
    case tick
}

public struct ReceivedMessage: Sendable {
    public let xid: UInt32
    public let message: OpenFlowMessage

    public init(xid: UInt32, message: OpenFlowMessage) {
        self.xid = xid
        self.message = message
    }
}

/// All that a node wants done, in order.
public enum NodeEffect: Sendable {
    case sendOVSDB([UInt8])
    case sendOpenFlow([UInt8])
    case closeOVSDB(reason: String)
    case closeOpenFlow(reason: String)
    case report(NodeReport)
    /// Tick at this monotonic time, in nanoseconds.
    case wake(at: Int64)
    case log(NodeLogLevel, String)
    /// Told for the metrics; what follows from it are other effects.
    case limitReached(NodeLimit)
}

/// The limits of a node's dialogues. The raw value is the metrics' label.
public enum NodeLimit: String, CaseIterable, Sendable {
    /// Deltas that wait for the switch: it is compared as a whole.
    case waitingDeltas = "waiting_deltas"
    /// Refusals in a row: the channel is closed.
    case quarantine
    /// Parts or bytes of a multipart answer (`ChannelLimits.multipartParts`, `OpenFlowLimit`): the channel is closed.
    case multipartAnswer = "multipart_answer"
    /// Multipart requests or bundles under way (`ChannelLimits.requests`): the channel is closed.
    case requests
    /// Questions for counters under way (`SwitchDialogue.countingLimit`): the question is not asked.
    case countings
}

public enum NodeLogLevel: Sendable { case debug, info, warning }
