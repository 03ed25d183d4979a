/// A walk over the instructions of a flow, which checks each of them and its actions where they lie, as Open vSwitch 3.1
/// does before it takes them, and finds whether they are as Open vSwitch would write them. Nothing is built.
///
/// Source: OpenFlow 1.3.5 §7.2.4.
struct InstructionCheck {
    private(set) var actions: ActionCheck
    /// A bit for each kind that was there, by its place in the order of execution.
    private var seen: UInt8 = 0
    /// Where apply-actions and write-actions start; -1 for none.
    private var applied = -1
    private var written = -1
    private(set) var isCanonical = true

    /// Highest number of a meter (OpenFlow 1.3.5 §7.3.4.4, OFPM_MAX).
    private static let lastMeter: UInt32 = 0xffff_0000

    @inline(__always)
    init(_ facts: PacketFacts?) { actions = ActionCheck(facts) }

    /// Checks the instructions until the end of `range`; a goto must lead behind `table`.
    @inline(__always)
    mutating func list(_ bytes: RawSpan, _ range: Range<Int>, table: UInt8?) throws(OpenFlowError) {
        var offset = range.lowerBound
        let end = range.upperBound
        guard end <= bytes.byteCount, offset >= 0 else {
            throw ActionCheck.refused(offset, "ofp_instruction", .truncated)
        }
        while offset < end {
            guard end &- offset >= 8 else { throw ActionCheck.refused(offset, "ofp_instruction", .truncated) }
            let head = bytes.u32(offset)
            let length = Int(head & 0xffff)
            guard length >= 8, length & 7 == 0, length <= end &- offset else {
                throw ActionCheck.refused(offset &+ 2, "ofp_instruction.len", .badLength)
            }
            guard let order = FlowInstruction.order(kind: UInt16(truncatingIfNeeded: head >> 16)) else {
                throw ActionCheck.refused(offset, "ofp_instruction.type", .badType)
            }
            let bit: UInt8 = 1 &<< UInt8(truncatingIfNeeded: order)
            guard seen & bit == 0 else { throw ActionCheck.refused(offset, "ofp_instruction.type", .duplicate) }
            if seen > bit { isCanonical = false }
            seen |= bit
            try instruction(bytes, offset, length, table)
            offset &+= length
        }
        if applied &+ written != -2 { try judgeActions(bytes) }
    }

    /// Checks an instruction but for its actions.
    @inline(__always)
    private mutating func instruction(
        _ bytes: RawSpan, _ offset: Int, _ length: Int, _ table: UInt8?
    ) throws(OpenFlowError) {
        switch bytes.u16(offset) {
        case FlowInstruction.Kind.applyActions, FlowInstruction.Kind.writeActions:
            // Without actions it does nothing, and Open vSwitch forgets it.
            if length == 8 || bytes.u32(offset &+ 4) != 0 { isCanonical = false }
            if bytes.u16(offset) == FlowInstruction.Kind.applyActions { applied = offset } else { written = offset }
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
        if applied >= 0 {
            try actions.list(bytes, (applied &+ 8)..<(applied &+ Int(bytes.u16(applied &+ 2))), in: .apply)
        }
        if actions.hasConjunction, seen != Order.applyActions {
            throw ActionCheck.refused(applied, "nx_action_conjunction", .badType)
        }
        if actions.metadataOffset != nil, seen & Order.betweenApplyAndGoto != 0 {
            throw ActionCheck.refused(applied, "nx_action_write_metadata", .badType)
        }
        if written >= 0 {
            try actions.list(bytes, (written &+ 8)..<(written &+ Int(bytes.u16(written &+ 2))), in: .set)
        }
        if !actions.isCanonical { isCanonical = false }
    }

    /// Bits of `seen`.
    private enum Order {
        static let applyActions: UInt8 = 0b10
        /// Clear-actions, write-actions and write-metadata.
        static let betweenApplyAndGoto: UInt8 = 0b1_1100
    }
}
