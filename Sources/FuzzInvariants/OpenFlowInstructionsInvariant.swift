import OpenFlow

/// A list of instructions keeps its meaning through its bytes, and through the list that is built from its elements again.
///
/// The first byte chooses the flow's match, on which the prerequisites of actions hang; the rest is the list.
enum OpenFlowInstructionsInvariant {
    static func violation(of bytes: [UInt8]) -> String? {
        guard let choice = bytes.first else { return nil }
        let match = WireForm.matches[Int(choice) % WireForm.matches.count]
        guard let flowMod = WireForm.flowMod(match: WireForm.match(match), instructions: Array(bytes.dropFirst())),
            let (xid, message) = try? OpenFlowMessage.decode(flowMod), case .flowMod(let read) = message
        else { return nil }
        if let found = OpenFlowMessageInvariant.violation(of: message, xid: xid) { return found }
        var built = read
        built.instructions = []
        for instruction in read.instructions { built.instructions.append(rebuilt(instruction)) }
        if built != read { return "a list of the same instructions is another" }
        return OpenFlowMessage.flowMod(built).encode(xid: xid) == message.encode(xid: xid)
            ? nil : "a list of the same instructions is written as other bytes"
    }

    private static func rebuilt(_ instruction: FlowInstruction) -> FlowInstruction {
        switch instruction {
        case .applyActions(let actions): .applyActions(.init(actions.map { $0 }))
        case .writeActions(let actions): .writeActions(.init(actions.map { $0 }))
        case .meter, .clearActions, .writeMetadata, .gotoTable: instruction
        }
    }
}
