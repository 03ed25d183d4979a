/// What a flow has a packet go through (OpenFlow 1.3.5 §7.2.4).
public enum FlowInstruction: Hashable, Sendable {
    case meter(UInt32)
    case applyActions([FlowAction])
    case clearActions
    case writeActions([FlowAction])
    case writeMetadata(value: UInt64, mask: UInt64)
    case gotoTable(UInt8)

    /// Type numbers of the wire.
    private enum Kind {
        static let gotoTable: UInt16 = 1
        static let writeMetadata: UInt16 = 2
        static let writeActions: UInt16 = 3
        static let applyActions: UInt16 = 4
        static let clearActions: UInt16 = 5
        static let meter: UInt16 = 6
    }

    /// The place in the order of execution, which is the order in which Open vSwitch writes instructions.
    private var order: Int {
        switch self {
        case .meter: 0
        case .applyActions: 1
        case .clearActions: 2
        case .writeActions: 3
        case .writeMetadata: 4
        case .gotoTable: 5
        }
    }

    /// `instructions` in the order in which Open vSwitch writes them. Apply with no actions does nothing, and goes.
    public static func canonical(_ instructions: [FlowInstruction]) -> [FlowInstruction] {
        let kept = instructions.filter { $0 != .applyActions([]) && $0 != .writeActions([]) }
        for (left, right) in zip(kept, kept.dropFirst()) where left.order > right.order {
            return kept.sorted { $0.order < $1.order }
        }
        return kept
    }

    /// Reads instructions until the end of `range`, each kind at most once, and gives them in canonical order.
    static func decodeList(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> [FlowInstruction] {
        var instructions: [FlowInstruction] = []
        var seen = 0
        var offset = range.lowerBound
        while offset < range.upperBound {
            try require(8, in: offset..<range.upperBound, "ofp_instruction")
            let length = Int(bytes.u16(offset + 2))
            guard length >= 8, length % 8 == 0, length <= range.upperBound - offset else {
                throw OpenFlowError(offset: offset + 2, field: "ofp_instruction.len", rule: .badLength)
            }
            let instruction = try decode(bytes, offset..<(offset + length))
            guard seen >> instruction.order & 1 == 0 else {
                throw OpenFlowError(offset: offset, field: "ofp_instruction.type", rule: .duplicate)
            }
            seen |= 1 << instruction.order
            instructions.append(instruction)
            offset += length
        }
        return canonical(instructions)
    }

    private static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> FlowInstruction {
        let start = range.lowerBound
        switch bytes.u16(start) {
        case Kind.gotoTable:
            try requireExactly(8, in: range, "ofp_instruction_goto_table")
            return .gotoTable(bytes.u8(start + 4))
        case Kind.writeMetadata:
            try requireExactly(24, in: range, "ofp_instruction_write_metadata")
            return .writeMetadata(value: bytes.u64(start + 8), mask: bytes.u64(start + 16))
        case Kind.writeActions:
            return .writeActions(try FlowAction.decodeList(bytes, (start + 8)..<range.upperBound))
        case Kind.applyActions:
            return .applyActions(try FlowAction.decodeList(bytes, (start + 8)..<range.upperBound))
        case Kind.clearActions:
            try requireExactly(8, in: range, "ofp_instruction_actions")
            return .clearActions
        case Kind.meter:
            try requireExactly(8, in: range, "ofp_instruction_meter")
            return .meter(bytes.u32(start + 4))
        default:
            throw OpenFlowError(offset: start, field: "ofp_instruction.type", rule: .badType)
        }
    }

    /// Appends the instructions in canonical order.
    ///
    /// - Precondition: the actions of one instruction fit in 65,527 bytes.
    public static func encode(_ instructions: [FlowInstruction], into bytes: inout [UInt8]) {
        for instruction in canonical(instructions) { instruction.encode(into: &bytes) }
    }

    private func encode(into bytes: inout [UInt8]) {
        let start = bytes.count
        switch self {
        case .gotoTable(let table):
            bytes.put(Kind.gotoTable)
            bytes.put(UInt16(8))
            bytes.put(table)
            bytes.putZeros(3)
        case .writeMetadata(let value, let mask):
            bytes.put(Kind.writeMetadata)
            bytes.put(UInt16(24))
            bytes.putZeros(4)
            bytes.put(value)
            bytes.put(mask)
        case .meter(let meter):
            bytes.put(Kind.meter)
            bytes.put(UInt16(8))
            bytes.put(meter)
        case .clearActions:
            bytes.put(Kind.clearActions)
            bytes.put(UInt16(8))
            bytes.putZeros(4)
        case .applyActions(let actions), .writeActions(let actions):
            if case .applyActions = self { bytes.put(Kind.applyActions) } else { bytes.put(Kind.writeActions) }
            bytes.put(UInt16(0))
            bytes.putZeros(4)
            for action in actions { action.encode(into: &bytes) }
            bytes.patch(bytes.count - start, at: start + 2)
        }
    }
}
