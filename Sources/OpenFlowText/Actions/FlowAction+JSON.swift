import JSONText
import NetworkTypes
import OpenFlow

/// An object whose only member is named as in ovs-actions(7): `{"output": {"port": 1}}`.
extension FlowAction: JSONVariant {
    static let variantNames = [
        "output", "group", "set_queue", "mod_nw_ttl", "dec_ttl", "push_vlan", "pop_vlan", "set_field", "load", "move",
        "resubmit", "ct", "ct_clear", "nat", "conjunction", "note", "clone", "unknown",
    ]

    var variantName: String {
        switch self {
        case .output: "output"
        case .group: "group"
        case .setQueue: "set_queue"
        case .setTTL: "mod_nw_ttl"
        case .decrementTTL: "dec_ttl"
        case .pushVLAN: "push_vlan"
        case .popVLAN: "pop_vlan"
        case .setField: "set_field"
        case .registerLoad: "load"
        case .registerMove: "move"
        case .resubmit: "resubmit"
        case .connectionTracking: "ct"
        case .clearConnectionTracking: "ct_clear"
        case .nat: "nat"
        case .conjunction: "conjunction"
        case .note: "note"
        case .clone: "clone"
        case .unknown: "unknown"
        }
    }

    static func variant(named name: String) -> FlowAction? {
        switch name {
        case "output": .output(port: 0, maxLength: 0)
        case "group": .group(0)
        case "set_queue": .setQueue(0)
        case "mod_nw_ttl": .setTTL(0)
        case "dec_ttl": .decrementTTL
        case "push_vlan": .pushVLAN(etherType: EtherType.vlan)
        case "pop_vlan": .popVLAN
        case "set_field": .setField(.reg0, value: 0)
        case "load": .registerLoad(.reg(0), offset: 0, bits: 1, value: 0)
        case "move":
            .registerMove(source: .reg(0), sourceOffset: 0, destination: .reg(0), destinationOffset: 0, bits: 1)
        case "resubmit": .resubmit(port: PortNumber.resubmitInPort, table: 0xff)
        case "ct": .connectionTracking(ConnectionTracking(zone: .immediate(0)))
        case "ct_clear": .clearConnectionTracking
        case "nat": .nat(NetworkAddressTranslation())
        case "conjunction": .conjunction(id: 0, clause: 0, count: 2)
        case "note": .note([])
        case "clone": .clone([])
        case "unknown": .unknown([])
        default: nil
        }
    }

    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        switch self {
        case .output(var port, var maxLength):
            try form.member("port", &port, .port)
            try form.member("max_len", &maxLength, .maxLength, .optional)
            self = .output(port: port, maxLength: maxLength)
        case .group(var group):
            try form.member("group_id", &group, .group)
            self = .group(group)
        case .setQueue(var queue):
            try form.member("queue_id", &queue, .number)
            self = .setQueue(queue)
        case .setTTL(var ttl):
            try form.member("nw_ttl", &ttl, .number)
            self = .setTTL(ttl)
        case .pushVLAN(var etherType):
            try form.member("ethertype", &etherType, .hexadecimalNumber)
            self = .pushVLAN(etherType: etherType)
        case .setField(var field, var value):
            try form.setField(&field, &value)
            self = .setField(field, value: value)
        case .registerLoad, .registerMove: try describeRegisters(&form)
        case .connectionTracking(var tracking):
            try tracking.describe(&form)
            self = .connectionTracking(tracking)
        case .nat(var translation):
            try translation.describe(&form)
            self = .nat(translation)
        case .resubmit(var port, var table):
            try form.member("in_port", &port, .shortPort, .optional)
            try form.member("table_id", &table, .table, .optional)
            self = .resubmit(port: port, table: table)
        case .conjunction(var id, var clause, var count):
            try form.member("id", &id, .number)
            try form.member("clause", &clause, .number)
            try form.member("n_clauses", &count, .number)
            self = .conjunction(id: id, clause: clause, count: count)
        case .note(var data):
            try form.member("data", &data, .bytes(limit: ActionLimit.packetOut - 10))
            self = .note(data)
        case .clone(var actions):
            try form.actions("actions", &actions, limit: ActionLimit.clone)
            self = .clone(actions)
        case .unknown(var bytes):
            try form.member("bytes", &bytes, .action)
            self = .unknown(bytes)
        case .decrementTTL, .popVLAN, .clearConnectionTracking: break
        }
    }

    private mutating func describeRegisters(_ form: inout JSONForm) throws(OpenFlowTextError) {
        switch self {
        case .registerLoad(let header, let offset, let bits, var value):
            var destination = Subfield(header: header, offset: offset, bits: UInt16(bits))
            try form.member("value", &value, .hexadecimalNumber)
            try form.member("dst", &destination, .subfield)
            guard destination.bits <= 64 else {
                throw form.wrong(at: "dst", "a load takes at most 64 bits", "name fewer bits")
            }
            self = .registerLoad(
                destination.header, offset: destination.offset, bits: UInt8(destination.bits), value: value)
        case .registerMove(let source, let sourceOffset, let destination, let destinationOffset, let bits):
            var from = Subfield(header: source, offset: sourceOffset, bits: bits)
            var to = Subfield(header: destination, offset: destinationOffset, bits: bits)
            try form.member("src", &from, .subfield)
            try form.member("dst", &to, .subfield)
            guard from.bits == to.bits else {
                throw form.wrong(
                    at: "dst", "the two have \(from.bits) and \(to.bits) bits", "name as many bits in both")
            }
            self = .registerMove(
                source: from.header, sourceOffset: from.offset, destination: to.header, destinationOffset: to.offset,
                bits: to.bits)
        default: break
        }
    }
}

extension JSONForm {
    /// The one member of a set_field: the field's name and its value.
    fileprivate mutating func setField(_ field: inout MatchField, _ value: inout UInt128) throws(OpenFlowTextError) {
        if isReading {
            guard let name = remainingNames.first, let named = MatchField(jsonName: name) else {
                throw wrong("no field is named here", "write {\"FIELD\": VALUE} with a name as in ovs-fields(7)")
            }
            field = named
        }
        let named = field
        try member(
            named.jsonName, &value,
            JSONScalar(
                expected: FieldText.expected(named, masks: false), write: { FieldText.write(named, $0) },
                read: { FieldText.readValue(named, $0) }))
    }
}

extension JSONScalar where Value == [UInt8] {
    /// At most so many bytes.
    static func bytes(limit: Int) -> Self {
        Self(
            expected: "at most \(limit) bytes in pairs of hexadecimal digits", write: bytes.write,
            read: { json in bytes.read(json).flatMap { $0.count <= limit ? $0 : nil } })
    }

    /// A whole action, whose header tells its length.
    static var action: Self {
        Self(
            expected: "a whole action in hexadecimal digits, of a multiple of 8 bytes that its bytes 2 and 3 tell",
            write: bytes.write,
            read: { json in
                guard let action = bytes.read(json), action.count >= 8, action.count % 8 == 0,
                    action.count <= ActionLimit.packetOut, Int(action[2]) << 8 | Int(action[3]) == action.count
                else { return nil }
                return action
            })
    }
}
