import OpenFlow

extension FlowRemoved: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("cookie", &cookie, .hexadecimalNumber, .optional)
        try form.member("priority", &priority, .number)
        try form.member("reason", &reason, .flowRemovedReason)
        try form.member("table_id", &table, .number)
        try form.member("duration_sec", &durationSeconds, .number, .optional)
        try form.member("duration_nsec", &durationNanoseconds, .number, .optional)
        try form.member("idle_timeout", &idleTimeout, .number, .optional)
        try form.member("hard_timeout", &hardTimeout, .number, .optional)
        try form.member("packet_count", &packetCount, .number, .optional)
        try form.member("byte_count", &byteCount, .number, .optional)
        try form.object("match", &match, .optional)
    }
}

/// OFPRR_* of OpenFlow 1.3.5 §7.4.2, and those of 1.4 that Open vSwitch tells.
private let flowRemovedReasons: [(value: UInt8, name: String)] = [
    (FlowRemoved.Reason.idleTimeout, "idle_timeout"), (FlowRemoved.Reason.hardTimeout, "hard_timeout"),
    (FlowRemoved.Reason.delete, "delete"), (FlowRemoved.Reason.groupDelete, "group_delete"),
    (4, "meter_delete"), (5, "eviction"),
]

extension JSONScalar where Value == UInt8 {
    static var flowRemovedReason: Self { named(flowRemovedReasons) }
}

extension JSONScalar where Value == UInt16 {
    /// The same where the wire has 16 bits for it.
    static var flowRemovedReason: Self { named(flowRemovedReasons.map { (UInt16($0.value), $0.name) }) }
}
