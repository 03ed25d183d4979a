// From the header of an OXM to the field that it names: what `FieldLayout.table` says, the other way round. A test holds
// the two against each other.
extension MatchField {
    /// The field that the OXM at `offset` names, whatever its length says.
    ///
    /// - Precondition: four bytes are there, and eight where the class is 0xffff.
    @inline(__always)
    init?(oxm bytes: RawSpan, at offset: Int) {
        let word = bytes.u32(offset)
        self.init(headerWord: word, experimenter: word >> 16 == 0xffff ? bytes.u32(offset &+ 4) : 0)
    }

    /// The field of class 0x8000 or 0x0001 that the first four bytes of an OXM name; nearly every field is of these.
    @inline(__always)
    init?(commonHeaderWord word: UInt32) {
        let number = Int(word >> 9 & 0x7f)
        switch word >> 16 {
        case 0x8000 where number < 64:
            guard let field = Self.basicFields[number] else { return nil }
            self = field
        case 0x0001:
            guard let field = Self.niciraFields[number] else { return nil }
            self = field
        default: return nil
        }
    }

    /// The field that the first four bytes of an OXM and an experimenter's number name.
    init?(headerWord word: UInt32, experimenter: UInt32) {
        let number = word >> 9 & 0x7f
        switch word >> 16 {
        case 0x8000 where number < 64, 0x0001: self.init(commonHeaderWord: word)
        case 0x0000: self.init(olderNicira: number)
        case 0x1000: self.init(ericsson: number)
        case 0xffff: self.init(experimenter: experimenter, number)
        default: return nil
        }
    }

    /// Fields of class 0x8000 by number: OpenFlow 1.3.5 §7.2.3.7, and packet_type of 1.5.
    private static let basicFields: InlineArray<64, MatchField?> = [
        .inPort, .inPhysicalPort, .metadata, .ethDestination, .ethSource, .ethType, .vlanID, .vlanPriority,
        .ipDSCP, .ipECN, .ipProtocol, .ipv4Source, .ipv4Destination, .tcpSource, .tcpDestination, .udpSource,
        .udpDestination, .sctpSource, .sctpDestination, .icmpv4Type, .icmpv4Code, .arpOperation, .arpSPA, .arpTPA,
        .arpSHA, .arpTHA, .ipv6Source, .ipv6Destination, .ipv6FlowLabel, .icmpv6Type, .icmpv6Code, .ndTarget,
        .ndSLL, .ndTLL, .mplsLabel, .mplsTrafficClass, .mplsBottomOfStack, .pbbISID, .tunnelID, .ipv6ExtensionHeaders,
        nil, nil, nil, nil, .packetType, nil, nil, nil,
        nil, nil, nil, nil, nil, nil, nil, nil,
        nil, nil, nil, nil, nil, nil, nil, nil,
    ]

    /// Fields of class 0x0001 by number: Nicira's extensions, with its older numbers of fields that OpenFlow has too.
    private static let niciraFields: InlineArray<128, MatchField?> = [
        .reg0, .reg1, .reg2, .reg3, .reg4, .reg5, .reg6, .reg7,
        .reg8, .reg9, .reg10, .reg11, .reg12, .reg13, .reg14, .reg15,
        .tunnelID, .arpSHA, .arpTHA, .ipv6Source, .ipv6Destination, .icmpv6Type, .icmpv6Code, .ndTarget,
        .ndSLL, .ndTLL, .ipFragment, .ipv6FlowLabel, .ipECN, .ipTTL, .mplsTTL, .tunnelIPv4Source,
        .tunnelIPv4Destination, .pktMark, .tcpFlags, .datapathHash, .recirculationID, .conjunctionID,
        .tunnelGroupPolicyID, .tunnelGroupPolicyFlags,
        nil, nil, nil, nil, nil, nil, nil, nil,
        nil, nil, nil, nil, nil, nil, nil, nil,
        nil, nil, nil, nil, nil, nil, nil, nil,
        nil, nil, nil, nil, nil, nil, nil, nil,
        nil, nil, nil, nil, nil, nil, nil, nil,
        nil, nil, nil, nil, nil, nil, nil, nil,
        nil, nil, nil, nil, nil, nil, nil, nil,
        nil, nil, nil, nil, nil, nil, nil, nil,
        .tunnelFlags, .ctState, .ctZone, .ctMark, .ctLabel, .tunnelIPv6Source, .tunnelIPv6Destination, nil,
        nil, nil, nil, nil, nil, nil, nil, .ctProtocol,
        .ctIPv4Source, .ctIPv4Destination, .ctIPv6Source, .ctIPv6Destination, .ctTransportSource,
        .ctTransportDestination, nil, nil,
    ]

    /// Class 0x0000: Nicira's numbers of the fields of OpenFlow 1.0.
    @inline(__always)
    init?(olderNicira number: UInt32) {
        switch number {
        case 1: self = .ethDestination
        case 2: self = .ethSource
        case 3: self = .ethType
        case 6: self = .ipProtocol
        case 7: self = .ipv4Source
        case 8: self = .ipv4Destination
        case 9: self = .tcpSource
        case 10: self = .tcpDestination
        case 11: self = .udpSource
        case 12: self = .udpDestination
        case 13: self = .icmpv4Type
        case 14: self = .icmpv4Code
        case 15: self = .arpOperation
        case 16: self = .arpSPA
        case 17: self = .arpTPA
        default: return nil
        }
    }

    /// Class 0x1000.
    @inline(__always)
    init?(ericsson number: UInt32) {
        switch number {
        case 1: self = .ndReserved
        case 2: self = .ndOptionsType
        default: return nil
        }
    }

    private init?(experimenter: UInt32, _ number: UInt32) {
        switch experimenter {
        case ExperimenterID.onf:
            switch number {
            case 42: self = .tcpFlags
            case 43: self = .actionSetOutput
            default: return nil
            }
        case ExperimenterID.nicira:
            switch number {
            case 0: self = .datapathHash
            case 11: self = .tunnelERSPANIndex
            case 12: self = .tunnelERSPANVersion
            case 13: self = .tunnelERSPANDirection
            case 14: self = .tunnelERSPANHardwareID
            case 15: self = .tunnelGTPUFlags
            case 16: self = .tunnelGTPUMessageType
            default: return nil
            }
        case ExperimenterID.networkServiceHeader:
            switch number {
            case 1: self = .nshFlags
            case 2: self = .nshMetadataType
            case 3: self = .nshNextProtocol
            case 4: self = .nshServicePathID
            case 5: self = .nshServiceIndex
            case 6: self = .nshContext1
            case 7: self = .nshContext2
            case 8: self = .nshContext3
            case 9: self = .nshContext4
            case 10: self = .nshTTL
            default: return nil
            }
        default: return nil
        }
    }
}
