/// What the wire says about one match field.
struct FieldLayout: Sendable {
    /// A numbering of fields: the class of an OXM, and the experimenter's number where the class is 0xffff.
    enum Numbering: UInt8, Sendable {
        case basic
        case nicira
        case onf
        case niciraExperimenter
        case nsh
        case ericsson

        @inline(__always)
        var oxmClass: UInt32 {
            switch self {
            case .basic: 0x8000
            case .nicira: 0x0001
            case .onf, .niciraExperimenter, .nsh: 0xffff
            case .ericsson: 0x1000
            }
        }

        @inline(__always)
        var experimenter: UInt32 {
            switch self {
            case .basic, .nicira, .ericsson: 0
            case .onf: ExperimenterID.onf
            case .niciraExperimenter: ExperimenterID.nicira
            case .nsh: ExperimenterID.networkServiceHeader
            }
        }
    }

    /// Nicira's older number of a field, by which register load and move name it: class 0 or 1.
    struct Alias: Sendable {
        let oxmClass: UInt8
        let number: UInt8

        @inline(__always)
        init(_ oxmClass: UInt8, _ number: UInt8) {
            self.oxmClass = oxmClass
            self.number = number
        }
    }

    /// What a value has to be looked at for.
    enum Care: UInt8, Sendable {
        /// Any value is good.
        case none
        /// It has fewer bits than its bytes.
        case bits
        /// It is a port's number.
        case port
        /// `PacketFacts` learn from it; it may have fewer bits, too.
        case facts
        /// It always has a mask; it may have fewer bits, too.
        case mask
    }

    /// The four bytes of the header without a mask.
    let headerWord: UInt32
    let field: MatchField
    let numbering: Numbering
    let number: UInt8
    let byteCount: UInt8
    /// Bits of the value that may be other than zero.
    let bitCount: UInt8
    let isMaskable: Bool
    let prerequisite: Prerequisite
    let care: Care
    /// Class 0xff where there is none.
    let alias: Alias

    @inline(__always)
    private init(
        _ field: MatchField, _ numbering: Numbering, _ number: UInt8, bytes: UInt8, bits: UInt8 = 0,
        isMaskable: Bool = false, _ prerequisite: Prerequisite = .none, nicira: Alias = Alias(0xff, 0)
    ) {
        self.field = field
        self.numbering = numbering
        self.number = number
        byteCount = bytes
        bitCount = bits == 0 ? bytes &* 8 : bits
        self.isMaskable = isMaskable
        self.prerequisite = prerequisite
        alias = nicira
        let extra: UInt32 = numbering.experimenter == 0 ? 0 : 4
        headerWord = numbering.oxmClass &<< 16 | UInt32(number) &<< 9 | (UInt32(bytes) &+ extra)
        switch field {
        case .inPort, .actionSetOutput: care = .port
        case .tunnelFlags: care = .mask
        case .packetType, .ethType, .vlanID, .ipProtocol, .ipFragment, .icmpv4Type, .icmpv4Code, .icmpv6Type,
            .icmpv6Code, .ctState:
            care = .facts
        default: care = bits == 0 ? .none : .bits
        }
    }

    /// The four bytes of the header with a mask.
    @inline(__always)
    var maskedHeaderWord: UInt32 { (headerWord | FieldHeader.maskBit) &+ UInt32(byteCount) }

    /// Bytes of the header, an experimenter's number among them.
    @inline(__always)
    var headerSize: Int { numbering.experimenter == 0 ? 4 : 8 }

    var header: FieldHeader {
        FieldHeader(
            oxmClass: UInt16(truncatingIfNeeded: numbering.oxmClass), field: number,
            length: UInt8(truncatingIfNeeded: headerWord), experimenter: numbering.experimenter)
    }

    var actionHeader: FieldHeader {
        alias.oxmClass == 0xff
            ? header : FieldHeader(oxmClass: UInt16(alias.oxmClass), field: alias.number, length: byteCount)
    }

    /// Ones in the bits that a value may have.
    @inline(__always)
    var valueMask: UInt128 { bitCount == 128 ? .max : (1 &<< UInt128(bitCount)) &- 1 }

    /// A mask with these bits is no mask. A field of fewer bits than its bytes have still has a mask of whole bytes, but
    /// for these two, of which Open vSwitch keeps the bits that exist.
    @inline(__always)
    var fullMask: UInt128 {
        switch field {
        case .vlanID, .ipFragment: valueMask
        default: byteMask
        }
    }

