/// What a meter does above a rate (OpenFlow 1.3.5 §7.3.4.4). Rates are kilobits a second or packets a second, by the
/// meter's flags; bursts are kilobits or packets.
public enum MeterBand: Hashable, Sendable {
    /// Drops the packets above the rate.
    case drop(rate: UInt32, burst: UInt32)
    /// Raises the drop precedence in the IP DSCP by `level`.
    case dscpRemark(rate: UInt32, burst: UInt32, level: UInt8)
    /// Any other band, an experimenter's too, whole: 16 bytes or more, a multiple of 8, which its
    /// bytes 2 and 3 tell.
    case unknown([UInt8])

    private static let dropType: UInt16 = 1
    private static let dscpRemarkType: UInt16 = 2

    /// Reads bands until the end of `range`. A switch sends unknown ones, and Open vSwitch takes none of them.
    static func decodeList(
        _ bytes: RawSpan, _ range: Range<Int>, takesUnknown: Bool
    ) throws(OpenFlowError) -> [MeterBand] {
        var bands: [MeterBand] = []
        var offset = range.lowerBound
        while offset < range.upperBound {
            try require(16, in: offset..<range.upperBound, "ofp_meter_band_header")
            let length = Int(bytes.u16(offset + 2))
            guard length >= 16, length % 8 == 0, length <= range.upperBound - offset else {
                throw OpenFlowError(offset: offset + 2, field: "ofp_meter_band_header.len", rule: .badLength)
            }
            let band = offset..<(offset + length)
            switch bytes.u16(offset) {
            case dropType:
                try requireExactly(16, in: band, "ofp_meter_band_drop")
                bands.append(.drop(rate: bytes.u32(offset + 4), burst: bytes.u32(offset + 8)))
            case dscpRemarkType:
                try requireExactly(16, in: band, "ofp_meter_band_dscp_remark")
                bands.append(
                    .dscpRemark(
                        rate: bytes.u32(offset + 4), burst: bytes.u32(offset + 8), level: bytes.u8(offset + 12)))
            case _ where !takesUnknown:
                throw OpenFlowError(offset: offset, field: "ofp_meter_band_header.type", rule: .badType)
            default: bands.append(.unknown(bytes.array(band)))
            }
            offset += length
        }
        return bands
    }

    /// Appends the band.
    ///
    /// - Precondition: an unknown band is whole.
    func encode(into bytes: inout [UInt8]) {
        switch self {
        case .drop(let rate, let burst): Self.encode(Self.dropType, rate, burst, level: 0, into: &bytes)
        case .dscpRemark(let rate, let burst, let level):
            Self.encode(Self.dscpRemarkType, rate, burst, level: level, into: &bytes)
        case .unknown(let whole):
            precondition(Self.isWhole(whole), "a meter band's length disagrees with its bytes")
            bytes.append(contentsOf: whole)
        }
    }

    private static func isWhole(_ bytes: [UInt8]) -> Bool {
        bytes.count >= 16 && bytes.count % 8 == 0 && Int(bytes[2]) << 8 | Int(bytes[3]) == bytes.count
    }

    private static func encode(
        _ type: UInt16, _ rate: UInt32, _ burst: UInt32, level: UInt8, into bytes: inout [UInt8]
    ) {
        bytes.put(type)
        bytes.put(UInt16(16))
        bytes.put(rate)
        bytes.put(burst)
        bytes.put(level)
        bytes.putZeros(3)
    }
}

/// Flags of a meter (ofp_meter_flags).
public struct MeterFlags: OptionSet, Hashable, Sendable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }
    /// Rates are kilobits a second.
    public static let kilobitsPerSecond = MeterFlags(rawValue: 1)
    /// Rates are packets a second; not with `kilobitsPerSecond`.
    public static let packetsPerSecond = MeterFlags(rawValue: 2)
    /// Bands use their burst.
    public static let burst = MeterFlags(rawValue: 4)
    /// The switch counts what the meter sees.
    public static let statistics = MeterFlags(rawValue: 8)
    static let known: UInt16 = 0xf
}

/// Numbers of meters that stand for more than one (OpenFlow 1.3.5 §7.3.4.4).
public enum MeterNumber {
    /// The highest number of a single meter (OFPM_MAX).
    public static let max: UInt32 = 0xffff_0000
    /// Packets that Open vSwitch handles itself.
    public static let slowPath: UInt32 = 0xffff_fffd
    /// Packets to the controller.
    public static let controller: UInt32 = 0xffff_fffe
    /// Every meter, in a delete or a request (OFPM_ALL).
    public static let all: UInt32 = 0xffff_ffff
}
