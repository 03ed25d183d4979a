import OpenFlow

extension PortStats: JSONDescribed {
    private static let nothing = Direction(packets: 0, bytes: 0, dropped: 0, errors: 0)
    static let unread = PortStats(number: 0, received: nothing, transmitted: nothing)

    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("port_no", &number, .port)
        try form.member("rx_packets", &received.packets, .number)
        try form.member("tx_packets", &transmitted.packets, .number)
        try form.member("rx_bytes", &received.bytes, .number)
        try form.member("tx_bytes", &transmitted.bytes, .number)
        try form.member("rx_dropped", &received.dropped, .number, .optional)
        try form.member("tx_dropped", &transmitted.dropped, .number, .optional)
        try form.member("rx_errors", &received.errors, .number, .optional)
        try form.member("tx_errors", &transmitted.errors, .number, .optional)
        try form.member("rx_frame_err", &frameErrors, .number, .optional)
        try form.member("rx_over_err", &overrunErrors, .number, .optional)
        try form.member("rx_crc_err", &crcErrors, .number, .optional)
        try form.member("collisions", &collisions, .number, .optional)
        try form.member("duration_sec", &durationSeconds, .number, .optional)
        try form.member("duration_nsec", &durationNanoseconds, .number, .optional)
    }
}
