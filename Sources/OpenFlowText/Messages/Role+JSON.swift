import OpenFlow

extension RoleRequest: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("role", &role, .name)
        try form.member("generation_id", &generation, .hexadecimalNumber, .optional)
    }
}

extension RoleStatus: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("role", &role, .name)
        try form.member(
            "reason", &reason, .named([(0, "master_request"), (1, "config"), (2, "experimenter")]))
        try form.member("generation_id", &generation, .hexadecimalNumber, .optional)
    }
}

extension RoleRequest.Role: JSONNamed {
    var jsonName: String {
        switch self {
        case .noChange: "nochange"
        case .equal: "equal"
        case .master: "master"
        case .slave: "slave"
        }
    }
}
