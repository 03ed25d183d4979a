import OpenFlow

extension TableMod: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("table_id", &table, .table)
        try form.member("config", &configuration, .hexadecimalNumber, .optional)
    }
}

extension TableStats: JSONDescribed {
    static let unread = TableStats(table: 0, activeCount: 0, lookupCount: 0, matchedCount: 0)

    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("table_id", &table, .number)
        try form.member("active_count", &activeCount, .number)
        try form.member("lookup_count", &lookupCount, .number)
        try form.member("matched_count", &matchedCount, .number)
    }
}
