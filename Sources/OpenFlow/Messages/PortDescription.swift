public import NetworkTypes

/// A port of a switch (OpenFlow 1.3.5 §7.2.1).
public struct PortDescription: Hashable, Sendable, MultipartEntry {
    /// What was set (ofp_port_config).
    public struct Configuration: OptionSet, Hashable, Sendable {
        public let rawValue: UInt32
        public init(rawValue: UInt32) { self.rawValue = rawValue }
        public static let down = Configuration(rawValue: 1)
        public static let noReceive = Configuration(rawValue: 4)
        public static let noForward = Configuration(rawValue: 32)
        public static let noPacketIn = Configuration(rawValue: 64)
    }

    /// What the switch found (ofp_port_state).
    public struct State: OptionSet, Hashable, Sendable {
        public let rawValue: UInt32
        public init(rawValue: UInt32) { self.rawValue = rawValue }
        public static let linkDown = State(rawValue: 1)
        public static let blocked = State(rawValue: 2)
        public static let live = State(rawValue: 4)
    }

    /// The port's number.
    public var number: UInt32
    /// The port's Ethernet address.
    public var hardwareAddress: MACAddress
    /// At most 15 bytes of UTF-8.
    public var name: String
    /// What was set.
    public var configuration: Configuration
    /// What the switch found.
    public var state: State
    /// OFPPF_* bits: what is now, what is offered, what could be, what the peer offers.
    public var currentFeatures: UInt32
    public var advertisedFeatures: UInt32
    public var supportedFeatures: UInt32
    public var peerFeatures: UInt32
    /// Kilobits a second.
    public var currentSpeed: UInt32
    public var maximumSpeed: UInt32

    public init(
        number: UInt32, hardwareAddress: MACAddress, name: String, configuration: Configuration = [],
        state: State = [], currentFeatures: UInt32 = 0, advertisedFeatures: UInt32 = 0, supportedFeatures: UInt32 = 0,
        peerFeatures: UInt32 = 0, currentSpeed: UInt32 = 0, maximumSpeed: UInt32 = 0
    ) {
        self.number = number
        self.hardwareAddress = hardwareAddress
        self.name = name
        self.configuration = configuration
        self.state = state
        self.currentFeatures = currentFeatures
        self.advertisedFeatures = advertisedFeatures
        self.supportedFeatures = supportedFeatures
        self.peerFeatures = peerFeatures
        self.currentSpeed = currentSpeed
        self.maximumSpeed = maximumSpeed
    }

    static let size = 64

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> PortDescription {
        try requireExactly(size, in: range, "ofp_port")
        let start = range.lowerBound
        try requirePort(bytes.u32(start), at: start, "ofp_port.port_no")
        return PortDescription(
            number: bytes.u32(start), hardwareAddress: MACAddress(bits: bytes.u48(start + 8)),
            name: bytes.text((start + 16)..<(start + 32)),
            configuration: Configuration(rawValue: bytes.u32(start + 32)),
            state: State(rawValue: bytes.u32(start + 36)), currentFeatures: bytes.u32(start + 40),
            advertisedFeatures: bytes.u32(start + 44), supportedFeatures: bytes.u32(start + 48),
            peerFeatures: bytes.u32(start + 52), currentSpeed: bytes.u32(start + 56),
            maximumSpeed: bytes.u32(start + 60))
    }

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> (PortDescription, end: Int) {
        try require(size, in: range, "ofp_port")
        let end = range.lowerBound + size
        return (try decode(bytes, range.lowerBound..<end), end)
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(number)
        bytes.putZeros(4)
        bytes.put(UInt128(hardwareAddress.bits), count: 6)
        bytes.putZeros(2)
        bytes.put(text: name, length: 16)
        bytes.put(configuration.rawValue)
        bytes.put(state.rawValue)
        for number in [
            currentFeatures, advertisedFeatures, supportedFeatures, peerFeatures, currentSpeed, maximumSpeed,
        ] { bytes.put(number) }
    }
}
