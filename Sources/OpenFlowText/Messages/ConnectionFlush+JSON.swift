import JSONText
import NetworkTypes
import OpenFlow

extension ConnectionFlush: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("zone_id", &zone, ifPresent: .number)
        try form.member("ip_proto", &ipProtocol, .number, .optional)
        try form.object("orig_tuple", &original, .optional)
        try form.object("reply_tuple", &reply, .optional)
    }
}

extension ConnectionFlush.Tuple: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("src", &source, .mappedAddress, .optional)
        try form.member("dst", &destination, .mappedAddress, .optional)
        try form.member("src_port", &sourcePort, .number, .optional)
        try form.member("dst_port", &destinationPort, .number, .optional)
        try form.member("icmp_id", &icmpID, .number, .optional)
        try form.member("icmp_type", &icmpType, .number, .optional)
        try form.member("icmp_code", &icmpCode, .number, .optional)
    }
}

extension JSONScalar where Value == IPv6Address {
    /// An address of either family; IPv4 addresses are those that IPv6 maps (RFC 4291 §2.5.5.2).
    static var mappedAddress: Self {
        Self(
            expected: "an IPv4 or IPv6 address",
            write: { address in
                guard address.high == 0, address.low >> 32 == 0xffff else { return .string(address.description) }
                return .string(IPv4Address(bits: UInt32(truncatingIfNeeded: address.low)).description)
            },
            read: { json in
                switch json.string.flatMap({ IPAddress($0) }) {
                case .v4(let address): IPv6Address(high: 0, low: 0xffff << 32 | UInt64(address.bits))
                case .v6(let address): address
                case nil: nil
                }
            })
    }
}
