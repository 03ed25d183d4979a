import JSONText
import OpenFlow

extension MeterStats: JSONDescribed {
    static let unread = MeterStats(
        number: 0, flowCount: 0, input: .unread, durationSeconds: 0, durationNanoseconds: 0, bands: [])

    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("meter_id", &number, .meter)
        try form.member("flow_count", &flowCount, .number)
        try form.member("packet_in_count", &input.packetCount, .number)
        try form.member("byte_in_count", &input.byteCount, .number)
        try form.member("duration_sec", &durationSeconds, .number, .optional)
        try form.member("duration_nsec", &durationNanoseconds, .number, .optional)
        try form.array("band_stats", &bands, of: .unread, .optional)
    }
}

extension MeterFeatures: JSONDescribed {
    static let unread = MeterFeatures(
        maximumCount: 0, bandTypes: 0, capabilities: 0, maximumBands: 0, maximumColor: 0)

    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("max_meter", &maximumCount, .number)
        try form.member("band_types", &bandTypes, .flags([(2, "drop"), (4, "dscp_remark")]), .optional)
        try form.member(
            "capabilities", &capabilities, .flags(MeterFlags.jsonNames.map { (UInt32($0.bit.rawValue), $0.name) }),
            .optional)
        try form.member("max_bands", &maximumBands, .number)
        try form.member("max_color", &maximumColor, .number, .optional)
    }
}
