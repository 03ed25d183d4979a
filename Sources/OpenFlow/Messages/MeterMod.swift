/// Adds, changes or deletes a meter (OpenFlow 1.3.5 §7.3.4.4). Deleting a meter deletes the flows that go through it.
public struct MeterMod: Hashable, Sendable {
    /// What is done (ofp_meter_mod_command).
    public enum Command: UInt16, Hashable, Sendable {
        /// Adds a meter; an error where there is one of this number.
        case add = 0
        /// Changes a meter that is there.
        case modify = 1
        /// Deletes a meter, or all.
        case delete = 2
    }

    /// What is done with the meter.
    public var command: Command
    /// The meter; in a delete its number counts alone.
    public var meter: MeterConfig

    public init(command: Command, meter: MeterConfig) {
        self.command = command
        self.meter = meter
    }

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> MeterMod {
        try require(8, in: range, "ofp_meter_mod")
        let start = range.lowerBound
        guard let command = Command(rawValue: bytes.u16(start)) else {
            throw OpenFlowError(offset: start, field: "ofp_meter_mod.command", rule: .badValue)
        }
        let flags = MeterFlags(rawValue: bytes.u16(start + 2))
        guard flags.rawValue & ~MeterFlags.known == 0, !flags.isSuperset(of: [.kilobitsPerSecond, .packetsPerSecond])
        else {
            throw OpenFlowError(offset: start + 2, field: "ofp_meter_mod.flags", rule: .badValue)
        }
        let number = bytes.u32(start + 4)
        guard command == .delete || isUsable(number) else {
            throw OpenFlowError(offset: start + 4, field: "ofp_meter_mod.meter_id", rule: .badValue)
        }
        let bands = try MeterBand.decodeList(bytes, (start + 8)..<range.upperBound, takesUnknown: false)
        return MeterMod(command: command, meter: MeterConfig(number: number, flags: flags, bands: bands))
    }

    /// Numbers of single meters, and of the two that Open vSwitch uses for itself.
    private static func isUsable(_ number: UInt32) -> Bool {
        (1...MeterNumber.max).contains(number) || number == MeterNumber.slowPath || number == MeterNumber.controller
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(command.rawValue)
        bytes.put(meter.flags.rawValue)
        bytes.put(meter.number)
        for band in meter.bands { band.encode(into: &bytes) }
    }
}

/// A meter: its number and bands (OpenFlow 1.3.5 §7.3.5.13 for the form in a multipart reply).
public struct MeterConfig: Hashable, Sendable, MultipartEntry {
    /// The meter's number, or one of `MeterNumber`.
    public var number: UInt32
    /// What rates are counted in, and what else the meter does.
    public var flags: MeterFlags
    /// The bands, of which the one with the highest rate that is exceeded acts.
    public var bands: [MeterBand]

    public init(number: UInt32, flags: MeterFlags, bands: [MeterBand]) {
        self.number = number
        self.flags = flags
        self.bands = bands
    }

    /// Reads an `ofp_meter_config`; its length field says where it ends.
    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> (MeterConfig, end: Int) {
        try require(8, in: range, "ofp_meter_config")
        let start = range.lowerBound
        let length = Int(bytes.u16(start))
        guard length >= 8, length <= range.count else {
            throw OpenFlowError(offset: start, field: "ofp_meter_config.length", rule: .badLength)
        }
        let config = MeterConfig(
            number: bytes.u32(start + 4), flags: MeterFlags(rawValue: bytes.u16(start + 2)),
            bands: try MeterBand.decodeList(bytes, (start + 8)..<(start + length), takesUnknown: true))
        return (config, start + length)
    }

    func encode(into bytes: inout [UInt8]) {
        let start = bytes.count
        bytes.put(UInt16(0))
        bytes.put(flags.rawValue)
        bytes.put(number)
        for band in bands { band.encode(into: &bytes) }
        bytes.patch(bytes.count - start, at: start)
    }
}
