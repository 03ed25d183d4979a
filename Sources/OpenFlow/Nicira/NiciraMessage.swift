/// A message of Nicira's extensions, as Open vSwitch has them in OpenFlow 1.3 (nicira-ext.h, ofp-msgs.h). Those of
/// which OpenFlow 1.3 has an equal of its own stay with the experimenter's messages that have no name.
public enum NiciraMessage: Hashable, Sendable {
    case packetIn(PacketIn2)
    case resume(PacketIn2)
    case setPacketInFormat(PacketInFormat)
    /// The number by which controller actions name this connection; 0 at first.
    case setControllerID(UInt16)
    case tlvTableMod(TLVTableMod)
    case tlvTableRequest
    case tlvTableReply(TLVTableReply)
    case setAsync(AsyncProperties)
    /// Forgets every connection of a conntrack zone. It has no reply but a barrier's.
    case flushZone(UInt16)
    /// Forgets the connections that agree with a tuple. It has no reply but a barrier's.
    case flushConnections(ConnectionFlush)

    /// How a switch writes its packet-ins.
    public enum PacketInFormat: UInt32, Hashable, Sendable {
        case standard = 0
        case nicira = 1
        /// As properties, which alone can have userdata and continuations.
        case nicira2 = 2
    }

    private enum Kind {
        static let setPacketInFormat: UInt32 = 16
        static let setControllerID: UInt32 = 20
        static let tlvTableMod: UInt32 = 24
        static let tlvTableRequest: UInt32 = 25
        static let tlvTableReply: UInt32 = 26
        static let setAsync: UInt32 = 27
        static let resume: UInt32 = 28
        static let flushZone: UInt32 = 29
        static let packetIn: UInt32 = 30
        static let flushConnections: UInt32 = 32
    }

    /// The subtype's number.
    var type: UInt32 {
        switch self {
        case .packetIn: Kind.packetIn
        case .resume: Kind.resume
        case .setPacketInFormat: Kind.setPacketInFormat
        case .setControllerID: Kind.setControllerID
        case .tlvTableMod: Kind.tlvTableMod
        case .tlvTableRequest: Kind.tlvTableRequest
        case .tlvTableReply: Kind.tlvTableReply
        case .setAsync: Kind.setAsync
        case .flushZone: Kind.flushZone
        case .flushConnections: Kind.flushConnections
        }
    }

    /// Reads what follows the experimenter's header; nil for a type without a name here.
    static func decode(
        _ bytes: RawSpan, _ range: Range<Int>, type: UInt32
    ) throws(OpenFlowError) -> NiciraMessage? {
        switch type {
        case Kind.packetIn: return .packetIn(try PacketIn2.decode(bytes, range))
        case Kind.resume: return .resume(try PacketIn2.decodeResume(bytes, range))
        case Kind.setPacketInFormat:
            try requireExactly(4, in: range, "nx_set_packet_in_format")
            guard let format = PacketInFormat(rawValue: bytes.u32(range.lowerBound)) else {
                throw OpenFlowError(
                    offset: range.lowerBound, field: "nx_set_packet_in_format.format", rule: .badValue)
            }
            return .setPacketInFormat(format)
        case Kind.setControllerID: return .setControllerID(try decodeNumber(bytes, range, "nx_controller_id"))
        case Kind.tlvTableMod: return .tlvTableMod(try TLVTableMod.decode(bytes, range))
        case Kind.tlvTableRequest:
            try requireExactly(0, in: range, "nx_tlv_table_request")
            return .tlvTableRequest
        case Kind.tlvTableReply: return .tlvTableReply(try TLVTableReply.decode(bytes, range))
        case Kind.setAsync: return .setAsync(try AsyncProperties.decode(bytes, range))
        case Kind.flushZone: return .flushZone(try decodeNumber(bytes, range, "nx_zone_id"))
        case Kind.flushConnections: return .flushConnections(try ConnectionFlush.decode(bytes, range))
        default: return nil
        }
    }

    /// Reads six zeros and a number.
    private static func decodeNumber(
        _ bytes: RawSpan, _ range: Range<Int>, _ field: String
    ) throws(OpenFlowError) -> UInt16 {
        try requireExactly(8, in: range, field)
        guard bytes.isZero(range.lowerBound..<(range.lowerBound + 6)) else {
            throw OpenFlowError(offset: range.lowerBound, field: field, rule: .badPadding)
        }
        return bytes.u16(range.lowerBound + 6)
    }

    func encode(into bytes: inout [UInt8]) {
        switch self {
        case .packetIn(let packetIn), .resume(let packetIn): packetIn.encode(into: &bytes)
        case .setPacketInFormat(let format): bytes.put(format.rawValue)
        case .setControllerID(let number), .flushZone(let number):
            bytes.putZeros(6)
            bytes.put(number)
        case .tlvTableMod(let mod): mod.encode(into: &bytes)
        case .tlvTableRequest: break
        case .tlvTableReply(let reply): reply.encode(into: &bytes)
        case .setAsync(let properties): properties.encode(into: &bytes)
        case .flushConnections(let flush): flush.encode(into: &bytes)
        }
    }
}
