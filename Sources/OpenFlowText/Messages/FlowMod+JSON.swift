import OpenFlow

extension FlowMod: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("command", &command, .name, .optional)
        try form.member("table_id", &table, .table)
        try form.member("priority", &priority, .number, .optional)
        try form.member("cookie", &cookie, .hexadecimalNumber, .optional)
        try form.member("cookie_mask", &cookieMask, .hexadecimalNumber, .optional)
        try form.member("idle_timeout", &idleTimeout, .number, .optional)
        try form.member("hard_timeout", &hardTimeout, .number, .optional)
        try form.member("buffer_id", &bufferID, .buffer, .optional)
        try form.member("out_port", &outPort, .port, .optional)
        try form.member("out_group", &outGroup, .group, .optional)
        try form.member("flags", &flags, .options(FlowFlags.jsonNames), .optional)
        try form.object("match", &match, .optional)
        try form.instructions("instructions", &instructions, .optional)
    }
}

extension FlowMod.Command: JSONNamed {
    var jsonName: String {
        switch self {
        case .add: "add"
        case .modify: "modify"
        case .modifyStrict: "modify_strict"
        case .delete: "delete"
        case .deleteStrict: "delete_strict"
        }
    }
}

extension FlowFlags {
    static let jsonNames: [(bit: FlowFlags, name: String)] = [
        (.sendFlowRemoved, "send_flow_rem"), (.checkOverlap, "check_overlap"), (.resetCounts, "reset_counts"),
        (.noPacketCounts, "no_pkt_counts"), (.noByteCounts, "no_byt_counts"),
    ]
}
