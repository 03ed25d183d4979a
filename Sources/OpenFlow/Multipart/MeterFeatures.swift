/// What meters a switch can have (OpenFlow 1.3.5 §7.3.5.14).
public struct MeterFeatures: Hashable, Sendable {
    /// Meters that the switch can have.
    public var maximumCount: UInt32
    /// A bit for each band type, bit n for type n.
    public var bandTypes: UInt32
    /// Bits of `MeterFlags`.
    public var capabilities: UInt32
    /// Bands of one meter.
    public var maximumBands: UInt8
    /// The highest colour that a packet can have.
    public var maximumColor: UInt8

    public init(
        maximumCount: UInt32, bandTypes: UInt32, capabilities: UInt32, maximumBands: UInt8, maximumColor: UInt8
    ) {
        self.maximumCount = maximumCount
        self.bandTypes = bandTypes
        self.capabilities = capabilities
        self.maximumBands = maximumBands
        self.maximumColor = maximumColor
    }

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> MeterFeatures {
        try requireExactly(16, in: range, "ofp_meter_features")
        let start = range.lowerBound
        return MeterFeatures(
            maximumCount: bytes.u32(start), bandTypes: bytes.u32(start + 4), capabilities: bytes.u32(start + 8),
            maximumBands: bytes.u8(start + 12), maximumColor: bytes.u8(start + 13))
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(maximumCount)
        bytes.put(bandTypes)
        bytes.put(capabilities)
        bytes.put(maximumBands)
        bytes.put(maximumColor)
        bytes.putZeros(2)
    }
}
