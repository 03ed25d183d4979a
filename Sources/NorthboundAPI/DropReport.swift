public import NetworkTypes

/// What the switch of one port has dropped of it, as its flows count.
public struct DropReport: Hashable, Sendable {
    /// The node that the port is bound on; nil where it is bound nowhere, and then nothing is counted.
    public let node: ResourceID?
    /// When the switch was asked.
    public let at: Timestamp
    public let items: [DropCount]

    public init(node: ResourceID?, at: Timestamp, items: [DropCount]) {
        self.node = node
        self.at = at
        self.items = items
    }
}

/// What one flow that drops has counted since it was put on the switch.
public struct DropCount: Hashable, Sendable {
    /// Why, stable, `lower-case-with-hyphens`: `egress-denied`.
    public let name: String
    /// The table that the flow is in.
    public let table: String
    /// The flow's; `GET /v1/flows/COOKIE` tells what it is for.
    public let cookie: UInt64
    public let packets: UInt64
    public let bytes: UInt64

    public init(name: String, table: String, cookie: UInt64, packets: UInt64, bytes: UInt64) {
        self.name = name
        self.table = table
        self.cookie = cookie
        self.packets = packets
        self.bytes = bytes
    }
}
