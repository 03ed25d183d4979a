import OpenFlow

extension MatchField {
    /// The name of the field in OXM, or in ovs-fields(7) where it is not OpenFlow's.
    var jsonName: String {
        switch self {
        case .packetType: "packet_type"
        case .datapathHash: "dp_hash"
        case .recirculationID: "recirc_id"
        case .conjunctionID: "conj_id"
        case .inPort: "in_port"
        case .actionSetOutput: "actset_output"
        case .ethSource: "eth_src"
        case .ethDestination: "eth_dst"
        case .ethType: "eth_type"
        case .vlanID: "vlan_vid"
        case .vlanPriority: "vlan_pcp"
        case .mplsTrafficClass: "mpls_tc"
        case .mplsBottomOfStack: "mpls_bos"
        case .mplsTTL: "mpls_ttl"
        case .mplsLabel: "mpls_label"
        case .ipv4Source: "ipv4_src"
        case .ipv4Destination: "ipv4_dst"
        case .ipv6Source: "ipv6_src"
        case .ipv6Destination: "ipv6_dst"
        case .ipFragment: "ip_frag"
        case .ipDSCP: "ip_dscp"
        case .ipECN: "ip_ecn"
        case .ipTTL: "nw_ttl"
        case .ipv6FlowLabel: "ipv6_flabel"
        case .ipProtocol: "ip_proto"
        case .tcpSource: "tcp_src"
        case .tcpDestination: "tcp_dst"
        case .tcpFlags: "tcp_flags"
        case .udpSource: "udp_src"
        case .udpDestination: "udp_dst"
        case .sctpSource: "sctp_src"
        case .sctpDestination: "sctp_dst"
        case .icmpv4Type: "icmpv4_type"
        case .icmpv4Code: "icmpv4_code"
        case .icmpv6Type: "icmpv6_type"
        case .icmpv6Code: "icmpv6_code"
        case .ndTarget: "ipv6_nd_target"
        case .ndSLL: "ipv6_nd_sll"
        case .ndTLL: "ipv6_nd_tll"
        case .arpOperation: "arp_op"
        case .arpSPA: "arp_spa"
        case .arpTPA: "arp_tpa"
        case .arpSHA: "arp_sha"
        case .arpTHA: "arp_tha"
        case .tunnelID: "tunnel_id"
        case .tunnelFlags: "tun_flags"
        case .tunnelIPv4Source: "tun_src"
        case .tunnelIPv4Destination: "tun_dst"
        case .tunnelIPv6Source: "tun_ipv6_src"
        case .tunnelIPv6Destination: "tun_ipv6_dst"
        case .reg0, .reg1, .reg2, .reg3, .reg4, .reg5, .reg6, .reg7, .reg8, .reg9, .reg10, .reg11, .reg12, .reg13,
            .reg14, .reg15:
            "reg\(rawValue - MatchField.reg0.rawValue)"
        case .pktMark: "pkt_mark"
        case .ctState: "ct_state"
        case .ctZone: "ct_zone"
        case .ctMark: "ct_mark"
        case .ctLabel: "ct_label"
        case .ctIPv4Source: "ct_nw_src"
        case .ctIPv6Source: "ct_ipv6_src"
        case .ctIPv4Destination: "ct_nw_dst"
        case .ctIPv6Destination: "ct_ipv6_dst"
        case .ctProtocol: "ct_nw_proto"
        case .ctTransportSource: "ct_tp_src"
        case .ctTransportDestination: "ct_tp_dst"
        case .metadata: "metadata"
        case .inPhysicalPort: "in_phy_port"
        case .pbbISID: "pbb_isid"
        case .ipv6ExtensionHeaders: "ipv6_exthdr"
        case .ndReserved: "nd_reserved"
        case .ndOptionsType: "nd_options_type"
        case .tunnelGroupPolicyID: "tun_gbp_id"
        case .tunnelGroupPolicyFlags: "tun_gbp_flags"
        case .tunnelERSPANIndex: "tun_erspan_idx"
        case .tunnelERSPANVersion: "tun_erspan_ver"
        case .tunnelERSPANDirection: "tun_erspan_dir"
        case .tunnelERSPANHardwareID: "tun_erspan_hwid"
        case .tunnelGTPUFlags: "tun_gtpu_flags"
        case .tunnelGTPUMessageType: "tun_gtpu_msgtype"
        case .nshFlags: "nsh_flags"
        case .nshTTL: "nsh_ttl"
        case .nshMetadataType: "nsh_mdtype"
        case .nshNextProtocol: "nsh_np"
        case .nshServicePathID: "nsh_spi"
        case .nshServiceIndex: "nsh_si"
        case .nshContext1: "nsh_c1"
        case .nshContext2: "nsh_c2"
        case .nshContext3: "nsh_c3"
        case .nshContext4: "nsh_c4"
        }
    }

    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.jsonName, $0) })

    /// The field of that name.
    init?(jsonName: String) {
        guard let field = Self.byName[jsonName] else { return nil }
        self = field
    }

    /// How a field's value is written.
    enum JSONStyle {
        case decimal
        case hexadecimal
        case port
        case mac
        case ipv4
        case ipv6
    }

    var jsonStyle: JSONStyle {
        switch self {
        case .inPort, .inPhysicalPort, .actionSetOutput: .port
        case .ethSource, .ethDestination, .ndSLL, .ndTLL, .arpSHA, .arpTHA: .mac
        case .ipv4Source, .ipv4Destination, .arpSPA, .arpTPA, .tunnelIPv4Source, .tunnelIPv4Destination,
            .ctIPv4Source, .ctIPv4Destination:
            .ipv4
        case .ipv6Source, .ipv6Destination, .ndTarget, .tunnelIPv6Source, .tunnelIPv6Destination, .ctIPv6Source,
            .ctIPv6Destination:
            .ipv6
        case .vlanPriority, .mplsTrafficClass, .mplsBottomOfStack, .mplsTTL, .mplsLabel, .ipDSCP, .ipECN, .ipTTL,
            .ipProtocol, .tcpSource, .tcpDestination, .udpSource, .udpDestination, .sctpSource, .sctpDestination,
            .icmpv4Type, .icmpv4Code, .icmpv6Type, .icmpv6Code, .arpOperation, .recirculationID, .conjunctionID,
            .ctZone, .ctProtocol, .ctTransportSource, .ctTransportDestination, .ndOptionsType, .tunnelERSPANVersion,
            .tunnelERSPANDirection, .tunnelGTPUMessageType, .nshTTL, .nshMetadataType, .nshNextProtocol,
            .nshServicePathID, .nshServiceIndex:
            .decimal
        case .packetType, .datapathHash, .ethType, .vlanID, .ipFragment, .ipv6FlowLabel, .tcpFlags, .tunnelID,
            .tunnelFlags, .reg0, .reg1, .reg2, .reg3, .reg4, .reg5, .reg6, .reg7, .reg8, .reg9, .reg10, .reg11,
            .reg12, .reg13, .reg14, .reg15, .pktMark, .ctState, .ctMark, .ctLabel, .metadata, .pbbISID,
            .ipv6ExtensionHeaders, .ndReserved, .tunnelGroupPolicyID, .tunnelGroupPolicyFlags,
            .tunnelERSPANIndex, .tunnelERSPANHardwareID, .tunnelGTPUFlags, .nshFlags, .nshContext1, .nshContext2,
            .nshContext3, .nshContext4:
            .hexadecimal
        }
    }
}
