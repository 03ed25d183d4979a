import OpenFlow

extension PacketIn2: JSONDescribed {
    static let unread = PacketIn2(packet: [])

    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("packet", &packet, .bytes)
        try form.member("full_len", &fullLength, ifPresent: .number)
        try form.member("buffer_id", &bufferID, ifPresent: .number)
        try form.member("table_id", &table, .number, .optional)
        try form.member("cookie", &cookie, .hexadecimalNumber, .optional)
        try form.member("reason", &reason, .packetInReason, .optional)
        try form.object("metadata", &metadata, .optional)
        try form.member("userdata", &userdata, ifPresent: .bytes)
        try form.member("continuation", &continuation, ifPresent: .bytes)
        guard form.isReading || !unknown.isEmpty else { return }
        try form.member("unknown", &unknown, .bytes, .optional)
    }
}
