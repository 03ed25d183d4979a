import OpenFlow

extension PacketIn: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("buffer_id", &bufferID, .buffer, .optional)
        try form.member("total_len", &totalLength, .number)
        try form.member("reason", &reason, .packetInReason)
        try form.member("table_id", &table, .number)
        try form.member("cookie", &cookie, .hexadecimalNumber, .optional)
        try form.object("match", &match, .optional)
        try form.member("data", &data, .bytes, .optional)
    }
}

extension JSONScalar where Value == UInt8 {
    /// Why a packet comes to the controller: OFPR_* of OpenFlow 1.3.5 §7.4.1, and of 1.4 where Open vSwitch tells it.
    static var packetInReason: Self {
        named([
            (PacketIn.Reason.noMatch, "no_match"), (PacketIn.Reason.action, "action"),
            (PacketIn.Reason.invalidTTL, "invalid_ttl"), (3, "action_set"), (4, "group"), (5, "packet_out"),
        ])
    }
}
