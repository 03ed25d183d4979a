// From the header of an OXM to the field that it names: what `FieldLayout.table` says, the other way round. A test holds
// the two against each other.
extension MatchField {
    /// The field that the OXM at `offset` names, whatever its length says.
    ///
    /// - Precondition: four bytes are there, and eight where the class is 0xffff.
    @inline(__always)
    init?(oxm bytes: RawSpan, at offset: Int) {
        let word = bytes.u32(offset)
        if word >> 16 == 0x8000 {
            self.init(basic: word >> 9 & 0x7f)
        } else {
            self.init(headerWord: word, experimenter: word >> 16 == 0xffff ? bytes.u32(offset &+ 4) : 0)
        }
    }

    /// The field that the first four bytes of an OXM and an experimenter's number name.
    init?(headerWord word: UInt32, experimenter: UInt32) {
        let number = word >> 9 & 0x7f
        switch word >> 16 {
        case 0x8000: self.init(basic: number)
        case 0x0001: self.init(nicira: number)
        case 0x0000: self.init(olderNicira: number)
        case 0x1000: self.init(ericsson: number)
        case 0xffff: self.init(experimenter: experimenter, number)
        default: return nil
        }
    }

    /// OpenFlow 1.3.5 §7.2.3.7 (class 0x8000), and packet_type of 1.5.
    @inline(__always)
    init?(basic number: UInt32) {
        switch number {
        case 0: self = .inPort
        case 1: self = .inPhysicalPort
        case 2: self = .metadata
        case 3: self = .ethDestination
        case 4: self = .ethSource
        case 5: self = .ethType
        case 6: self = .vlanID
        case 7: self = .vlanPriority
        case 8: self = .ipDSCP
        case 9: self = .ipECN
        case 10: self = .ipProtocol
        case 11: self = .ipv4Source
        case 12: self = .ipv4Destination
        case 13: self = .tcpSource
        case 14: self = .tcpDestination
        case 15: self = .udpSource
        case 16: self = .udpDestination
        case 17: self = .sctpSource
        case 18: self = .sctpDestination
        case 19: self = .icmpv4Type
        case 20: self = .icmpv4Code
        case 21: self = .arpOperation
        case 22: self = .arpSPA
        case 23: self = .arpTPA
        case 24: self = .arpSHA
        case 25: self = .arpTHA
        case 26: self = .ipv6Source
        case 27: self = .ipv6Destination
        case 28: self = .ipv6FlowLabel
        case 29: self = .icmpv6Type
        case 30: self = .icmpv6Code
        case 31: self = .ndTarget
        case 32: self = .ndSLL
        case 33: self = .ndTLL
        case 34: self = .mplsLabel
        case 35: self = .mplsTrafficClass
        case 36: self = .mplsBottomOfStack
        case 37: self = .pbbISID
        case 38: self = .tunnelID
        case 39: self = .ipv6ExtensionHeaders
        case 44: self = .packetType
        default: return nil
        }
    }

    /// Class 0x0001: Nicira's extensions, with its older numbers of fields that OpenFlow has too.
    @inline(__always)
    init?(nicira number: UInt32) {
        switch number {
        case 0: self = .reg0
        case 1: self = .reg1
        case 2: self = .reg2
        case 3: self = .reg3
        case 4: self = .reg4
        case 5: self = .reg5
        case 6: self = .reg6
        case 7: self = .reg7
        case 8: self = .reg8
        case 9: self = .reg9
        case 10: self = .reg10
        case 11: self = .reg11
        case 12: self = .reg12
        case 13: self = .reg13
        case 14: self = .reg14
        case 15: self = .reg15
        case 16: self = .tunnelID
        case 17: self = .arpSHA
        case 18: self = .arpTHA
        case 19: self = .ipv6Source
        case 20: self = .ipv6Destination
        case 21: self = .icmpv6Type
        case 22: self = .icmpv6Code
        case 23: self = .ndTarget
        case 24: self = .ndSLL
        case 25: self = .ndTLL
        case 26: self = .ipFragment
        case 27: self = .ipv6FlowLabel
        case 28: self = .ipECN
        case 29: self = .ipTTL
        case 30: self = .mplsTTL
        case 31: self = .tunnelIPv4Source
        case 32: self = .tunnelIPv4Destination
        case 33: self = .pktMark
        case 34: self = .tcpFlags
        case 35: self = .datapathHash
        case 36: self = .recirculationID
        case 37: self = .conjunctionID
        case 38: self = .tunnelGroupPolicyID
        case 39: self = .tunnelGroupPolicyFlags
        case 104: self = .tunnelFlags
        case 105: self = .ctState
        case 106: self = .ctZone
        case 107: self = .ctMark
        case 108: self = .ctLabel
        case 109: self = .tunnelIPv6Source
        case 110: self = .tunnelIPv6Destination
        case 119: self = .ctProtocol
        case 120: self = .ctIPv4Source
        case 121: self = .ctIPv4Destination
        case 122: self = .ctIPv6Source
        case 123: self = .ctIPv6Destination
        case 124: self = .ctTransportSource
        case 125: self = .ctTransportDestination
        default: return nil
        }
    }

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
