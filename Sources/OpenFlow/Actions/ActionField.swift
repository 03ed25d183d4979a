/// What an action may do with a packet field, for every field that Open vSwitch 3.1 knows (ovs-fields(7)): those that a
/// match of this codec has a name for, and the others, which actions carry by their header.
///
/// One number, so that the tables below become tables of constants.
struct ActionField {
    private let raw: UInt64

    /// What is asked of an action that writes the field, besides its value's bits.
    enum Rule: UInt64 {
        case none
        /// ct_mark and ct_label are written inside of a ct action alone.
        case insideConnectionTracking
        /// No set-field of the port that the packet came in on, by its OpenFlow number.
        case neverSet
        /// A set VLAN has OFPVID_PRESENT, and asks for a tag.
        case presentVLAN
        /// The tag control information's bit CFI says whether the packet has a tag.
        case tagControl
        /// The two low bits, which are ECN, stay zero.
        case typeOfService
    }

    /// No such field.
    private static let unknown = ActionField(raw: 0)
    /// The size of a field of Geneve options, which have any size up to this in a header of less than 128 bytes.
    static let variable: UInt64 = 124

    /// Bytes of the value; zero where the field is not known.
    @inline(__always) var byteCount: Int { Int(raw & 0xff) }
    /// Bits that a part of the field may lie in.
    @inline(__always) var bits: Int { Int(raw >> 8 & 0xfff) }
    /// Low bits of a whole value that may be set.
    @inline(__always) var validBits: UInt64 { raw >> 20 & 0xfff }
    @inline(__always) var prerequisite: UInt32 { UInt32(truncatingIfNeeded: raw >> 32) & 0x1f }
    @inline(__always) var rule: UInt64 { raw >> 37 & 7 }
    @inline(__always) var isWritable: Bool { raw >> 40 & 1 != 0 }
    /// Whether Open vSwitch writes this header, of the field's several, in moves, loads and the like.
    @inline(__always) var isMoveForm: Bool { raw >> 41 & 1 != 0 }
    /// Whether Open vSwitch writes this header, of the field's several, in a set-field of OpenFlow 1.3.
    @inline(__always) var isSetForm: Bool { raw >> 42 & 1 != 0 }
    @inline(__always) var isKnown: Bool { raw != 0 }
    @inline(__always) var isVariable: Bool { byteCount == Self.variable }

    @inline(__always)
    private static func row(
        _ bytes: UInt64, bits: UInt64? = nil, valid: UInt64? = nil, _ prerequisite: Prerequisite = .none,
        _ rule: Rule = .none, isWritable: Bool = true, inMoves: Bool = true, inSets: Bool = true
    ) -> ActionField {
        let code = UInt64(prerequisite.rawValue) << 32 | rule.rawValue << 37
        let flags: UInt64 = (isWritable ? 1 : 0) | (inMoves ? 2 : 0) | (inSets ? 4 : 0)
        return ActionField(
            raw: bytes | (bits ?? bytes &* 8) << 8 | (valid ?? bytes &* 8) << 20 | code | flags << 40)
    }

    /// The field of a header of four bytes, whatever its length says.
    static func named(_ word: UInt32) -> ActionField {
        let number = UInt8(truncatingIfNeeded: word >> 9) & 0x7f
        switch word >> 16 {
        case 0x8000: return openFlow(number)
        case 1: return nicira(number)
        case 0: return niciraFirst(number)
        case 0x8001: return number < 8 ? row(8) : unknown  // packet registers of 64 bits
        case 0x1000 where number == 1: return row(4, .neighborDiscovery)  // nd_reserved
        case 0x1000 where number == 2: return row(1, .neighborDiscovery)  // nd_options_type
        default: return unknown
        }
    }

