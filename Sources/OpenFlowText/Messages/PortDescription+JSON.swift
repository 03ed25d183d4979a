import JSONText
import NetworkTypes
import OpenFlow

extension PortDescription: JSONDescribed {
    static let unread = PortDescription(number: 0, hardwareAddress: .zero, name: "")

    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("port_no", &number, .port)
        try form.member("hw_addr", &hardwareAddress, .mac, .optional)
        try form.member("name", &name, .text(limit: 15), .optional)
        try form.member("config", &configuration, .options(Configuration.jsonNames), .optional)
        try form.member("state", &state, .options(State.jsonNames), .optional)
        try form.member("curr", &currentFeatures, .portFeatures, .optional)
        try form.member("advertised", &advertisedFeatures, .portFeatures, .optional)
        try form.member("supported", &supportedFeatures, .portFeatures, .optional)
        try form.member("peer", &peerFeatures, .portFeatures, .optional)
        try form.member("curr_speed", &currentSpeed, .number, .optional)
        try form.member("max_speed", &maximumSpeed, .number, .optional)
    }
}

extension PortDescription.Configuration {
    static let jsonNames: [(bit: Self, name: String)] = [
        (.down, "port_down"), (.noReceive, "no_recv"), (.noForward, "no_fwd"), (.noPacketIn, "no_packet_in"),
    ]
}

extension PortDescription.State {
    static let jsonNames: [(bit: Self, name: String)] = [
        (.linkDown, "link_down"), (.blocked, "blocked"), (.live, "live"),
    ]
}

extension JSONScalar where Value == UInt32 {
    /// OFPPF_* of OpenFlow 1.3.5 §7.2.1.
    static var portFeatures: Self {
        let names = [
            "10mb_hd", "10mb_fd", "100mb_hd", "100mb_fd", "1gb_hd", "1gb_fd", "10gb_fd", "40gb_fd", "100gb_fd",
            "1tb_fd", "other", "copper", "fiber", "autoneg", "pause", "pause_asym",
        ]
        return flags(names.enumerated().map { (1 << UInt32($0.offset), $0.element) })
    }
}

extension JSONScalar where Value == String {
    /// Text of at most so many bytes of UTF-8, none of them zero, as fixed fields hold it.
    static func text(limit: Int) -> Self {
        Self(
            expected: "text of at most \(limit) bytes without a zero",
            write: { .string($0) },
            read: { json in
                json.string.flatMap { $0.utf8.count <= limit && !$0.utf8.contains(0) ? $0 : nil }
            })
    }
}
