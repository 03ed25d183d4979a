import OpenFlow

extension PortStatus: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("reason", &reason, .name)
        try form.object("desc", &port)
    }
}

extension PortStatus.Reason: JSONNamed {
    var jsonName: String {
        switch self {
        case .add: "add"
        case .delete: "delete"
        case .modify: "modify"
        }
    }
}
