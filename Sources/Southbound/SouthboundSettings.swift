public import NodeMachine

/// Where switches and their databases dial in.
public struct SouthboundSettings: Hashable, Sendable {
    public var openFlowHost: String
    public var openFlowPort: Int
    public var ovsdbHost: String
    public var ovsdbPort: Int
    /// The address that nodes are told to find OpenFlow at; nil means the one that their database dialled.
    public var advertisedAddress: String?

    /// Bytes that may wait to be written to one connection; past it the connection is closed, since a reconnect is cheap.
    public static let unsentBytesLimit = 256 << 20
    /// Unknown hosts that are listed; connections past it are closed.
    public static let pendingLimit = 1024
    /// Inputs of one connection that its node's host has not got to; while so many wait, the connection is not read.
    public static let inputsUnderWay = 4
    /// Reads of the socket, of 64 KiB at most, whose messages make one input.
    public static let readsPerInput = 16
    /// Commands that wait for one node's host; past it all are dropped, and the node asks for its program anew.
    public static let waitingCommands = 1024
    /// Connections that wait until one node's host takes them over; past it they are closed.
    public static let waitingTakeovers = 8

    public init(
        openFlowHost: String, openFlowPort: Int, ovsdbHost: String, ovsdbPort: Int, advertisedAddress: String?
    ) {
        self.openFlowHost = openFlowHost
        self.openFlowPort = openFlowPort
        self.ovsdbHost = ovsdbHost
        self.ovsdbPort = ovsdbPort
        self.advertisedAddress = advertisedAddress
    }
}

/// What came in and went wrong since the start; metrics show it.
public struct SouthboundCounters: Hashable, Sendable {
    public var openFlowConnections = 0
    public var ovsdbConnections = 0
    public var openFlowMessages = 0
    public var malformedMessages = 0
    public var refusedConnections = 0
    /// Connections closed because of `SouthboundSettings.unsentBytesLimit`.
    public var unsentOverflows = 0
    /// Inputs on their way from connections to hosts, now.
    public var inputsUnderWay = 0
    /// The most inputs that one connection ever had under way.
    public var inputsUnderWayPeak = 0
    /// Times that a connection was not read since `SouthboundSettings.inputsUnderWay` were.
    public var heldReads = 0
    /// The most commands that ever waited for one node.
    public var waitingCommandsPeak = 0
    /// Times that the commands to a node were dropped because of `SouthboundSettings.waitingCommands`.
    public var commandOverflows = 0
    /// Connections closed because of `SouthboundSettings.waitingTakeovers`.
    public var refusedTakeovers = 0
    /// How often nodes met the limits of their dialogues.
    public var nodeLimits: [NodeLimit: Int] = [:]

    public init() {}
}
