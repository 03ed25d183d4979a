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

    public init() {}
}
