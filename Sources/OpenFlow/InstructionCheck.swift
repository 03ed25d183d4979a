/// A walk over the instructions of a flow, which checks each of them and its actions where they lie, as Open vSwitch 3.1
/// does before it takes them, and finds whether they are as Open vSwitch would write them. Nothing is built.
///
/// Source: OpenFlow 1.3.5 §7.2.4.
struct InstructionCheck {
    private(set) var actions: ActionCheck
    /// Where each kind of instruction starts, by its place in the order of execution; -1 where it is not there.
    private(set) var offsets = InlineArray<6, Int>(repeating: -1)
    private(set) var isCanonical = true
    private let table: UInt8?

    /// Highest number of a meter (OpenFlow 1.3.5 §7.3.4.5, OFPM_MAX).
    private static let lastMeter: UInt32 = 0xffff_0000

    @inline(__always)
    init(_ facts: PacketFacts?, table: UInt8?) {
        actions = ActionCheck(facts)
        self.table = table
    }

    /// Checks the instructions until the end of `range`.
    @inline(__always)
    mutating func list(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) {
        var offset = range.lowerBound
        let end = range.upperBound
        guard end <= bytes.byteCount, offset >= 0 else {
            throw ActionCheck.refused(offset, "ofp_instruction", .truncated)
        }
        var last = -1
        while offset < end {
            guard end &- offset >= 8 else { throw ActionCheck.refused(offset, "ofp_instruction", .truncated) }
            let length = Int(bytes.u16(offset &+ 2))
            guard length >= 8, length & 7 == 0, length <= end &- offset else {
                throw ActionCheck.refused(offset &+ 2, "ofp_instruction.len", .badLength)
            }
            guard let order = FlowInstruction.order(kind: bytes.u16(offset)) else {
                throw ActionCheck.refused(offset, "ofp_instruction.type", .badType)
            }
            guard offsets[order] < 0 else { throw ActionCheck.refused(offset, "ofp_instruction.type", .duplicate) }
            offsets[order] = offset
            if order < last { isCanonical = false }
            last = order
            try instruction(bytes, offset, length)
            offset &+= length
        }
        try judgeActions(bytes)
    }

    /// Checks an instruction but for its actions.
    @inline(__always)
    private mutating func instruction(_ bytes: RawSpan, _ offset: Int, _ length: Int) throws(OpenFlowError) {
        switch bytes.u16(offset) {
        case FlowInstruction.Kind.applyActions, FlowInstruction.Kind.writeActions:
            // Without actions it does nothing, and Open vSwitch forgets it.
            if length == 8 || bytes.u32(offset &+ 4) != 0 { isCanonical = false }
        case FlowInstruction.Kind.gotoTable:
            try exactly(8, offset, length)
            guard table.map({ $0 == 0xff || bytes.u8(offset &+ 4) > $0 }) ?? true else {
                throw ActionCheck.refused(offset &+ 4, "ofp_instruction_goto_table.table_id")
            }
            if bytes.u32(offset &+ 4) & 0xff_ffff != 0 { isCanonical = false }
        case FlowInstruction.Kind.writeMetadata:
            try exactly(24, offset, length)
            if bytes.u32(offset &+ 4) != 0 { isCanonical = false }
        case FlowInstruction.Kind.meter:
            try exactly(8, offset, length)
            guard bytes.u32(offset &+ 4) &- 1 < Self.lastMeter else {
                throw ActionCheck.refused(offset &+ 4, "ofp_instruction_meter.meter_id")
            }
        default:
            try exactly(8, offset, length)
            if bytes.u32(offset &+ 4) != 0 { isCanonical = false }
        }
    }

    @inline(__always)
    private func exactly(_ count: Int, _ offset: Int, _ length: Int) throws(OpenFlowError) {
        guard length == count else { throw ActionCheck.refused(offset &+ 2, "ofp_instruction.len", .badLength) }
    }

    /// Checks the actions in the order of execution: what is applied changes the packet for what is written.
    @inline(__always)
    private mutating func judgeActions(_ bytes: RawSpan) throws(OpenFlowError) {
        let applied = offsets[1]
        if applied >= 0 {
            try actions.list(bytes, (applied &+ 8)..<(applied &+ Int(bytes.u16(applied &+ 2))), in: .apply)
        }
        if actions.hasConjunction {
            for order in 0..<6 where order != 1 && offsets[order] >= 0 {
                throw ActionCheck.refused(offsets[order], "nx_action_conjunction", .badType)
            }
        }
        if let metadata = actions.metadataOffset {
            for order in 2...4 where offsets[order] >= 0 {
                throw ActionCheck.refused(metadata, "nx_action_write_metadata", .badType)
            }
        }
        let written = offsets[3]
        if written >= 0 {
            try actions.list(bytes, (written &+ 8)..<(written &+ Int(bytes.u16(written &+ 2))), in: .set)
        }
        if !actions.isCanonical { isCanonical = false }
    }
}
