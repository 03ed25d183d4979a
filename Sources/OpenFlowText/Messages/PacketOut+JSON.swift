import OpenFlow

extension PacketOut: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("buffer_id", &bufferID, .buffer, .optional)
        try form.member("in_port", &inPort, .port, .optional)
        try form.actions("actions", &actions, limit: ActionLimit.packetOut)
        try form.member("data", &data, .bytes, .optional)
    }
}
