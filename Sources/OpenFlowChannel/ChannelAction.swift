public import OpenFlow

/// What a channel wants done, in order.
public enum ChannelAction: Sendable, Equatable {
    case send([UInt8])
    /// The handshake is over: version agreed, features known.
    case ready(FeaturesReply)
    /// A message that the channel does not answer by itself.
    case message(xid: UInt32, OpenFlowMessage)
    /// The whole answer to a multipart request, its parts joined.
    case multipart(xid: UInt32, MultipartReply.Body)
    case bundle(BundleOutcome)
    case close(ChannelCloseReason)
}

public enum ChannelCloseReason: Hashable, Sendable {
    /// The switch speaks no OpenFlow 1.3.
    case noCommonVersion(theirs: UInt8)
    /// Silent for `ChannelLimits.silence`, though asked.
    case silent
    /// No features after `ChannelLimits.handshake`.
    case handshakeTooLong
    /// A message that has no place in the handshake.
    case unexpected(String)
    /// A multipart answer of more than `ChannelLimits.multipartParts`.
    case multipartTooLong
}

/// How a bundle ended (ONF extension 230; OpenFlow 1.4 §7.3.9).
public enum BundleOutcome: Hashable, Sendable {
    case committed(id: UInt32)
    /// `message` is the index of the first message that was refused, where the switch named one. Refused at the commit,
    /// nothing of the bundle was applied; refused while the bundle was filled, Open vSwitch has applied the rest. Only a
    /// dump tells.
    case failed(id: UInt32, message: Int?, ErrorMessage)
}

public enum ChannelLimits {
    /// Nanoseconds without a word before the switch is asked for one.
    public static let quiet: Int64 = 5_000_000_000
    /// Nanoseconds without a word before the channel is closed.
    public static let silence: Int64 = 15_000_000_000
    /// Nanoseconds from the connection until the switch has told its features.
    public static let handshake: Int64 = 15_000_000_000
    /// Messages of one multipart answer.
    public static let multipartParts = OpenFlowLimit.multipartParts
    /// Multipart requests and bundles that may be under way at once.
    public static let requests = 64
}
