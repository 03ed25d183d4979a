import JSONText
import OpenFlow

/// The code is its name, "OFPBRC_BAD_TYPE", where it has one.
extension ErrorMessage: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("error_type", &type, .errorType)
        if type == Kind.experimenter { try form.member("experimenter", &experimenter, .experimenter) }
        let (type, experimenter) = (type, experimenter)
        try form.member(
            "code", &code,
            JSONScalar(
                expected: "the code's name such as \"OFPBRC_BAD_TYPE\", which must be one of this type, or its number",
                write: { code in
                    let error = ErrorMessage(type: type, code: code, experimenter: experimenter)
                    return error.name.map { .string($0) } ?? JSONScalar<UInt16>.number.write(code)
                },
                read: { json in
                    if let number = JSONScalar<UInt16>.number.read(json) { return number }
                    guard let name = json.string, let known = ErrorMessage(name: name), known.type == type,
                        known.experimenter == experimenter
                    else { return nil }
                    return known.code
                }))
        try form.member("data", &data, .bytes, .optional)
    }
}

extension JSONScalar where Value == UInt16 {
    /// OFPET_* of OpenFlow 1.3.5 §7.4.4.
    static var errorType: Self {
        named([
            (0, "hello_failed"), (1, "bad_request"), (2, "bad_action"), (3, "bad_instruction"), (4, "bad_match"),
            (5, "flow_mod_failed"), (6, "group_mod_failed"), (7, "port_mod_failed"), (8, "table_mod_failed"),
            (9, "queue_op_failed"), (10, "switch_config_failed"), (11, "role_request_failed"),
            (12, "meter_mod_failed"), (13, "table_features_failed"), (0xffff, "experimenter"),
        ])
    }
}

extension JSONScalar where Value == UInt32 {
    /// An experimenter's number.
    static var experimenter: Self {
        let hexadecimal = hexadecimalNumber
        let named = named([(ExperimenterID.onf, "onf"), (ExperimenterID.nicira, "nicira")])
        return Self(
            expected: "onf, nicira, or the experimenter's number in hexadecimal text",
            write: { value in
                let name = named.write(value)
                return name.string == nil ? hexadecimal.write(value) : name
            }, read: named.read)
    }
}
