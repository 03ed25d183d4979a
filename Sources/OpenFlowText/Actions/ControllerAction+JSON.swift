import OpenFlow

extension ControllerAction: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("max_len", &maxLength, .maxLength, .optional)
        try form.member("id", &id, .number, .optional)
        try form.member("reason", &reason, .packetInReason, .optional)
        try form.member("userdata", &userdata, .bytes(limit: ActionLimit.packetOut - 64), .optional)
        try form.member("pause", &pauses, .truth, .optional)
        try form.member("meter_id", &meter, ifPresent: .meter)
    }
}
