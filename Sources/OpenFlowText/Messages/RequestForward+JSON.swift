import OpenFlow

/// The other controller's message is an object of its own, with its xid and type.
extension RequestForward: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        var inner: MessageText
        switch request {
        case .group(let mod): inner = MessageText(xid: xid, message: .groupMod(mod))
        case .meter(let mod): inner = MessageText(xid: xid, message: .meterMod(mod))
        }
        try form.object("request", &inner)
        guard form.isReading else { return }
        xid = inner.xid
        switch inner.message {
        case .groupMod(let mod): request = .group(mod)
        case .meterMod(let mod): request = .meter(mod)
        default: throw form.wrong(at: "request", "this is never forwarded", "write a group_mod or a meter_mod")
        }
        guard inner.message.encodeWithinLimit(xid: inner.xid) != nil else {
            throw form.wrong(at: "request", "the message is longer than 65535 bytes", "put less into it")
        }
    }
}
