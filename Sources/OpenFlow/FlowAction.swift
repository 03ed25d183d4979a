/// What a flow does to a packet: an action of OpenFlow 1.3.5 §7.2.5 or one of Nicira's (ovs-actions(7)).
public enum FlowAction: Hashable, Sendable {
    /// To a port (`PortNumber` names the reserved ones). `maxLength` is how many bytes a controller gets; 0 elsewhere.
    case output(port: UInt32, maxLength: UInt16)
    case group(UInt32)
    case setQueue(UInt32)
    /// Sets an IP packet's TTL or hop limit.
    case setTTL(UInt8)
    /// Lowers the TTL; on TTL 1 Open vSwitch punts the packet to the controller in its place.
    case decrementTTL
    case pushVLAN(etherType: UInt16)
    case popVLAN
    /// Sets a whole field; 1.3 has no mask here.
    case setField(MatchField, value: UInt128)
    /// Nicira's register load: `bits` bits (1 to 64) of a field, from bit `offset`.
    case registerLoad(FieldHeader, offset: UInt16, bits: UInt8, value: UInt64)
    /// Nicira's register move: copies `bits` bits between fields.
    case registerMove(
        source: FieldHeader, sourceOffset: UInt16, destination: FieldHeader, destinationOffset: UInt16, bits: UInt16)
    /// Nicira's resubmit to a table, as if the packet came in at `port`; `PortNumber.resubmitInPort` keeps its own.
    case resubmit(port: UInt16, table: UInt8)
    case connectionTracking(ConnectionTracking)
    /// Forgets the packet's conntrack state (Nicira).
    case clearConnectionTracking
    /// Stands only inside of `connectionTracking`.
    case nat(NetworkAddressTranslation)
    /// This flow is clause number `clause` (from 0) of `count` clauses (2 to 64) of conjunction `id`.
    case conjunction(id: UInt32, clause: UInt8, count: UInt8)
    /// Bytes that do nothing. The wire pads them: 6 bytes, or 8 more, and so on.
    case note([UInt8])
    /// Does the actions on a copy of the packet.
    case clone(ActionList)
    /// Any other action, whole, with its header and padding.
    case unknown([UInt8])
}

/// Reserved port numbers of OpenFlow 1.3.5 §7.2.1.
public enum PortNumber {
    public static let max: UInt32 = 0xffff_ff00
    public static let inPort: UInt32 = 0xffff_fff8
    public static let table: UInt32 = 0xffff_fff9
    public static let normal: UInt32 = 0xffff_fffa
    public static let flood: UInt32 = 0xffff_fffb
    public static let all: UInt32 = 0xffff_fffc
    public static let controller: UInt32 = 0xffff_fffd
    public static let local: UInt32 = 0xffff_fffe
    public static let any: UInt32 = 0xffff_ffff
    /// The packet's own port in a resubmit, whose port numbers have 16 bits.
    public static let resubmitInPort: UInt16 = 0xfff8
}

/// `max_len` of an output to the controller that means the whole packet, unbuffered (OpenFlow 1.3.5 §7.2.5).
public let outputNoBuffer: UInt16 = 0xffff
