/// Adds, changes or deletes flows (OpenFlow 1.3.5 §7.3.4.1).
public struct FlowMod: Hashable, Sendable {
    public enum Command: UInt8, Hashable, Sendable {
        case add = 0
        case modify = 1
        case modifyStrict = 2
        case delete = 3
        case deleteStrict = 4
    }

    public var cookie: UInt64
    /// Restricts modify and delete to flows whose cookie agrees in these bits; 0 restricts nothing.
    public var cookieMask: UInt64
    /// `FlowMod.allTables` in a delete means every one.
    public var table: UInt8
    public var command: Command
    /// Seconds without a packet until the flow goes, 0 for never.
    public var idleTimeout: UInt16
    /// Seconds until the flow goes, 0 for never.
    public var hardTimeout: UInt16
    public var priority: UInt16
    /// A buffered packet to run through the flow; `noBuffer` for none.
    public var bufferID: UInt32
    /// Restricts a delete to flows that output here; `PortNumber.any` restricts nothing.
    public var outPort: UInt32
    /// Restricts a delete to flows that go to this group; 0xffffffff restricts nothing.
    public var outGroup: UInt32
    public var flags: FlowFlags
    public var match: FlowMatch
    public var instructions: InstructionList

    public static let allTables: UInt8 = 0xff
    public static let noBuffer: UInt32 = 0xffff_ffff
    public static let anyGroup: UInt32 = 0xffff_ffff

    public init(
        command: Command = .add, table: UInt8, priority: UInt16 = 0x8000, cookie: UInt64 = 0, cookieMask: UInt64 = 0,
        idleTimeout: UInt16 = 0, hardTimeout: UInt16 = 0, bufferID: UInt32 = noBuffer, outPort: UInt32 = PortNumber.any,
        outGroup: UInt32 = anyGroup, flags: FlowFlags = [], match: FlowMatch = FlowMatch(),
        instructions: InstructionList = []
    ) {
        self.cookie = cookie
        self.cookieMask = cookieMask
        self.table = table
        self.command = command
        self.idleTimeout = idleTimeout
        self.hardTimeout = hardTimeout
        self.priority = priority
        self.bufferID = bufferID
        self.outPort = outPort
        self.outGroup = outGroup
        self.flags = flags
        self.match = match
        self.instructions = instructions
    }

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> FlowMod {
        try require(48, in: range, "ofp_flow_mod")
        let start = range.lowerBound
        guard let command = Command(rawValue: bytes.u8(start + 17)) else {
            throw OpenFlowError(offset: start + 17, field: "ofp_flow_mod.command", rule: .badValue)
        }
        let (match, end) = try FlowMatch.decode(bytes, (start + 40)..<range.upperBound)
        return FlowMod(
            command: command, table: bytes.u8(start + 16), priority: bytes.u16(start + 22), cookie: bytes.u64(start),
            cookieMask: bytes.u64(start + 8), idleTimeout: bytes.u16(start + 18), hardTimeout: bytes.u16(start + 20),
            bufferID: bytes.u32(start + 24), outPort: bytes.u32(start + 28), outGroup: bytes.u32(start + 32),
            flags: FlowFlags(rawValue: bytes.u16(start + 36)), match: match,
            instructions: try InstructionList.decode(bytes, end..<range.upperBound))
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(cookie)
        bytes.put(cookieMask)
        bytes.put(table)
        bytes.put(command.rawValue)
        bytes.put(idleTimeout)
        bytes.put(hardTimeout)
        bytes.put(priority)
        bytes.put(bufferID)
        bytes.put(outPort)
        bytes.put(outGroup)
        bytes.put(flags.rawValue)
        bytes.putZeros(2)
        match.encode(into: &bytes)
        instructions.encode(into: &bytes)
    }
}

/// Flags of a flow (OpenFlow 1.3.5 §7.3.4.1).
public struct FlowFlags: OptionSet, Hashable, Sendable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }
    /// Tell the controller when the flow goes.
    public static let sendFlowRemoved = FlowFlags(rawValue: 1)
    public static let checkOverlap = FlowFlags(rawValue: 2)
    public static let resetCounts = FlowFlags(rawValue: 4)
    public static let noPacketCounts = FlowFlags(rawValue: 8)
    public static let noByteCounts = FlowFlags(rawValue: 16)
}
