/// The name of a packet field on the wire: an OXM or NXM header without its value (OpenFlow 1.3.5 §7.2.3.2).
@frozen
public struct FieldHeader: Hashable, Sendable {
    /// 0x8000 OpenFlow, 0x0000 and 0x0001 Nicira, 0xffff experimenter.
    public var oxmClass: UInt16
    /// 7 bits.
    public var field: UInt8
    public var hasMask: Bool
    /// Bytes of the payload: value, mask where there is one, and the experimenter's number where there is one.
    public var length: UInt8
    /// The experimenter's number where the class is 0xffff, else zero.
    public var experimenter: UInt32

    @inlinable
    public init(oxmClass: UInt16, field: UInt8, length: UInt8, hasMask: Bool = false, experimenter: UInt32 = 0) {
        self.oxmClass = oxmClass
        self.field = field
        self.hasMask = hasMask
        self.length = length
        self.experimenter = experimenter
    }

    static let experimenterClass: UInt16 = 0xffff
    /// The bit of the first four bytes that says that a mask is there, and those that name the field.
    static let maskBit: UInt32 = 0x100
    static let nameBits: UInt32 = 0xffff_fe00

    /// Bytes of the header itself: 4, or 8 for an experimenter's field.
    var size: Int { oxmClass == Self.experimenterClass ? 8 : 4 }

    /// The four bytes as a number.
    var word: UInt32 {
        UInt32(oxmClass) << 16 | UInt32(field & 0x7f) << 9 | (hasMask ? 0x100 : 0) | UInt32(length)
    }

    init(word: UInt32) {
        self.init(
            oxmClass: UInt16(truncatingIfNeeded: word >> 16), field: UInt8(truncatingIfNeeded: word >> 9) & 0x7f,
            length: UInt8(truncatingIfNeeded: word), hasMask: word & 0x100 != 0)
    }

    /// Reads a header, with an experimenter's number after it where the class says so.
    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> FieldHeader {
        try require(4, in: range, "oxm_header")
        var header = FieldHeader(word: bytes.u32(range.lowerBound))
        if header.oxmClass == experimenterClass {
            try require(8, in: range, "oxm_experimenter")
            guard header.length >= 4 else {
                throw OpenFlowError(offset: range.lowerBound, field: "oxm_experimenter", rule: .badLength)
            }
            header.experimenter = bytes.u32(range.lowerBound + 4)
        }
        return header
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(word)
        if oxmClass == Self.experimenterClass { bytes.put(experimenter) }
    }
}

extension FieldHeader {
    /// Bits of the value that the header names (its length less mask and experimenter's number).
    public var valueBits: Int {
        let payload = Int(length) - (oxmClass == Self.experimenterClass ? 4 : 0)
        return max(0, hasMask ? payload / 2 : payload) * 8
    }

}

