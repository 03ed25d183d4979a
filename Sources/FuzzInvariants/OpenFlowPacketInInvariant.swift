import OpenFlow

/// A view of a packet-in says what the message says, and takes the same messages. The bytes are what follows the header.
enum OpenFlowPacketInInvariant {
    static func violation(of bytes: [UInt8]) -> String? {
        guard let message = WireForm.message(type: 10, bytes) else { return nil }
        let view = try? PacketInView(message.span.bytes)
        guard let (xid, decoded) = try? OpenFlowMessage.decode(message), case .packetIn(let packetIn) = decoded else {
            return view == nil ? nil : "the view takes what the message refuses"
        }
        guard let view else { return "the view refuses what the message takes" }
        let isSame =
            view.xid == xid && view.bufferID == packetIn.bufferID && view.totalLength == packetIn.totalLength
            && view.reason == packetIn.reason && view.table == packetIn.table && view.cookie == packetIn.cookie
            && view.inPort == packetIn.match.inPort && Array(message[view.frame]) == packetIn.data
        if !isSame { return "the view says something else" }
        if (try? view.match(in: message.span.bytes)) != packetIn.match { return "the view has another match" }
        return OpenFlowMessageInvariant.violation(of: decoded, xid: xid)
    }
}
