/// Type numbers of the flow monitor's messages: ONF's extension 187 for 1.3.
enum FlowMonitorType {
    /// Of the multipart request and reply.
    static let monitor: UInt32 = 1870
    static let cancel: UInt32 = 1870
    static let paused: UInt32 = 1871
    static let resumed: UInt32 = 1872
}

/// Asks to be told of changes to flows: ONF's extension 187 for 1.3 (multipart type 1870), as Open vSwitch has it.
public struct FlowMonitorRequest: Hashable, Sendable, MultipartEntry {
    public struct Flags: OptionSet, Hashable, Sendable {
        public let rawValue: UInt16
        public init(rawValue: UInt16) { self.rawValue = rawValue }
        /// The flows that are there now.
        public static let initial = Flags(rawValue: 1)
        public static let add = Flags(rawValue: 2)
        public static let delete = Flags(rawValue: 4)
        public static let modify = Flags(rawValue: 8)
        /// With their instructions.
        public static let actions = Flags(rawValue: 16)
        /// The changes of this very connection whole, and not abbreviated to their xids.
        public static let own = Flags(rawValue: 32)
        static let known: UInt16 = 0x3f
    }

    /// The monitor's number, which the controller chooses, to cancel it by.
    public var number: UInt32
    /// At least one of add, delete and modify.
    public var flags: Flags
    /// Restricts to flows that output here; `PortNumber.any` restricts nothing.
    public var outPort: UInt32
    /// `FlowMod.allTables` for every one.
    public var table: UInt8
    public var match: FlowMatch

    public init(
        number: UInt32, flags: Flags, outPort: UInt32 = PortNumber.any, table: UInt8 = FlowMod.allTables,
        match: FlowMatch = FlowMatch()
    ) {
        self.number = number
        self.flags = flags
        self.outPort = outPort
        self.table = table
        self.match = match
    }

    private static let headerSize = 16

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> (FlowMonitorRequest, end: Int) {
        try require(headerSize, in: range, "onf_flow_monitor_request")
        let start = range.lowerBound
        let flags = Flags(rawValue: bytes.u16(start + 4))
        guard flags.rawValue & ~Flags.known == 0, !flags.isDisjoint(with: [.add, .delete, .modify]) else {
            throw OpenFlowError(offset: start + 4, field: "onf_flow_monitor_request.flags", rule: .badValue)
        }
        try requirePort(bytes.u32(start + 8), at: start + 8, "onf_flow_monitor_request.out_port")
        guard bytes.isZero((start + 13)..<(start + headerSize)) else {
            throw OpenFlowError(offset: start + 13, field: "onf_flow_monitor_request.zeros", rule: .badPadding)
        }
        // The length of the match stands in its own header too, which is the one that Open vSwitch goes by.
        let (match, end) = try FlowMatch.decode(bytes, (start + headerSize)..<range.upperBound)
        let request = FlowMonitorRequest(
            number: bytes.u32(start), flags: flags, outPort: bytes.u32(start + 8), table: bytes.u8(start + 12),
            match: match)
        return (request, end)
    }

    func encode(into bytes: inout [UInt8]) {
        let start = bytes.count
        bytes.put(number)
        bytes.put(flags.rawValue)
        bytes.put(UInt16(0))
        bytes.put(outPort)
        bytes.put(table)
        bytes.putZeros(3)
        match.encode(into: &bytes)
        bytes.repeatMatchLength(from: start + Self.headerSize, at: start + 6)
    }
}

extension [UInt8] {
    /// Writes the length of the match at `offset`, without its padding, a second time.
    mutating func repeatMatchLength(from offset: Int, at other: Int) {
        self[other] = self[offset + 2]
        self[other + 1] = self[offset + 3]
    }
}
