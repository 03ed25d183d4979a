/// What the wire says about each match field, and the way back from a header to its field.
enum FieldTable {
    struct Layout: Sendable {
        let field: MatchField
        let header: FieldHeader
        let actionHeader: FieldHeader
        let byteCount: Int
        let isMaskable: Bool
        let prerequisite: Prerequisite
        let fullMask: UInt128
    }

    /// Indexed by the field's raw value.
    static let layouts: [Layout] = rows.map { Layout($0) }
    /// Fields whose value takes two words of a match (48 and 64 bits: value, mask), and four (128 bits).
    static let twoWords = bitmap { $0.byteCount > 4 && $0.byteCount < 16 }
    static let fourWords = bitmap { $0.byteCount == 16 }
    private static let openFlow = numbered(0x8000)
    private static let nicira0 = numbered(0)
    private static let nicira1 = numbered(1)
    private static let experimenters = layouts.filter { $0.header.oxmClass == FieldHeader.experimenterClass }

    @inline(__always)
    static func layout(_ field: MatchField) -> Layout { layouts[Int(field.rawValue)] }

    private static func bitmap(_ isIn: (Layout) -> Bool) -> UInt128 {
        layouts.reduce(0) { isIn($1) ? $0 | UInt128(1) << UInt128($1.field.rawValue) : $0 }
    }

    /// The fields of a class, by their number.
    private static func numbered(_ oxmClass: UInt16) -> [MatchField?] {
        var fields = [MatchField?](repeating: nil, count: 128)
        for layout in layouts {
            for header in [layout.header, layout.actionHeader] where header.oxmClass == oxmClass {
                fields[Int(header.field)] = layout.field
            }
        }
        return fields
    }

    /// The field of a header, whatever its length says.
    static func field(_ header: FieldHeader) -> MatchField? {
        switch header.oxmClass {
        case 0x8000: return openFlow[Int(header.field & 0x7f)]
        case 0: return nicira0[Int(header.field & 0x7f)]
        case 1: return nicira1[Int(header.field & 0x7f)]
        case FieldHeader.experimenterClass:
            for layout in experimenters
            where layout.header.field == header.field && layout.header.experimenter == header.experimenter {
                return layout.field
            }
            return nil
        default: return nil
        }
    }
}

extension FieldTable.Layout {
    fileprivate init(_ row: FieldTable.Row) {
        let experimenter: UInt32 = row.oxmClass == FieldHeader.experimenterClass ? ExperimenterID.onf : 0
        field = row.field
        byteCount = row.byteCount
        isMaskable = row.isMaskable
        prerequisite = row.prerequisite
        header = FieldHeader(
            oxmClass: row.oxmClass, field: row.number,
            length: UInt8(row.byteCount + (experimenter == 0 ? 0 : 4)), experimenter: experimenter)
        if let nicira = row.nicira {
            actionHeader = FieldHeader(
                oxmClass: nicira.oxmClass, field: nicira.number, length: UInt8(row.byteCount))
        } else {
            actionHeader = header
        }
        fullMask =
            switch row.field {
            case .vlanID: 0x1fff
            case .ipFragment: 0x3
            default: row.byteCount == 16 ? .max : UInt128(1) << UInt128(row.byteCount * 8) - 1
            }
    }
}

extension FieldTable {
    fileprivate struct Row {
        let field: MatchField
        let oxmClass: UInt16
        let number: UInt8
        let byteCount: Int
        let isMaskable: Bool
        let prerequisite: Prerequisite
        let nicira: (oxmClass: UInt16, number: UInt8)?

        init(
            _ field: MatchField, _ oxmClass: UInt16, _ number: UInt8, _ byteCount: Int, _ isMaskable: Bool,
            _ prerequisite: Prerequisite = .none, nicira: (oxmClass: UInt16, number: UInt8)? = nil
        ) {
            self.field = field
            self.oxmClass = oxmClass
            self.number = number
            self.byteCount = byteCount
            self.isMaskable = isMaskable
            self.prerequisite = prerequisite
            self.nicira = nicira
        }
    }

