/// What a flow does to a packet, in order. No action at all is a drop.
public enum Action: Hashable, Sendable {
    /// Writes a value to a slot of the context (Nicira `reg_load`).
    case load(ContextSlot, UInt64)
    /// Writes a whole header field.
    case set(HeaderValue)
    /// Copies bits between fields of equal width (Nicira `reg_move`).
    case move(from: FieldSlice, to: FieldSlice)
    /// To an OpenFlow port; never back by the port that the packet came in by.
    case output(UInt32)
    /// Back by the port that the packet came in by.
    case outputInPort
    /// To the controller, at most so many bytes of it; `65535` is the whole packet.
    case controller(maxLength: UInt16)
    /// Through a meter first. It stands before every other action.
    case meter(UInt32)
    /// On with a later table. It stands last.
    case goto(TableID)
    /// Through a later table, and then on with the next action.
    case resubmit(TableID)
    /// Connection tracking (Nicira `ct`).
    case conntrack(ConntrackAction)
    /// This flow is clause `clause` of `count` of a conjunction (ovs-actions(7)).
    case conjunction(id: UInt32, clause: UInt8, of: UInt8)
    /// Lowers the TTL by one. A packet with TTL 1 or 0 has to be taken out before.
    case decrementTTL
    /// Writes 1 to a slot of one bit when the frame, without a VLAN tag, has more bytes than the limit, else 0 (Nicira
    /// `check_pkt_larger`).
    case checkPacketLarger(UInt16, into: ContextSlot)

    /// Writes a typed field of the context.
    public static func load<Value>(_ field: PacketField<Value>, _ value: Value) -> Action {
        .load(field.slot, value.fieldBits)
    }
}

/// A pass through connection tracking.
public struct ConntrackAction: Hashable, Sendable {
    /// Whether the connection is stored.
    public var commits: Bool
    /// Where the zone's number is read.
    public var zone: ContextSlot
    /// Where the packet goes on, tracked; nil when it goes on with the next action.
    public var table: TableID?
    /// The mark that a committed connection gets.
    public var mark: UInt32?

    public init(commits: Bool, zone: ContextSlot, table: TableID?, mark: UInt32?) {
        self.commits = commits
        self.zone = zone
        self.table = table
        self.mark = mark
    }
}
