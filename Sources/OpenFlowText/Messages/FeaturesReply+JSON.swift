import OpenFlow

extension FeaturesReply: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("datapath_id", &datapathID, .hexadecimalNumber)
        try form.member("n_buffers", &bufferCount, .number, .optional)
        try form.member("n_tables", &tableCount, .number)
        try form.member("auxiliary_id", &auxiliaryID, .number, .optional)
        try form.member("capabilities", &capabilities, .capabilities, .optional)
    }
}

extension JSONScalar where Value == UInt32 {
    /// OFPC_* of OpenFlow 1.3.5 §7.3.1.
    static var capabilities: Self {
        flags([
            (1, "flow_stats"), (2, "table_stats"), (4, "port_stats"), (8, "group_stats"), (32, "ip_reasm"),
            (64, "queue_stats"), (256, "port_blocked"),
        ])
    }
}
