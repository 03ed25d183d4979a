import OpenFlow

/// What is read is written as bytes that are read as the same again, and writing those changes them no more.
enum OpenFlowMessageInvariant {
    static func violation(of bytes: [UInt8]) -> String? {
        guard let (xid, message) = try? OpenFlowMessage.decode(bytes) else { return nil }
        return violation(of: message, xid: xid)
    }

    static func violation(of message: OpenFlowMessage, xid: UInt32) -> String? {
        let written = message.encode(xid: xid)
        do {
            let (xidAgain, again) = try OpenFlowMessage.decode(written)
            if xidAgain != xid || again != message { return "what was written is read as another message" }
            if again.encode(xid: xid) != written { return "the same message is written as other bytes" }
        } catch {
            return "what was written cannot be read: \(error)"
        }
        return nil
    }
}
