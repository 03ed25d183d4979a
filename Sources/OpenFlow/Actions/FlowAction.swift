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
    /// Copies the TTL from the next header to the outermost one, and the way back. Open vSwitch has neither.
    case copyTTLOut
    case copyTTLIn
    case setMPLSTTL(UInt8)
    case decrementMPLSTTL
    /// EtherType 0x8100 or 0x88a8.
    case pushVLAN(etherType: UInt16)
    case popVLAN
    /// EtherType 0x8847 or 0x8848.
    case pushMPLS(etherType: UInt16)
    /// `etherType` is what stands under the label.
    case popMPLS(etherType: UInt16)
    /// EtherType 0x88e7. Open vSwitch has no provider backbone bridges.
    case pushPBB(etherType: UInt16)
    case popPBB
    /// Sets a whole field; 1.3 has no mask here.
    case setField(MatchField, value: UInt128)

    // Nicira's, with the names of ovs-actions(7).

    /// Register load (`load`): `bits` bits (1 to 64) of a field, from bit `offset` (0 to 1023).
    case registerLoad(FieldHeader, offset: UInt16, bits: UInt8, value: UInt64)
    /// Register load 2: the bits of a field that `mask` has. All ones of the header's bytes are the whole field; bytes
    /// that load a part of a Geneve option by such a mask are `unknown`.
    case registerLoad2(FieldHeader, value: UInt128, mask: UInt128)
    /// Register move (`move`): copies `bits` bits between fields.
    case registerMove(
        source: FieldHeader, sourceOffset: UInt16, destination: FieldHeader, destinationOffset: UInt16, bits: UInt16)
    /// Pushes `bits` bits of a field, from bit `offset`, on the packet's stack.
    case stackPush(FieldHeader, offset: UInt16, bits: UInt16)
    case stackPop(FieldHeader, offset: UInt16, bits: UInt16)
    /// Output to the port whose number `bits` bits (1 to 64) of a field hold, from bit `offset` (0 to 1023);
    /// `maxLength` as in `output`.
    case outputRegister(FieldHeader, offset: UInt16, bits: UInt8, maxLength: UInt16)
    /// The same in the form that has room for an experimenter's field.
    case outputRegister2(FieldHeader, offset: UInt16, bits: UInt8, maxLength: UInt16)
    /// Output of no more than `maxLength` bytes, 14 at least, to a port number of 16 bits.
    case outputTruncated(port: UInt16, maxLength: UInt32)
    /// To the controllers with this connection id, with a reason of `ofp_packet_in_reason`.
    case controller(maxLength: UInt16, id: UInt16, reason: UInt8)
    /// The same with data for the controller, a meter, or a pause.
    case controller2(ControllerAction)
    /// Resubmit to the same table, as if the packet came in at `port`.
    case resubmitPort(UInt16)
    /// Resubmit to a table, as if the packet came in at `port`; `PortNumber.resubmitInPort` keeps its own.
    case resubmit(port: UInt16, table: UInt8)
    /// The same, looked up with the addresses of the connection's first packet.
    case resubmitTracked(port: UInt16, table: UInt8)
    case connectionTracking(ConnectionTracking)
    /// Forgets the packet's conntrack state.
    case clearConnectionTracking
    /// Stands only inside of `connectionTracking`.
    case nat(NetworkAddressTranslation)
    /// This flow is clause number `clause` (from 0) of `count` clauses (2 to 64) of conjunction `id`.
    case conjunction(id: UInt32, clause: UInt8, count: UInt8)
    /// Bytes that do nothing. The wire pads them: 6 bytes, or 8 more, and so on.
    case note([UInt8])
    /// Does the actions on a copy of the packet.
    case clone(ActionList)
    /// Does no more actions.
    case exit
    /// Takes back `setQueue`.
    case popQueue
    /// Lowers the TTL; on TTL 1 the controllers with these connection ids get the packet.
    case decrementTTLControllers([UInt16])
    case decrementNSHTTL
    /// Sets one bit of a field where the packet has more than `length` bytes, clears it where not.
    case checkPacketLarger(length: UInt16, FieldHeader, offset: UInt16)
    /// Takes a Geneve option away.
    case deleteField(FieldHeader)
    /// Any other action, whole, with its header and padding: another experimenter's, one of Nicira's that this codec does
    /// not read (learn, multipath, bundle, sample, fin_timeout, encap, decap), a set of a field that has no `MatchField`.
    case unknown([UInt8])
}

extension FlowAction {
    /// `max_len` of an output to the controller that means the whole packet, unbuffered: OFPCML_NO_BUFFER
    /// (OpenFlow 1.3.5 §7.2.5).
    public static let maxLengthNoBuffer: UInt16 = 0xffff
}
