import OpenFlow

extension SwitchDescription: JSONDescribed {
    static let unread = SwitchDescription(manufacturer: "", hardware: "", software: "", serialNumber: "", datapath: "")

    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("mfr_desc", &manufacturer, .text(limit: 255))
        try form.member("hw_desc", &hardware, .text(limit: 255))
        try form.member("sw_desc", &software, .text(limit: 255))
        try form.member("serial_num", &serialNumber, .text(limit: 31))
        try form.member("dp_desc", &datapath, .text(limit: 255))
    }
}
