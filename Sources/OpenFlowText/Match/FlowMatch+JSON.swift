import JSONText
import NetworkTypes
import OpenFlow

/// An object with a member for each field: `{"eth_type": "0x800", "ipv4_src": "10.0.0.0/8"}`. Fields without a name are the
/// member `unknown`, header and payload in hexadecimal.
extension FlowMatch: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        if form.isReading {
            try read(&form)
        } else {
            try write(&form)
        }
    }

    private static let unknownName = "unknown"

    private func write(_ form: inout JSONForm) throws(OpenFlowTextError) {
        for field in fields {
            guard var masked = self[field] else { continue }
            try form.member(field.jsonName, &masked, Self.scalar(field))
        }
        for var option in tunnelOptions {
            try form.member(option.jsonName, &option, TunnelOption.scalar(number: option.number))
        }
        var strangers = unknownWithoutOptions
        if !strangers.isEmpty { try form.member(Self.unknownName, &strangers, .bytes) }
    }

    private mutating func read(_ form: inout JSONForm) throws(OpenFlowTextError) {
        for name in form.remainingNames where name != Self.unknownName {
            if let field = MatchField(jsonName: name) {
                var masked = Masked(value: 0, mask: 0)
                try form.member(name, &masked, Self.scalar(field))
                set(field, masked.value, mask: masked.mask)
            } else if let number = TunnelOption.number(jsonName: name) {
                var option = TunnelOption(number: number, value: [0])
                try form.member(name, &option, TunnelOption.scalar(number: number))
                set(option)
            } else {
                throw form.wrong(
                    at: name, "no match field has this name",
                    "write a name as in ovs-fields(7), or the field's bytes into \"unknown\"")
            }
        }
        guard form.has(Self.unknownName) else { return }
        var strangers: [UInt8] = []
        try form.member(Self.unknownName, &strangers, .bytes)
        try addUnknown(strangers, form)
    }

    private static func scalar(_ field: MatchField) -> JSONScalar<Masked> {
        JSONScalar(
            expected: FieldText.expected(field), write: { FieldText.write(field, $0) },
            read: { FieldText.read(field, $0) })
    }

    /// `unknown` without the Geneve options, which have names here.
    private var unknownWithoutOptions: [UInt8] {
        let all = unknown
        var strangers: [UInt8] = []
        var start = 0
        while start + 4 <= all.count {
            let end = min(start + 4 + Int(all[start + 3]), all.count)
            let isOption = all[start] == 0 && all[start + 1] == 1 && (40...103).contains(all[start + 2] >> 1)
            if !isOption { strangers += all[start..<end] }
            start = end
        }
        return strangers
    }

    /// Fields without a name come in as bytes, so they go the way of bytes: through the decoder, in a message whose match
    /// may hold anything.
    private mutating func addUnknown(_ strangers: [UInt8], _ form: JSONForm) throws(OpenFlowTextError) {
        let refused = form.wrong(
            at: Self.unknownName, "these bytes are not match fields without a name of their own",
            "write OXM headers with their payloads, and fields with a name as members")
        guard byteCount + strangers.count <= OpenFlowLimit.messageLength - Self.carrierLength else { throw refused }
        var bytes = OpenFlowMessage.packetIn(
            PacketIn(totalLength: 0, reason: 0, table: 0, cookie: 0, match: FlowMatch(), data: [])
        ).encode(xid: 0)
        let matchAt = bytes.count - 2 - 8
        bytes.removeLast(2 + 4)
        bytes += strangers
        let length = bytes.count - matchAt
        bytes += repeatElement(0, count: (8 - length % 8) % 8 + 2)
        for (value, offset) in [(length, matchAt + 2), (bytes.count, 2)] {
            bytes[offset] = UInt8(truncatingIfNeeded: value >> 8)
            bytes[offset + 1] = UInt8(truncatingIfNeeded: value)
        }
        guard let (_, message) = try? OpenFlowMessage.decode(bytes), case .packetIn(let carrier) = message,
            carrier.match.fields.isEmpty, carrier.match.unknownWithoutOptions == strangers
        else { throw refused }
        var whole = carrier.match
        for field in fields { whole[field] = self[field] }
        for option in tunnelOptions { whole.set(option) }
        self = whole
    }

    /// More than the carrying message has beside the fields.
    private static let carrierLength = 64
}
