import OpenFlow

extension PortMod: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("port_no", &number, .port)
        try form.member("hw_addr", &hardwareAddress, .mac)
        try form.member("config", &configuration, .options(PortDescription.Configuration.jsonNames), .optional)
        try form.member("mask", &mask, .options(PortDescription.Configuration.jsonNames))
        try form.member("advertise", &advertisedFeatures, .portFeatures, .optional)
    }
}
