import JSONText
import NetworkTypes
import OpenFlow

extension BundleControl: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("bundle_id", &bundleID, .number)
        try form.member("control_type", &kind, .name)
        try form.member("flags", &flags, .options(BundleFlags.jsonNames), .optional)
        guard form.isReading || !properties.isEmpty else { return }
        try form.member("properties", &properties, .bytes, .optional)
    }
}

extension BundleControl.Kind: JSONNamed {
    var jsonName: String {
        switch self {
        case .openRequest: "open_request"
        case .openReply: "open_reply"
        case .closeRequest: "close_request"
        case .closeReply: "close_reply"
        case .commitRequest: "commit_request"
        case .commitReply: "commit_reply"
        case .discardRequest: "discard_request"
        case .discardReply: "discard_reply"
        }
    }
}

extension BundleFlags {
    static let jsonNames: [(bit: BundleFlags, name: String)] = [(.atomic, "atomic"), (.ordered, "ordered")]
}

/// The inner message is an object of its own; one that this codec would write in other bytes is hexadecimal text.
extension BundleAdd: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("bundle_id", &bundleID, .number)
        try form.member("flags", &flags, .options(BundleFlags.jsonNames), .optional)
        if !form.isReading, let inner = try? OpenFlowMessage.decode(message), inner.message.isBundled,
            inner.message.encodeWithinLimit(xid: inner.xid) == message
        {
            var nested = MessageText(xid: inner.xid, message: inner.message)
            try form.object("message", &nested)
        } else if form.isReading, form.isObject("message") {
            var nested = MessageText(xid: 0, message: .featuresRequest)
            try form.object("message", &nested)
            guard nested.message.isBundled else {
                throw form.wrong(at: "message", "bundles do not nest", "write a flow_mod, for example")
            }
            do {
                message = try nested.encode()
            } catch {
                throw form.wrong(at: "message", error.problem, error.remedy)
            }
        } else {
            try form.member("message", &message, .bytes)
        }
        guard form.isReading || !properties.isEmpty else { return }
        try form.member("properties", &properties, .bytes, .optional)
    }
}

extension OpenFlowMessage {
    /// Whether a bundle may hold the message: it is none about bundles itself.
    fileprivate var isBundled: Bool {
        switch self {
        case .bundleAdd, .bundleControl: false
        default: true
        }
    }
}
