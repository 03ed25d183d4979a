public import NetworkTypes

/// Changes the behaviour of a port (OpenFlow 1.3.5 §7.3.4.3).
public struct PortMod: Hashable, Sendable {
    /// The port's number.
    public var number: UInt32
    /// Must be the port's own, as a check.
    public var hardwareAddress: MACAddress
    /// The new configuration, as far as the mask goes.
    public var configuration: PortDescription.Configuration
    /// The bits of `configuration` that change.
    public var mask: PortDescription.Configuration
    /// OFPPF_* bits to advertise; 0 leaves them.
    public var advertisedFeatures: UInt32

    public init(
        number: UInt32, hardwareAddress: MACAddress, configuration: PortDescription.Configuration,
        mask: PortDescription.Configuration, advertisedFeatures: UInt32 = 0
    ) {
        self.number = number
        self.hardwareAddress = hardwareAddress
        self.configuration = configuration
        self.mask = mask
        self.advertisedFeatures = advertisedFeatures
    }

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> PortMod {
        try requireExactly(32, in: range, "ofp_port_mod")
        let start = range.lowerBound
        try requirePort(bytes.u32(start), at: start, "ofp_port_mod.port_no")
        return PortMod(
            number: bytes.u32(start), hardwareAddress: MACAddress(bits: bytes.u48(start + 8)),
            configuration: PortDescription.Configuration(rawValue: bytes.u32(start + 16)),
            mask: PortDescription.Configuration(rawValue: bytes.u32(start + 20)),
            advertisedFeatures: bytes.u32(start + 24))
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(number)
        bytes.putZeros(4)
        bytes.put(UInt128(hardwareAddress.bits), count: 6)
        bytes.putZeros(2)
        bytes.put(configuration.rawValue)
        bytes.put(mask.rawValue)
        bytes.put(advertisedFeatures)
        bytes.putZeros(4)
    }
}
