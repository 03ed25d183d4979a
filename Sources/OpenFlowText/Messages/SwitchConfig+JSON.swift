import OpenFlow

extension SwitchConfig: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("flags", &flags, .named([(0, "frag_normal"), (1, "frag_drop"), (2, "frag_reasm")]), .optional)
        try form.member("miss_send_len", &missSendLength, .maxLength)
    }
}
