/// Adds, changes or deletes flows (OpenFlow 1.3.5 §7.3.4.1).
public struct FlowMod: Hashable, Sendable {
    /// `ofp_flow_mod` without the message's header.
    private var body: FlowBytes

    public enum Command: UInt8, Hashable, Sendable {
        case add = 0
        case modify = 1
        case modifyStrict = 2
        case delete = 3
        case deleteStrict = 4
    }

    /// Bytes before the match.
    private static let prefix = 40

    public var cookie: UInt64 {
        get { body.u64(0) }
        set { body.put(newValue, at: 0) }
    }

    /// Restricts modify and delete to flows whose cookie agrees in these bits; 0 restricts nothing.
    public var cookieMask: UInt64 {
        get { body.u64(8) }
        set { body.put(newValue, at: 8) }
    }

    /// `FlowMod.allTables` in a delete means every one.
    public var table: UInt8 {
        get { body.u8(16) }
        set { body.put(newValue, at: 16) }
    }

    public var command: Command {
        get { Command(rawValue: body.u8(17)) ?? .add }
        set { body.put(newValue.rawValue, at: 17) }
    }

    /// Seconds without a packet until the flow goes, 0 for never.
    public var idleTimeout: UInt16 {
        get { body.u16(18) }
        set { body.put(newValue, at: 18) }
    }

    /// Seconds until the flow goes, 0 for never.
    public var hardTimeout: UInt16 {
        get { body.u16(20) }
        set { body.put(newValue, at: 20) }
    }

    public var priority: UInt16 {
        get { body.u16(22) }
        set { body.put(newValue, at: 22) }
    }

    /// A buffered packet to run through the flow; `noBuffer` for none.
    public var bufferID: UInt32 {
        get { body.u32(24) }
        set { body.put(newValue, at: 24) }
    }

    /// Restricts a delete to flows that output here; `PortNumber.any` restricts nothing.
    public var outPort: UInt32 {
        get { body.u32(28) }
        set { body.put(newValue, at: 28) }
    }

    /// Restricts a delete to flows that go to this group; `anyGroup` restricts nothing.
    public var outGroup: UInt32 {
        get { body.u32(32) }
        set { body.put(newValue, at: 32) }
    }

    public var flags: FlowFlags {
        get { FlowFlags(rawValue: body.u16(36)) }
        set { body.put(newValue.rawValue, at: 36) }
    }

    public var match: FlowMatch {
        get { body.match(prefix: Self.prefix) }
        set { body.setMatch(newValue, prefix: Self.prefix) }
    }

    public var instructions: InstructionList {
        get { body.instructions(prefix: Self.prefix) }
        set { body.setInstructions(newValue, prefix: Self.prefix) }
    }

    /// Bytes of the message, its header among them.
    public var byteCount: Int { MessageHeader.size + body.count }

    public static let allTables: UInt8 = 0xff
    public static let noBuffer: UInt32 = 0xffff_ffff
    public static let anyGroup: UInt32 = 0xffff_ffff

    public init(
        command: Command = .add, table: UInt8, priority: UInt16 = 0x8000, cookie: UInt64 = 0, cookieMask: UInt64 = 0,
        idleTimeout: UInt16 = 0, hardTimeout: UInt16 = 0, bufferID: UInt32 = noBuffer, outPort: UInt32 = PortNumber.any,
        outGroup: UInt32 = anyGroup, flags: FlowFlags = [], match: borrowing FlowMatch = FlowMatch(),
        instructions: borrowing InstructionList = []
    ) {
        let times = UInt64(idleTimeout) << 32 | UInt64(hardTimeout) << 16 | UInt64(priority)
        body = FlowBytes(
            [
                cookie, cookieMask, UInt64(table) << 56 | UInt64(command.rawValue) << 48 | times,
                UInt64(bufferID) << 32 | UInt64(outPort), UInt64(outGroup) << 32 | UInt64(flags.rawValue) << 16,
            ], match: match, instructions: instructions)
    }

    /// Adds the flow that a switch told of, with its timeouts and flags.
    public init(adding entry: FlowStatsEntry) {
        body = entry.flowBytes(prefix: Self.prefix)
        cookie = entry.cookie
        table = entry.table
        idleTimeout = entry.idleTimeout
        hardTimeout = entry.hardTimeout
        priority = entry.priority
        bufferID = Self.noBuffer
        outPort = PortNumber.any
        outGroup = Self.anyGroup
        flags = entry.flags
    }

    /// Reads what follows the message's header.
    ///
    /// - Throws: what Open vSwitch would refuse before it looks at its tables.
    @inline(__always)
    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> FlowMod {
        let start = range.lowerBound
        guard range.upperBound &- start >= 48 else { throw refused(start, "ofp_flow_mod", .truncated) }
        let command = bytes.u8(start &+ 17)
        guard command <= Command.deleteStrict.rawValue else {
            throw refused(start &+ 17, "ofp_flow_mod.command", .badValue)
        }
        let table = bytes.u8(start &+ 16)
        guard table != allTables || command >= Command.delete.rawValue else {
            throw refused(start &+ 16, "ofp_flow_mod.table_id", .badValue)
        }
        guard PortNumber.isValid(bytes.u32(start &+ 28)) else {
            throw refused(start &+ 28, "ofp_flow_mod.out_port", .badValue)
        }
        guard bytes.u16(start &+ 36) & ~FlowFlags.known == 0 else {
            throw refused(start &+ 36, "ofp_flow_mod.flags", .badValue)
        }
        // Open vSwitch passes over what stands in the padding.
        guard bytes.u16(start &+ 38) == 0 else { return try paddedWithOther(bytes, range, table) }
        return FlowMod(body: try FlowBytes(bytes, range, prefix: prefix, table: table, judgesActions: true))
    }

    @inline(never)
    private static func paddedWithOther(
        _ bytes: RawSpan, _ range: Range<Int>, _ table: UInt8
    ) throws(OpenFlowError) -> FlowMod {
        var flow = FlowMod(body: try FlowBytes(bytes, range, prefix: prefix, table: table, judgesActions: true))
        flow.body.put(UInt16(0), at: 38)
        return flow
    }

    @inline(__always)
    private init(body: FlowBytes) { self.body = body }

    @inline(never)
    private static func refused(_ offset: Int, _ field: String, _ rule: OpenFlowError.Rule) -> OpenFlowError {
        OpenFlowError(offset: offset, field: field, rule: rule)
    }

    @inline(__always)
    func encode(into bytes: inout [UInt8]) { body.encode(into: &bytes) }
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
    static let known: UInt16 = 0x1f
}
