import OpenFlow

extension TLVTableMod: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("command", &command, .name)
        try form.array("mappings", &mappings, of: .unread, .optional)
    }
}

extension TLVTableMod.Command: JSONNamed {
    var jsonName: String {
        switch self {
        case .add: "add"
        case .delete: "delete"
        case .clear: "clear"
        }
    }
}

extension TLVTableReply: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("max_option_space", &maximumOptionSpace, .number)
        try form.member("max_fields", &maximumFields, .number)
        try form.array("mappings", &mappings, of: .unread, .optional)
    }
}

extension TLVMapping: JSONDescribed {
    static let unread = TLVMapping(optionClass: 0, optionType: 0, optionLength: 4, index: 0)

    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("option_class", &optionClass, .hexadecimalNumber)
        try form.member("option_type", &optionType, .hexadecimalNumber)
        try form.member("option_len", &optionLength, .number)
        try form.member("index", &index, .number)
    }
}