    /// Class 0x8000 (OpenFlow 1.3.5 §7.2.3.7).
    @inline(__always)
    static func openFlow(_ number: UInt8) -> ActionField {
        switch number {
        case 0: row(4, .none, .neverSet)  // in_port
        case 2: row(8)  // metadata
        case 3, 4: row(6, .ethernet, inMoves: false)  // eth_dst, eth_src
        case 5: row(2, .ethernet, isWritable: false, inMoves: false)  // eth_type
        case 6: row(2, bits: 12, valid: 13, .ethernet, .presentVLAN)  // vlan_vid
        case 7: row(1, bits: 3, valid: 3, .vlan)  // vlan_pcp
        case 8: row(1, bits: 6, valid: 6, .ip)  // ip_dscp
        case 9: row(1, bits: 2, valid: 2, .ip, inMoves: false)  // ip_ecn
        case 10: row(1, .ip, isWritable: false, inMoves: false)  // ip_proto
        case 11, 12: row(4, .ipv4, inMoves: false)  // ipv4_src, ipv4_dst
        case 13, 14: row(2, .tcp, inMoves: false)  // tcp_src, tcp_dst
        case 15, 16: row(2, .udp, inMoves: false)  // udp_src, udp_dst
        case 17, 18: row(2, .sctp)  // sctp_src, sctp_dst
        case 19, 20: row(1, .icmpv4, inMoves: false)  // icmpv4_type, icmpv4_code
        case 21: row(2, valid: 8, .arp, inMoves: false)  // arp_op
        case 22, 23: row(4, .arp, inMoves: false)  // arp_spa, arp_tpa
        case 24, 25: row(6, .arp, inMoves: false)  // arp_sha, arp_tha
        case 26, 27: row(16, .ipv6, inMoves: false)  // ipv6_src, ipv6_dst
        case 28: row(4, bits: 20, valid: 20, .ipv6, inMoves: false)  // ipv6_flabel
        case 29, 30: row(1, .icmpv6, inMoves: false)  // icmpv6_type, icmpv6_code
        case 31: row(16, .neighborDiscovery, inMoves: false)  // ipv6_nd_target
        case 32: row(6, .neighborSolicitation, inMoves: false)  // ipv6_nd_sll
        case 33: row(6, .neighborAdvertisement, inMoves: false)  // ipv6_nd_tll
        case 34: row(4, bits: 20, valid: 20, .mpls)  // mpls_label
        case 35: row(1, bits: 3, valid: 3, .mpls)  // mpls_tc
        case 36: row(1, bits: 1, .mpls, isWritable: false)  // mpls_bos
        case 37: row(3, .providerBackbone)  // pbb_isid
        case 38: row(8, inMoves: false)  // tunnel_id
        case 42: row(2, bits: 12, .tcp, isWritable: false, inMoves: false)  // tcp_flags of OpenFlow 1.5
        case 43: row(4, isWritable: false, inMoves: false)  // actset_output of OpenFlow 1.5
        case 44: row(4, isWritable: false)  // packet_type
        default: unknown
        }
    }

    /// Class 0x0001.
    static func nicira(_ number: UInt8) -> ActionField {
        switch number {
        case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15: row(4)  // registers
        case 16: row(8, inSets: false)  // tun_id
        case 17, 18: row(6, .arp, inSets: false)  // arp_sha, arp_tha
        case 19, 20: row(16, .ipv6, inSets: false)  // ipv6_src, ipv6_dst
        case 21, 22: row(1, .icmpv6, inSets: false)  // icmpv6_type, icmpv6_code
        case 23: row(16, .neighborDiscovery, inSets: false)  // nd_target
        case 24: row(6, .neighborSolicitation, inSets: false)  // nd_sll
        case 25: row(6, .neighborAdvertisement, inSets: false)  // nd_tll
        case 26: row(1, bits: 2, .ip, isWritable: false)  // ip_frag
        case 27: row(4, bits: 20, valid: 20, .ipv6, inSets: false)  // ipv6_label
        case 28: row(1, bits: 2, valid: 2, .ip, inSets: false)  // ip_ecn
        case 29: row(1, .ip)  // nw_ttl
        case 30: row(1, .mpls)  // mpls_ttl
        case 31, 32, 33: row(4)  // tun_src, tun_dst, pkt_mark
        case 34: row(2, bits: 12, .tcp, isWritable: false, inSets: false)  // tcp_flags
        case 35, 36, 37: row(4, isWritable: false)  // dp_hash, recirc_id, conj_id
        case 38: row(2)  // tun_gbp_id
        case 39: row(1)  // tun_gbp_flags
        case 40...103: row(Self.variable)  // tun_metadata0 to 63
        case 104: row(2, bits: 1, valid: 1)  // tun_flags
        case 105: row(4, isWritable: false)  // ct_state
        case 106: row(2, isWritable: false)  // ct_zone
        case 107: row(4, .none, .insideConnectionTracking)  // ct_mark
        case 108: row(16, .none, .insideConnectionTracking)  // ct_label
        case 109, 110, 111, 112, 113, 114: row(16)  // tun_ipv6_src, tun_ipv6_dst, extended registers
        case 119: row(1, .validConnection, isWritable: false)  // ct_nw_proto
        case 120, 121: row(4, .validConnection, isWritable: false)  // ct_nw_src, ct_nw_dst
        case 122, 123: row(16, .validConnection, isWritable: false)  // ct_ipv6_src, ct_ipv6_dst
        case 124, 125: row(2, .validConnection, isWritable: false)  // ct_tp_src, ct_tp_dst
        default: unknown
        }
    }

