import OpenFlow

/// An object with one member, named as the specification names the instruction: `{"goto_table": {"table_id": 1}}`.
extension FlowInstruction: JSONVariant {
    static let variantNames = [
        "meter", "apply_actions", "clear_actions", "write_actions", "write_metadata", "goto_table",
    ]

    var variantName: String {
        switch self {
        case .meter: "meter"
        case .applyActions: "apply_actions"
        case .clearActions: "clear_actions"
        case .writeActions: "write_actions"
        case .writeMetadata: "write_metadata"
        case .gotoTable: "goto_table"
        }
    }

    static func variant(named name: String) -> FlowInstruction? {
        switch name {
        case "meter": .meter(0)
        case "apply_actions": .applyActions([])
        case "clear_actions": .clearActions
        case "write_actions": .writeActions([])
        case "write_metadata": .writeMetadata(value: 0, mask: .max)
        case "goto_table": .gotoTable(0)
        default: nil
        }
    }

    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        switch self {
        case .meter(var meter):
            try form.member("meter_id", &meter, .meter)
            self = .meter(meter)
        case .applyActions(var actions):
            try form.actions("actions", &actions, limit: InstructionLimit.actions)
            self = .applyActions(actions)
        case .writeActions(var actions):
            try form.actions("actions", &actions, limit: InstructionLimit.actions)
            self = .writeActions(actions)
        case .writeMetadata(var value, var mask):
            try form.member("metadata", &value, .hexadecimalNumber)
            try form.member("metadata_mask", &mask, .hexadecimalNumber, .optional)
            self = .writeMetadata(value: value, mask: mask)
        case .gotoTable(var table):
            try form.member("table_id", &table, .number)
            self = .gotoTable(table)
        case .clearActions: break
        }
    }
}

/// Bytes that instructions may take.
private enum InstructionLimit {
    /// The actions of one instruction in a FLOW_MOD: the rest of it takes 64 bytes.
    static let actions = OpenFlowLimit.messageLength / 8 * 8 - 64
}

extension JSONForm {
    /// A member that is an array of instructions.
    mutating func instructions(
        _ name: String, _ instructions: inout InstructionList, _ presence: Presence = .required
    ) throws(OpenFlowTextError) {
        var read: [FlowInstruction] = []
        try variants(name, instructions, presence) { (instruction: FlowInstruction, form) throws(OpenFlowTextError) in
            guard !read.contains(where: { $0.variantName == instruction.variantName }) else {
                throw form.wrong("\(instruction.variantName) is there twice", "write each instruction once at most")
            }
            read.append(instruction)
        }
        if isReading { instructions = InstructionList(read) }
    }
}
