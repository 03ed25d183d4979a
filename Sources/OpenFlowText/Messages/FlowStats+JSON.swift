import OpenFlow

extension FlowStatsRequest: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("table_id", &table, .table, .optional)
        try form.member("out_port", &outPort, .port, .optional)
        try form.member("out_group", &outGroup, .group, .optional)
        try form.member("cookie", &cookie, .hexadecimalNumber, .optional)
        try form.member("cookie_mask", &cookieMask, .hexadecimalNumber, .optional)
        try form.object("match", &match, .optional)
    }
}

extension FlowStatsEntry: JSONDescribed {
    static let unread = FlowStatsEntry(table: 0, priority: 0, cookie: 0, match: FlowMatch(), instructions: [])

    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("table_id", &table, .number)
        try form.member("duration_sec", &durationSeconds, .number, .optional)
        try form.member("duration_nsec", &durationNanoseconds, .number, .optional)
        try form.member("priority", &priority, .number)
        try form.member("idle_timeout", &idleTimeout, .number, .optional)
        try form.member("hard_timeout", &hardTimeout, .number, .optional)
        try form.member("flags", &flags, .options(FlowFlags.jsonNames), .optional)
        try form.member("cookie", &cookie, .hexadecimalNumber, .optional)
        try form.member("packet_count", &packetCount, .number, .optional)
        try form.member("byte_count", &byteCount, .number, .optional)
        var (match, instructions) = (match, instructions)
        try form.object("match", &match, .optional)
        try form.instructions("instructions", &instructions, .optional)
        guard form.isReading else { return }
        guard match.byteCount + instructions.byteCount <= OpenFlowLimit.flowLength else {
            throw form.wrong("the flow is longer than \(OpenFlowLimit.flowLength) bytes", "put less into it")
        }
        self.match = match
        self.instructions = instructions
    }
}

extension AggregateStats: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("packet_count", &packetCount, .number)
        try form.member("byte_count", &byteCount, .number)
        try form.member("flow_count", &flowCount, .number)
    }
}