/// Headers in the form that register load and move carry: Nicira's number where the field has one, as Open vSwitch
/// writes it. Names in parentheses are those of ovs-fields(7).
extension FieldHeader {
    /// A register of 32 bits, 0 to 15 (reg0 to reg15); of other numbers the low four bits count.
    public static func reg(_ number: UInt8) -> FieldHeader { FieldHeader(oxmClass: 1, field: number & 15, length: 4) }
    /// A register of 128 bits, 0 to 3 (xxreg0 to xxreg3); of other numbers the low two bits count.
    public static func xxreg(_ number: UInt8) -> FieldHeader {
        FieldHeader(oxmClass: 1, field: 111 + number & 3, length: 16)
    }
    /// Metadata that tables hand on (metadata).
    public static var metadata: FieldHeader { MatchField.metadata.actionHeader }
    /// The port that the packet came in on, as 16 bits (NXM_OF_IN_PORT).
    public static var inPort: FieldHeader { FieldHeader(oxmClass: 0, field: 0, length: 2) }
    /// The tunnel's key (tun_id).
    public static var tunnelID: FieldHeader { MatchField.tunnelID.actionHeader }
    /// The tunnel's IPv4 source (tun_src).
    public static var tunnelIPv4Source: FieldHeader { MatchField.tunnelIPv4Source.actionHeader }
    /// The tunnel's IPv4 destination (tun_dst).
    public static var tunnelIPv4Destination: FieldHeader { MatchField.tunnelIPv4Destination.actionHeader }
    /// The tunnel's IPv6 source (tun_ipv6_src).
    public static var tunnelIPv6Source: FieldHeader { MatchField.tunnelIPv6Source.actionHeader }
    /// The tunnel's IPv6 destination (tun_ipv6_dst).
    public static var tunnelIPv6Destination: FieldHeader { MatchField.tunnelIPv6Destination.actionHeader }
    /// Ethernet source (eth_src).
    public static var ethSource: FieldHeader { MatchField.ethSource.actionHeader }
    /// Ethernet destination (eth_dst).
    public static var ethDestination: FieldHeader { MatchField.ethDestination.actionHeader }
    /// The whole tag of the VLAN, with CFI set where there is one (vlan_tci).
    public static var vlanTCI: FieldHeader { FieldHeader(oxmClass: 0, field: 4, length: 2) }
    /// ARP operation (arp_op).
    public static var arpOperation: FieldHeader { MatchField.arpOperation.actionHeader }
    /// ARP sender's IPv4 address (arp_spa).
    public static var arpSPA: FieldHeader { MatchField.arpSPA.actionHeader }
    /// ARP target's IPv4 address (arp_tpa).
    public static var arpTPA: FieldHeader { MatchField.arpTPA.actionHeader }
    /// ARP sender's Ethernet address (arp_sha).
    public static var arpSHA: FieldHeader { MatchField.arpSHA.actionHeader }
    /// ARP target's Ethernet address (arp_tha).
    public static var arpTHA: FieldHeader { MatchField.arpTHA.actionHeader }
    /// IPv4 source (ip_src).
    public static var ipv4Source: FieldHeader { MatchField.ipv4Source.actionHeader }
    /// IPv4 destination (ip_dst).
    public static var ipv4Destination: FieldHeader { MatchField.ipv4Destination.actionHeader }
    /// IPv6 source (ipv6_src).
    public static var ipv6Source: FieldHeader { MatchField.ipv6Source.actionHeader }
    /// IPv6 destination (ipv6_dst).
    public static var ipv6Destination: FieldHeader { MatchField.ipv6Destination.actionHeader }
    /// TTL or hop limit (nw_ttl).
    public static var ipTTL: FieldHeader { MatchField.ipTTL.actionHeader }
    /// ICMP type (icmp_type).
    public static var icmpv4Type: FieldHeader { MatchField.icmpv4Type.actionHeader }
    /// ICMP code (icmp_code).
    public static var icmpv4Code: FieldHeader { MatchField.icmpv4Code.actionHeader }
    /// ICMPv6 type (icmpv6_type).
    public static var icmpv6Type: FieldHeader { MatchField.icmpv6Type.actionHeader }
    /// ICMPv6 code (icmpv6_code).
    public static var icmpv6Code: FieldHeader { MatchField.icmpv6Code.actionHeader }
    /// Target of a neighbor discovery (nd_target).
    public static var ndTarget: FieldHeader { MatchField.ndTarget.actionHeader }
    /// Source link-layer address of a neighbor solicitation (nd_sll).
    public static var ndSLL: FieldHeader { MatchField.ndSLL.actionHeader }
    /// Target link-layer address of a neighbor advertisement (nd_tll).
    public static var ndTLL: FieldHeader { MatchField.ndTLL.actionHeader }
    /// TCP source port (tcp_src).
    public static var tcpSource: FieldHeader { MatchField.tcpSource.actionHeader }
    /// TCP destination port (tcp_dst).
    public static var tcpDestination: FieldHeader { MatchField.tcpDestination.actionHeader }
    /// UDP source port (udp_src).
    public static var udpSource: FieldHeader { MatchField.udpSource.actionHeader }
    /// UDP destination port (udp_dst).
    public static var udpDestination: FieldHeader { MatchField.udpDestination.actionHeader }
    /// The connection's zone (ct_zone).
    public static var ctZone: FieldHeader { MatchField.ctZone.actionHeader }
    /// The connection's mark (ct_mark).
    public static var ctMark: FieldHeader { MatchField.ctMark.actionHeader }
    /// The connection's label (ct_label).
    public static var ctLabel: FieldHeader { MatchField.ctLabel.actionHeader }
    /// The packet's mark (pkt_mark).
    public static var pktMark: FieldHeader { MatchField.pktMark.actionHeader }
}
