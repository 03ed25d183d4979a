import OpenFlow

/// A list of actions keeps its meaning through its bytes, and through the list that is built from its elements again.
///
/// The bytes are a list of actions; it goes into a packet-out.
enum OpenFlowActionsInvariant {
    static func violation(of bytes: [UInt8]) -> String? {
        guard let packetOut = WireForm.packetOut(actions: bytes),
            let (xid, message) = try? OpenFlowMessage.decode(packetOut), case .packetOut(let read) = message
        else { return nil }
        if let found = OpenFlowMessageInvariant.violation(of: message, xid: xid) { return found }
        var built = read
        built.actions = []
        for action in read.actions { built.actions.append(action) }
        if built != read { return "a list of the same actions is another" }
        return OpenFlowMessage.packetOut(built).encode(xid: xid) == message.encode(xid: xid)
            ? nil : "a list of the same actions is written as other bytes"
    }
}
