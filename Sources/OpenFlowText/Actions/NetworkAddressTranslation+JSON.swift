import OpenFlow

extension NetworkAddressTranslation: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member(
            "flags", &flags,
            .options([
                (.source, "src"), (.destination, "dst"), (.persistent, "persistent"), (.protocolHash, "hash"),
                (.protocolRandom, "random"),
            ]), .optional)
        try form.member("addr_min", &firstAddress, ifPresent: .address)
        try form.member("addr_max", &lastAddress, ifPresent: .address)
        try form.member("proto_min", &firstPort, .number, .optional)
        try form.member("proto_max", &lastPort, .number, .optional)
    }
}
