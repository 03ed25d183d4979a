/// What a flow has a packet go through (OpenFlow 1.3.5 §7.2.4).
public enum FlowInstruction: Hashable, Sendable {
    case meter(UInt32)
    case applyActions(ActionList)
    case clearActions
    case writeActions(ActionList)
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
    var order: Int {
        switch self {
        case .meter: 0
        case .applyActions: 1
        case .clearActions: 2
        case .writeActions: 3
        case .writeMetadata: 4
        case .gotoTable: 5
        }
    }

    static func order(kind: UInt16) -> Int {
        switch kind {
        case Kind.meter: 0
        case Kind.applyActions: 1
        case Kind.clearActions: 2
        case Kind.writeActions: 3
        case Kind.writeMetadata: 4
        default: 5
        }
    }

    /// An instruction of a list that was checked.
    init(checked bytes: RawSpan, _ range: Range<Int>) {
        self = (try? Self.decode(bytes, range)) ?? .clearActions
    }

    /// Reads instructions until the end of `range`, each kind at most once.
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
        return instructions
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
            return .writeActions(try ActionList.decode(bytes, (start + 8)..<range.upperBound))
        case Kind.applyActions:
            return .applyActions(try ActionList.decode(bytes, (start + 8)..<range.upperBound))
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

    /// Appends the instruction; nothing where it applies or writes no actions.
    func encode(into bytes: inout [UInt8]) {
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
            guard !actions.isEmpty else { return }
            if case .applyActions = self { bytes.put(Kind.applyActions) } else { bytes.put(Kind.writeActions) }
            bytes.put(UInt16(0))
            bytes.putZeros(4)
            actions.encode(into: &bytes)
            bytes.patch(bytes.count - start, at: start + 2)
        }
    }
}