    /// Field, class, number, bytes, maskable, prerequisite, Nicira's older number. In the order of `MatchField`.
    fileprivate static let rows: [Row] = [
        Row(.packetType, 0x8000, 44, 4, false),
        Row(.datapathHash, 0x0001, 35, 4, true),
        Row(.recirculationID, 0x0001, 36, 4, false),
        Row(.conjunctionID, 0x0001, 37, 4, false),
        Row(.inPort, 0x8000, 0, 4, false),
        Row(.actionSetOutput, 0xffff, 43, 4, false),
        Row(.ethSource, 0x8000, 4, 6, true, nicira: (0, 2)),
        Row(.ethDestination, 0x8000, 3, 6, true, nicira: (0, 1)),
        Row(.ethType, 0x8000, 5, 2, false, nicira: (0, 3)),
        Row(.vlanID, 0x8000, 6, 2, true),
        Row(.vlanPriority, 0x8000, 7, 1, false, .vlan),
        Row(.mplsTrafficClass, 0x8000, 35, 1, false, .mpls),
        Row(.mplsBottomOfStack, 0x8000, 36, 1, false, .mpls),
        Row(.mplsTTL, 0x0001, 30, 1, false, .mpls),
        Row(.mplsLabel, 0x8000, 34, 4, false, .mpls),
        Row(.ipv4Source, 0x8000, 11, 4, true, .ipv4, nicira: (0, 7)),
        Row(.ipv4Destination, 0x8000, 12, 4, true, .ipv4, nicira: (0, 8)),
        Row(.ipv6Source, 0x8000, 26, 16, true, .ipv6, nicira: (1, 19)),
        Row(.ipv6Destination, 0x8000, 27, 16, true, .ipv6, nicira: (1, 20)),
        Row(.ipFragment, 0x0001, 26, 1, true, .ip),
        Row(.ipDSCP, 0x8000, 8, 1, false, .ip),
        Row(.ipECN, 0x8000, 9, 1, false, .ip, nicira: (1, 28)),
        Row(.ipTTL, 0x0001, 29, 1, false, .ip),
        Row(.ipv6FlowLabel, 0x8000, 28, 4, true, .ipv6, nicira: (1, 27)),
        Row(.ipProtocol, 0x8000, 10, 1, false, .ip, nicira: (0, 6)),
        Row(.tcpSource, 0x8000, 13, 2, true, .tcp, nicira: (0, 9)),
        Row(.tcpDestination, 0x8000, 14, 2, true, .tcp, nicira: (0, 10)),
        Row(.tcpFlags, 0xffff, 42, 2, true, .tcp, nicira: (1, 34)),
        Row(.udpSource, 0x8000, 15, 2, true, .udp, nicira: (0, 11)),
        Row(.udpDestination, 0x8000, 16, 2, true, .udp, nicira: (0, 12)),
        Row(.sctpSource, 0x8000, 17, 2, true, .sctp),
        Row(.sctpDestination, 0x8000, 18, 2, true, .sctp),
        Row(.icmpv4Type, 0x8000, 19, 1, false, .icmpv4, nicira: (0, 13)),
        Row(.icmpv4Code, 0x8000, 20, 1, false, .icmpv4, nicira: (0, 14)),
        Row(.icmpv6Type, 0x8000, 29, 1, false, .icmpv6, nicira: (1, 21)),
        Row(.icmpv6Code, 0x8000, 30, 1, false, .icmpv6, nicira: (1, 22)),
        Row(.ndTarget, 0x8000, 31, 16, true, .neighborDiscovery, nicira: (1, 23)),
        Row(.ndSLL, 0x8000, 32, 6, true, .neighborSolicitation, nicira: (1, 24)),
        Row(.ndTLL, 0x8000, 33, 6, true, .neighborAdvertisement, nicira: (1, 25)),
        Row(.arpOperation, 0x8000, 21, 2, false, .arp, nicira: (0, 15)),
        Row(.arpSPA, 0x8000, 22, 4, true, .arp, nicira: (0, 16)),
        Row(.arpTPA, 0x8000, 23, 4, true, .arp, nicira: (0, 17)),
        Row(.arpSHA, 0x8000, 24, 6, true, .arp, nicira: (1, 17)),
        Row(.arpTHA, 0x8000, 25, 6, true, .arp, nicira: (1, 18)),
        Row(.tunnelID, 0x8000, 38, 8, true, nicira: (1, 16)),
        Row(.tunnelFlags, 0x0001, 104, 2, true),
        Row(.tunnelIPv4Source, 0x0001, 31, 4, true),
        Row(.tunnelIPv4Destination, 0x0001, 32, 4, true),
        Row(.tunnelIPv6Source, 0x0001, 109, 16, true),
        Row(.tunnelIPv6Destination, 0x0001, 110, 16, true),
        Row(.reg0, 0x0001, 0, 4, true),
        Row(.reg1, 0x0001, 1, 4, true),
        Row(.reg2, 0x0001, 2, 4, true),
        Row(.reg3, 0x0001, 3, 4, true),
        Row(.reg4, 0x0001, 4, 4, true),
        Row(.reg5, 0x0001, 5, 4, true),
        Row(.reg6, 0x0001, 6, 4, true),
        Row(.reg7, 0x0001, 7, 4, true),
        Row(.reg8, 0x0001, 8, 4, true),
        Row(.reg9, 0x0001, 9, 4, true),
        Row(.reg10, 0x0001, 10, 4, true),
        Row(.reg11, 0x0001, 11, 4, true),
        Row(.reg12, 0x0001, 12, 4, true),
        Row(.reg13, 0x0001, 13, 4, true),
        Row(.reg14, 0x0001, 14, 4, true),
        Row(.reg15, 0x0001, 15, 4, true),
        Row(.pktMark, 0x0001, 33, 4, true),
        Row(.ctState, 0x0001, 105, 4, true),
        Row(.ctZone, 0x0001, 106, 2, false),
        Row(.ctMark, 0x0001, 107, 4, true),
        Row(.ctLabel, 0x0001, 108, 16, true),
        Row(.ctIPv4Source, 0x0001, 120, 4, true, .tracked),
        Row(.ctIPv6Source, 0x0001, 122, 16, true, .tracked),
        Row(.ctIPv4Destination, 0x0001, 121, 4, true, .tracked),
        Row(.ctIPv6Destination, 0x0001, 123, 16, true, .tracked),
        Row(.ctProtocol, 0x0001, 119, 1, false, .tracked),
        Row(.ctTransportSource, 0x0001, 124, 2, true, .tracked),
        Row(.ctTransportDestination, 0x0001, 125, 2, true, .tracked),
        Row(.metadata, 0x8000, 2, 8, true),
    ]
}
