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

    // The form that register load and move carry: Nicira's number where the field has one, as Open vSwitch writes it.
    public static func reg(_ number: UInt8) -> FieldHeader { FieldHeader(oxmClass: 1, field: number & 15, length: 4) }
    public static func xxreg(_ number: UInt8) -> FieldHeader {
        FieldHeader(oxmClass: 1, field: 111 + number & 3, length: 16)
    }
    public static let metadata = MatchField.metadata.actionHeader
    public static let inPort = FieldHeader(oxmClass: 0, field: 0, length: 2)
    public static let tunnelID = MatchField.tunnelID.actionHeader
    public static let tunnelIPv4Source = MatchField.tunnelIPv4Source.actionHeader
    public static let tunnelIPv4Destination = MatchField.tunnelIPv4Destination.actionHeader
    public static let tunnelIPv6Source = MatchField.tunnelIPv6Source.actionHeader
    public static let tunnelIPv6Destination = MatchField.tunnelIPv6Destination.actionHeader
    public static let ethSource = MatchField.ethSource.actionHeader
    public static let ethDestination = MatchField.ethDestination.actionHeader
    public static let vlanTCI = FieldHeader(oxmClass: 0, field: 4, length: 2)
    public static let arpOperation = MatchField.arpOperation.actionHeader
    public static let arpSPA = MatchField.arpSPA.actionHeader
    public static let arpTPA = MatchField.arpTPA.actionHeader
    public static let arpSHA = MatchField.arpSHA.actionHeader
    public static let arpTHA = MatchField.arpTHA.actionHeader
    public static let ipv4Source = MatchField.ipv4Source.actionHeader
    public static let ipv4Destination = MatchField.ipv4Destination.actionHeader
    public static let ipv6Source = MatchField.ipv6Source.actionHeader
    public static let ipv6Destination = MatchField.ipv6Destination.actionHeader
    public static let ipTTL = MatchField.ipTTL.actionHeader
    public static let icmpv4Type = MatchField.icmpv4Type.actionHeader
    public static let icmpv4Code = MatchField.icmpv4Code.actionHeader
    public static let icmpv6Type = MatchField.icmpv6Type.actionHeader
    public static let icmpv6Code = MatchField.icmpv6Code.actionHeader
    public static let ndTarget = MatchField.ndTarget.actionHeader
    public static let ndSLL = MatchField.ndSLL.actionHeader
    public static let ndTLL = MatchField.ndTLL.actionHeader
    public static let tcpSource = MatchField.tcpSource.actionHeader
    public static let tcpDestination = MatchField.tcpDestination.actionHeader
    public static let udpSource = MatchField.udpSource.actionHeader
    public static let udpDestination = MatchField.udpDestination.actionHeader
    public static let ctZone = MatchField.ctZone.actionHeader
    public static let ctMark = MatchField.ctMark.actionHeader
    public static let ctLabel = MatchField.ctLabel.actionHeader
    public static let pktMark = MatchField.pktMark.actionHeader
}
