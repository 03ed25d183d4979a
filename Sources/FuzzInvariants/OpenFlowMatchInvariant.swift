import OpenFlow

/// A flow's match keeps its meaning through its bytes, its fields, and the match that is built from these again.
///
/// The bytes are the match fields, one after another, without the header and the padding around them.
enum OpenFlowMatchInvariant {
    static func violation(of bytes: [UInt8]) -> String? {
        let match = WireForm.match(bytes)
        if let bytes = WireForm.packetIn(match: match), let found = OpenFlowMessageInvariant.violation(of: bytes) {
            return "packet-in: " + found
        }
        guard let flowMod = WireForm.flowMod(match: match, instructions: []),
            let (xid, message) = try? OpenFlowMessage.decode(flowMod), case .flowMod(let mod) = message
        else { return nil }
        if let lacking = mod.match.firstWithoutPrerequisite() { return "\(lacking) is there without its prerequisite" }
        return OpenFlowMessageInvariant.violation(of: message, xid: xid) ?? violation(of: mod.match)
    }

    /// Builds the match anew out of its fields, the last first.
    private static func violation(of match: FlowMatch) -> String? {
        guard match.unknown.isEmpty else { return nil }
        var built = FlowMatch()
        for field in match.fields.reversed() {
            guard let masked = match[field] else { return "\(field) is named but not there" }
            guard masked.value & ~masked.mask == 0, masked.mask & ~field.fullMask == 0, masked.mask != 0 else {
                return "\(field) is not normalised"
            }
            built.set(field, masked.value, mask: masked.mask)
        }
        if built != match { return "a match of the same fields is another" }
        for field in match.fields { built.remove(field) }
        return built == FlowMatch() ? nil : "a match whose fields were all removed is not empty"
    }
}
