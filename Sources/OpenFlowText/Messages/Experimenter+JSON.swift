import OpenFlow

extension Experimenter: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("experimenter", &experimenter, .experimenter)
        try form.member("exp_type", &type, .number)
        try form.member("data", &body, .bytes, .optional)
    }
}