    /// Class 0x0000, Nicira's first.
    private static func niciraFirst(_ number: UInt8) -> ActionField {
        switch number {
        case 0: row(2)  // in_port
        case 1, 2: row(6, .ethernet, inSets: false)  // eth_dst, eth_src
        case 3: row(2, .ethernet, isWritable: false, inSets: false)  // eth_type
        case 4: row(2, .ethernet, .tagControl)  // vlan_tci
        case 5: row(1, .ip, .typeOfService)  // ip_tos
        case 6: row(1, .ip, isWritable: false, inSets: false)  // ip_proto
        case 7, 8: row(4, .ipv4, inSets: false)  // ip_src, ip_dst
        case 9, 10: row(2, .tcp, inSets: false)  // tcp_src, tcp_dst
        case 11, 12: row(2, .udp, inSets: false)  // udp_src, udp_dst
        case 13, 14: row(1, .icmpv4, inSets: false)  // icmp_type, icmp_code
        case 15: row(2, valid: 8, .arp, inSets: false)  // arp_op
        case 16, 17: row(4, .arp, inSets: false)  // arp_spa, arp_tpa
        default: unknown
        }
    }

    /// Class 0xffff: the experimenter's number stands after the header.
    static func experimenter(_ word: UInt32, _ experimenter: UInt32) -> ActionField {
        switch (experimenter, UInt8(truncatingIfNeeded: word >> 9) & 0x7f) {
        case (0x2320, 0): row(4, isWritable: false, inMoves: false)  // dp_hash
        case (0x2320, 11): row(4, bits: 20)  // erspan_idx
        case (0x2320, 12): row(1, bits: 4)  // erspan_ver
        case (0x2320, 13): row(1, bits: 1)  // erspan_dir
        case (0x2320, 14): row(1, bits: 6)  // erspan_hwid
        case (0x2320, 15), (0x2320, 16): row(1, isWritable: false)  // gtpu_flags, gtpu_msgtype
        case (0x4f4e_4600, 42): row(2, bits: 12, .tcp, isWritable: false, inMoves: false)  // tcp_flags
        case (0x4f4e_4600, 43): row(4, isWritable: false)  // actset_output
        case (0x5a_d650, 1), (0x5a_d650, 5): row(1, .serviceHeader)  // nsh_flags, nsh_si
        case (0x5a_d650, 2), (0x5a_d650, 3): row(1, .serviceHeader, isWritable: false)  // nsh_mdtype, nsh_np
        case (0x5a_d650, 4): row(4, bits: 24, valid: 24, .serviceHeader)  // nsh_spi
        case (0x5a_d650, 6...9): row(4, .serviceHeader)  // nsh_c1 to nsh_c4
        case (0x5a_d650, 10): row(1, valid: 6, .serviceHeader)  // nsh_ttl
        default: unknown
        }
    }
}
