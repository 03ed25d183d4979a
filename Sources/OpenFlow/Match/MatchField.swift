/// A packet field that a match can hold, in the order in which Open vSwitch 3.1 writes them in OpenFlow 1.3: the raw value
/// is the place in that order, which makes the canonical encoding a walk over a bitmap.
///
/// Sources: OpenFlow 1.3.5 §7.2.3.7, ovs-fields(7).
public enum MatchField: UInt8, Hashable, Sendable, CaseIterable {
    case packetType
    case datapathHash
    case recirculationID
    /// The id that conjunction actions agreed on.
    case conjunctionID
    /// OpenFlow port number of 32 bits.
    case inPort
    /// The physical port under a logical one. Open vSwitch has no such field.
    case inPhysicalPort
    case actionSetOutput
    case ethSource
    case ethDestination
    case ethType
    /// OFPVID_PRESENT (0x1000) and the VLAN's number; 0 is a frame without a tag, which is what Open vSwitch makes of `vlan_tci=0x0000/0x1fff`.
    case vlanID
    case vlanPriority
    case mplsTrafficClass
    case mplsBottomOfStack
    case mplsTTL
    case mplsLabel
    /// Service instance of IEEE 802.1ah, 24 bits. Open vSwitch has no such field.
    case pbbISID
    case ipv4Source
    case ipv4Destination
    case ipv6Source
    case ipv6Destination
    /// Fragment bits: 1 any, 2 later.
    case ipFragment
    /// 6 bits.
    case ipDSCP
    case ipECN
    case ipTTL
    case ipv6FlowLabel
    /// Bits of the extension headers that are there. Open vSwitch has no such field.
    case ipv6ExtensionHeaders
    case ipProtocol
    case tcpSource
    case tcpDestination
    case tcpFlags
    case udpSource
    case udpDestination
    case sctpSource
    case sctpDestination
    case icmpv4Type
    case icmpv4Code
    case icmpv6Type
    case icmpv6Code
    case ndReserved
    case ndTarget
    case ndOptionsType
    case ndSLL
    case ndTLL
    case arpOperation
    case arpSPA
    case arpTPA
    case arpSHA
    case arpTHA
    /// The tunnel's key, 64 bits (a VNI is the low 24).
    case tunnelID
    case tunnelFlags
    case tunnelIPv4Source
    case tunnelIPv4Destination
    case tunnelIPv6Source
    case tunnelIPv6Destination
    /// VXLAN's group policy. Geneve options stand behind it, see `TunnelOption`.
    case tunnelGroupPolicyID
    case tunnelGroupPolicyFlags
    case tunnelERSPANIndex
    case tunnelERSPANVersion
    case tunnelERSPANDirection
    case tunnelERSPANHardwareID
    case tunnelGTPUFlags
    case tunnelGTPUMessageType
    case nshFlags
    case nshTTL
    case nshMetadataType
    case nshNextProtocol
    case nshServicePathID
    case nshServiceIndex
    case nshContext1
    case nshContext2
    case nshContext3
    case nshContext4
    case reg0
    case reg1
    case reg2
    case reg3
    case reg4
    case reg5
    case reg6
    case reg7
    case reg8
    case reg9
    case reg10
    case reg11
    case reg12
    case reg13
    case reg14
    case reg15
    case pktMark
    /// Bits of conntrack state: new 0x01, est 0x02, rel 0x04, rpl 0x08, inv 0x10, trk 0x20, snat 0x40, dnat 0x80.
    case ctState
    case ctZone
    case ctMark
    case ctLabel
    case ctIPv4Source
    case ctIPv6Source
    case ctIPv4Destination
    case ctIPv6Destination
    case ctProtocol
    case ctTransportSource
    case ctTransportDestination
    /// OpenFlow's metadata, which Open vSwitch writes last.
    case metadata

    /// Register 0 to 15 (Nicira).
    public static func register(_ number: UInt8) -> MatchField {
        MatchField(rawValue: MatchField.reg0.rawValue + (number & 15)) ?? .reg0
    }

    /// What the wire says about the field.
    @inline(__always)
    var layout: FieldLayout { FieldLayout.table[Int(rawValue)] }

    /// Bytes of the value on the wire.
    public var byteCount: Int { Int(layout.byteCount) }

    /// Bits that a value may have: fewer than its bytes have for, say, a VLAN's priority.
    public var bitCount: Int { Int(layout.bitCount) }

    /// A mask with all of these bits leaves nothing open. Open vSwitch sees 13 bits in a VLAN's number.
    public var fullMask: UInt128 { layout.keptMask }

    /// Whether a match may have a mask on it.
    public var isMaskable: Bool { layout.isMaskable }

    /// The name of the field in matches and set-field actions of OpenFlow 1.3.
    public var header: FieldHeader { layout.header }

    /// The name of the field in register load and move: Nicira's number where the field has one.
    public var actionHeader: FieldHeader { layout.actionHeader }

    /// The field that `header` names, in either numbering; `nil` where this codec has no name for it.
    public init?(_ header: FieldHeader) { self.init(headerWord: header.word, experimenter: header.experimenter) }
}
