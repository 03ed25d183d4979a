import OpenFlow

extension FlowMonitorRequest: JSONDescribed {
    static let unread = FlowMonitorRequest(number: 0, flags: [])

    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("monitor_id", &number, .number)
        try form.member(
            "flags", &flags,
            .options([
                (.initial, "initial"), (.add, "add"), (.delete, "delete"), (.modify, "modify"), (.actions, "actions"),
                (.own, "own"),
            ]))
        try form.member("out_port", &outPort, .port, .optional)
        try form.member("table_id", &table, .table, .optional)
        try form.object("match", &match, .optional)
    }
}

extension FlowUpdate: JSONVariant {
    static let variantNames = ["added", "deleted", "modified", "abbrev"]

    var variantName: String {
        switch self {
        case .added: "added"
        case .deleted: "deleted"
        case .modified: "modified"
        case .abbreviated: "abbrev"
        }
    }

    static func variant(named name: String) -> FlowUpdate? {
        let flow = Flow(table: 0, priority: 0, cookie: 0, match: FlowMatch())
        return switch name {
        case "added": .added(flow)
        case "deleted": .deleted(flow, reason: 0)
        case "modified": .modified(flow)
        case "abbrev": .abbreviated(xid: 0)
        default: nil
        }
    }

    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        switch self {
        case .added(var flow):
            try flow.describe(&form)
            self = .added(flow)
        case .deleted(var flow, var reason):
            try form.member("reason", &reason, .flowRemovedReason)
            try flow.describe(&form)
            self = .deleted(flow, reason: reason)
        case .modified(var flow):
            try flow.describe(&form)
            self = .modified(flow)
        case .abbreviated(var xid):
            try form.member("xid", &xid, .number)
            self = .abbreviated(xid: xid)
        }
    }
}

extension FlowUpdate.Flow: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("table_id", &table, .number)
        try form.member("priority", &priority, .number)
        try form.member("cookie", &cookie, .hexadecimalNumber, .optional)
        try form.member("idle_timeout", &idleTimeout, .number, .optional)
        try form.member("hard_timeout", &hardTimeout, .number, .optional)
        try form.object("match", &match, .optional)
        try form.instructions("instructions", &instructions, .optional)
    }
}