    /// The bits of a mask that Open vSwitch keeps. Of a tunnel's flags it sees one bit, and never thinks that this is all.
    @inline(__always)
    var keptMask: UInt128 { field == .tunnelFlags ? valueMask : fullMask }

    /// `fullMask` and `keptMask` of a field of at most eight bytes.
    @inline(__always)
    var narrowFullMask: UInt64 {
        let bits: UInt8 = field == .vlanID || field == .ipFragment ? bitCount : byteCount &* 8
        return .max &>> (64 &- UInt64(bits))
    }

    @inline(__always)
    var narrowKeptMask: UInt64 { field == .tunnelFlags ? UInt64(truncatingIfNeeded: valueMask) : narrowFullMask }

    /// Ones in every byte of the field.
    @inline(__always)
    var byteMask: UInt128 { byteCount == 16 ? .max : (1 &<< (UInt128(byteCount) &* 8)) &- 1 }

    /// Every field, at the place of its raw value. All of it is constant, so that the compiler lays it out as data: what
    /// is worked out at the first use is asked for at each use whether it is there.
    static let table: InlineArray<102, FieldLayout> = [
        FieldLayout(.packetType, .basic, 44, bytes: 4),
        FieldLayout(.datapathHash, .nicira, 35, bytes: 4, isMaskable: true),
        FieldLayout(.recirculationID, .nicira, 36, bytes: 4),
        FieldLayout(.conjunctionID, .nicira, 37, bytes: 4),
        FieldLayout(.inPort, .basic, 0, bytes: 4),
        FieldLayout(.inPhysicalPort, .basic, 1, bytes: 4),
        FieldLayout(.actionSetOutput, .onf, 43, bytes: 4),
        FieldLayout(.ethSource, .basic, 4, bytes: 6, isMaskable: true, .ethernet, nicira: .init(0, 2)),
        FieldLayout(.ethDestination, .basic, 3, bytes: 6, isMaskable: true, .ethernet, nicira: .init(0, 1)),
        FieldLayout(.ethType, .basic, 5, bytes: 2, .ethernet, nicira: .init(0, 3)),
        FieldLayout(.vlanID, .basic, 6, bytes: 2, bits: 13, isMaskable: true, .ethernet),
        FieldLayout(.vlanPriority, .basic, 7, bytes: 1, bits: 3, .vlan),
        FieldLayout(.mplsTrafficClass, .basic, 35, bytes: 1, bits: 3, .mpls),
        FieldLayout(.mplsBottomOfStack, .basic, 36, bytes: 1, bits: 1, .mpls),
        FieldLayout(.mplsTTL, .nicira, 30, bytes: 1, .mpls),
        FieldLayout(.mplsLabel, .basic, 34, bytes: 4, bits: 20, .mpls),
        FieldLayout(.pbbISID, .basic, 37, bytes: 3, isMaskable: true, .providerBackbone),
        FieldLayout(.ipv4Source, .basic, 11, bytes: 4, isMaskable: true, .ipv4, nicira: .init(0, 7)),
        FieldLayout(.ipv4Destination, .basic, 12, bytes: 4, isMaskable: true, .ipv4, nicira: .init(0, 8)),
        FieldLayout(.ipv6Source, .basic, 26, bytes: 16, isMaskable: true, .ipv6, nicira: .init(1, 19)),
        FieldLayout(.ipv6Destination, .basic, 27, bytes: 16, isMaskable: true, .ipv6, nicira: .init(1, 20)),
        FieldLayout(.ipFragment, .nicira, 26, bytes: 1, bits: 2, isMaskable: true, .ip),
        FieldLayout(.ipDSCP, .basic, 8, bytes: 1, bits: 6, .ip),
        FieldLayout(.ipECN, .basic, 9, bytes: 1, bits: 2, .ip, nicira: .init(1, 28)),
        FieldLayout(.ipTTL, .nicira, 29, bytes: 1, .ip),
        FieldLayout(.ipv6FlowLabel, .basic, 28, bytes: 4, bits: 20, isMaskable: true, .ipv6, nicira: .init(1, 27)),
        FieldLayout(.ipv6ExtensionHeaders, .basic, 39, bytes: 2, bits: 9, isMaskable: true, .ipv6),
        FieldLayout(.ipProtocol, .basic, 10, bytes: 1, .ip, nicira: .init(0, 6)),
        FieldLayout(.tcpSource, .basic, 13, bytes: 2, isMaskable: true, .tcp, nicira: .init(0, 9)),
        FieldLayout(.tcpDestination, .basic, 14, bytes: 2, isMaskable: true, .tcp, nicira: .init(0, 10)),
        FieldLayout(.tcpFlags, .onf, 42, bytes: 2, bits: 12, isMaskable: true, .tcp, nicira: .init(1, 34)),
        FieldLayout(.udpSource, .basic, 15, bytes: 2, isMaskable: true, .udp, nicira: .init(0, 11)),
        FieldLayout(.udpDestination, .basic, 16, bytes: 2, isMaskable: true, .udp, nicira: .init(0, 12)),
        FieldLayout(.sctpSource, .basic, 17, bytes: 2, isMaskable: true, .sctp),
        FieldLayout(.sctpDestination, .basic, 18, bytes: 2, isMaskable: true, .sctp),
        FieldLayout(.icmpv4Type, .basic, 19, bytes: 1, .icmpv4, nicira: .init(0, 13)),
        FieldLayout(.icmpv4Code, .basic, 20, bytes: 1, .icmpv4, nicira: .init(0, 14)),
        FieldLayout(.icmpv6Type, .basic, 29, bytes: 1, .icmpv6, nicira: .init(1, 21)),
        FieldLayout(.icmpv6Code, .basic, 30, bytes: 1, .icmpv6, nicira: .init(1, 22)),
        FieldLayout(.ndReserved, .ericsson, 1, bytes: 4, .neighborDiscovery),
        FieldLayout(.ndTarget, .basic, 31, bytes: 16, isMaskable: true, .neighborDiscovery, nicira: .init(1, 23)),
        FieldLayout(.ndOptionsType, .ericsson, 2, bytes: 1, .neighborDiscovery),
        FieldLayout(.ndSLL, .basic, 32, bytes: 6, isMaskable: true, .neighborSolicitation, nicira: .init(1, 24)),
        FieldLayout(.ndTLL, .basic, 33, bytes: 6, isMaskable: true, .neighborAdvertisement, nicira: .init(1, 25)),
        FieldLayout(.arpOperation, .basic, 21, bytes: 2, bits: 8, .arp, nicira: .init(0, 15)),
        FieldLayout(.arpSPA, .basic, 22, bytes: 4, isMaskable: true, .arp, nicira: .init(0, 16)),
        FieldLayout(.arpTPA, .basic, 23, bytes: 4, isMaskable: true, .arp, nicira: .init(0, 17)),
        FieldLayout(.arpSHA, .basic, 24, bytes: 6, isMaskable: true, .arp, nicira: .init(1, 17)),
        FieldLayout(.arpTHA, .basic, 25, bytes: 6, isMaskable: true, .arp, nicira: .init(1, 18)),
        FieldLayout(.tunnelID, .basic, 38, bytes: 8, isMaskable: true, nicira: .init(1, 16)),
        FieldLayout(.tunnelFlags, .nicira, 104, bytes: 2, bits: 1, isMaskable: true),
        FieldLayout(.tunnelIPv4Source, .nicira, 31, bytes: 4, isMaskable: true),
        FieldLayout(.tunnelIPv4Destination, .nicira, 32, bytes: 4, isMaskable: true),
        FieldLayout(.tunnelIPv6Source, .nicira, 109, bytes: 16, isMaskable: true),
        FieldLayout(.tunnelIPv6Destination, .nicira, 110, bytes: 16, isMaskable: true),
        FieldLayout(.tunnelGroupPolicyID, .nicira, 38, bytes: 2, isMaskable: true),
        FieldLayout(.tunnelGroupPolicyFlags, .nicira, 39, bytes: 1, isMaskable: true),
        FieldLayout(.tunnelERSPANIndex, .niciraExperimenter, 11, bytes: 4, isMaskable: true),
        FieldLayout(.tunnelERSPANVersion, .niciraExperimenter, 12, bytes: 1, isMaskable: true),
        FieldLayout(.tunnelERSPANDirection, .niciraExperimenter, 13, bytes: 1, isMaskable: true),
        FieldLayout(.tunnelERSPANHardwareID, .niciraExperimenter, 14, bytes: 1, isMaskable: true),
        FieldLayout(.tunnelGTPUFlags, .niciraExperimenter, 15, bytes: 1, isMaskable: true),
        FieldLayout(.tunnelGTPUMessageType, .niciraExperimenter, 16, bytes: 1, isMaskable: true),
        FieldLayout(.nshFlags, .nsh, 1, bytes: 1, isMaskable: true, .serviceHeader),
        FieldLayout(.nshTTL, .nsh, 10, bytes: 1, bits: 6, .serviceHeader),
        FieldLayout(.nshMetadataType, .nsh, 2, bytes: 1, bits: 2, .serviceHeader),
        FieldLayout(.nshNextProtocol, .nsh, 3, bytes: 1, .serviceHeader),
        FieldLayout(.nshServicePathID, .nsh, 4, bytes: 4, bits: 24, .serviceHeader),
        FieldLayout(.nshServiceIndex, .nsh, 5, bytes: 1, .serviceHeader),
        FieldLayout(.nshContext1, .nsh, 6, bytes: 4, isMaskable: true, .serviceHeader),
        FieldLayout(.nshContext2, .nsh, 7, bytes: 4, isMaskable: true, .serviceHeader),
        FieldLayout(.nshContext3, .nsh, 8, bytes: 4, isMaskable: true, .serviceHeader),
        FieldLayout(.nshContext4, .nsh, 9, bytes: 4, isMaskable: true, .serviceHeader),
        FieldLayout(.reg0, .nicira, 0, bytes: 4, isMaskable: true),
        FieldLayout(.reg1, .nicira, 1, bytes: 4, isMaskable: true),
        FieldLayout(.reg2, .nicira, 2, bytes: 4, isMaskable: true),
        FieldLayout(.reg3, .nicira, 3, bytes: 4, isMaskable: true),
        FieldLayout(.reg4, .nicira, 4, bytes: 4, isMaskable: true),
        FieldLayout(.reg5, .nicira, 5, bytes: 4, isMaskable: true),
        FieldLayout(.reg6, .nicira, 6, bytes: 4, isMaskable: true),
        FieldLayout(.reg7, .nicira, 7, bytes: 4, isMaskable: true),
        FieldLayout(.reg8, .nicira, 8, bytes: 4, isMaskable: true),
        FieldLayout(.reg9, .nicira, 9, bytes: 4, isMaskable: true),
        FieldLayout(.reg10, .nicira, 10, bytes: 4, isMaskable: true),
        FieldLayout(.reg11, .nicira, 11, bytes: 4, isMaskable: true),
        FieldLayout(.reg12, .nicira, 12, bytes: 4, isMaskable: true),
        FieldLayout(.reg13, .nicira, 13, bytes: 4, isMaskable: true),
        FieldLayout(.reg14, .nicira, 14, bytes: 4, isMaskable: true),
        FieldLayout(.reg15, .nicira, 15, bytes: 4, isMaskable: true),
        FieldLayout(.pktMark, .nicira, 33, bytes: 4, isMaskable: true),
        FieldLayout(.ctState, .nicira, 105, bytes: 4, bits: 8, isMaskable: true),
        FieldLayout(.ctZone, .nicira, 106, bytes: 2),
        FieldLayout(.ctMark, .nicira, 107, bytes: 4, isMaskable: true),
        FieldLayout(.ctLabel, .nicira, 108, bytes: 16, isMaskable: true),
        FieldLayout(.ctIPv4Source, .nicira, 120, bytes: 4, isMaskable: true, .validConnection),
        FieldLayout(.ctIPv6Source, .nicira, 122, bytes: 16, isMaskable: true, .validConnection),
        FieldLayout(.ctIPv4Destination, .nicira, 121, bytes: 4, isMaskable: true, .validConnection),
        FieldLayout(.ctIPv6Destination, .nicira, 123, bytes: 16, isMaskable: true, .validConnection),
        FieldLayout(.ctProtocol, .nicira, 119, bytes: 1, .validConnection),
        FieldLayout(.ctTransportSource, .nicira, 124, bytes: 2, isMaskable: true, .validConnection),
        FieldLayout(.ctTransportDestination, .nicira, 125, bytes: 2, isMaskable: true, .validConnection),
        FieldLayout(.metadata, .basic, 2, bytes: 8, isMaskable: true),
    ]
}
