import JSONText
import NetworkTypes
import OpenFlow

/// An object with a member for each field: `{"eth_type": "0x800", "ipv4_src": "10.0.0.0/8"}`. Fields without a name are the
/// member `unknown`, header and payload in hexadecimal.
extension FlowMatch: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        for field in form.isReading ? try fieldsToRead(&form) : fields {
            var masked = self[field] ?? Masked(value: 0, mask: 0)
            try form.member(
                field.jsonName, &masked,
                JSONScalar(
                    expected: FieldText.expected(field), write: { FieldText.write(field, $0) },
                    read: { FieldText.read(field, $0) }))
            if form.isReading { set(field, masked.value, mask: masked.mask) }
        }
        guard form.isReading ? form.has("unknown") : !unknown.isEmpty else { return }
        var strangers = unknown
        try form.member("unknown", &strangers, .bytes)
        if form.isReading { try addUnknown(strangers, form) }
    }

    private func fieldsToRead(_ form: inout JSONForm) throws(OpenFlowTextError) -> [MatchField] {
        var fields: [MatchField] = []
        for name in form.remainingNames where name != "unknown" {
            guard let field = MatchField(jsonName: name) else {
                throw form.wrong(
                    at: name, "no match field has this name",
                    "write a name as in ovs-fields(7), or the field's bytes into \"unknown\"")
            }
            fields.append(field)
        }
        return fields
    }

    /// Fields without a name come in as bytes, so they go the way of bytes: through the decoder, in a message whose match
    /// may hold anything.
    private mutating func addUnknown(_ strangers: [UInt8], _ form: JSONForm) throws(OpenFlowTextError) {
        let refused = form.wrong(
            at: "unknown", "these bytes are not match fields without a name of their own",
            "write OXM headers with their payloads, and fields with a name as members")
        guard strangers.count <= OpenFlowLimit.messageLength - Self.carrierLength else { throw refused }
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
            carrier.match.fields.isEmpty, carrier.match.unknown == strangers
        else { throw refused }
        var whole = carrier.match
        for field in fields { whole[field] = self[field] }
        self = whole
    }

    /// More than the carrying message has beside the fields.
    private static let carrierLength = 64
}
