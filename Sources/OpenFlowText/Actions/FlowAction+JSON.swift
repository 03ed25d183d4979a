import JSONText
import OpenFlow

/// An object whose only member is the action's name: `{"output": {"port": 1}}`.
extension FlowAction: JSONVariant {
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
        case .setTTL(let ttl): self = .setTTL(try form.described("nw_ttl", ttl, .number))
        case .setMPLSTTL(let ttl): self = .setMPLSTTL(try form.described("mpls_ttl", ttl, .number))
        case .pushVLAN(let type): self = .pushVLAN(etherType: try form.etherType(type))
        case .pushMPLS(let type): self = .pushMPLS(etherType: try form.etherType(type))
        case .popMPLS(let type): self = .popMPLS(etherType: try form.etherType(type))
        case .pushPBB(let type): self = .pushPBB(etherType: try form.etherType(type))
        case .setField(var field, var value):
            try form.setField(&field, &value)
            self = .setField(field, value: value)
        case .registerLoad, .registerLoad2, .registerMove, .stackPush, .stackPop, .outputRegister, .outputRegister2,
            .checkPacketLarger, .deleteField:
            try describeRegisters(&form)
        case .outputTruncated, .controller, .controller2, .resubmitPort, .resubmit, .resubmitTracked,
            .connectionTracking, .nat, .conjunction, .note, .clone, .decrementTTLControllers:
            try describeNicira(&form)
        case .unknown(let bytes): self = .unknown(try form.described("bytes", bytes, .action))
        case .decrementTTL, .copyTTLOut, .copyTTLIn, .decrementMPLSTTL, .popVLAN, .popPBB, .clearConnectionTracking,
            .exit, .popQueue, .decrementNSHTTL:
            break
        }
    }

    /// Nicira's actions with members of their own.
    private mutating func describeNicira(_ form: inout JSONForm) throws(OpenFlowTextError) {
        switch self {
        case .outputTruncated(var port, var maxLength):
            try form.member("port", &port, .shortPort)
            try form.member("max_len", &maxLength, .number)
            self = .outputTruncated(port: port, maxLength: maxLength)
        case .controller(var maxLength, var id, var reason):
            try form.member("max_len", &maxLength, .maxLength, .optional)
            try form.member("id", &id, .number, .optional)
            try form.member("reason", &reason, .packetInReason, .optional)
            self = .controller(maxLength: maxLength, id: id, reason: reason)
        case .controller2(let action): self = .controller2(try action.described(by: &form))
        case .resubmitPort(let port): self = .resubmitPort(try form.described("in_port", port, .shortPort))
        case .resubmit(var port, var table):
            try form.resubmit(&port, &table)
            self = .resubmit(port: port, table: table)
        case .resubmitTracked(var port, var table):
            try form.resubmit(&port, &table)
            self = .resubmitTracked(port: port, table: table)
        case .connectionTracking(let tracking): self = .connectionTracking(try tracking.described(by: &form))
        case .nat(let translation): self = .nat(try translation.described(by: &form))
        case .conjunction(var id, var clause, var count):
            try form.member("id", &id, .number)
            try form.member("clause", &clause, .number)
            try form.member("n_clauses", &count, .number)
            self = .conjunction(id: id, clause: clause, count: count)
        case .note(let data):
            self = .note(try form.described("data", data, .bytes(limit: ActionLimit.packetOut - 10)))
        case .clone(var actions):
            try form.actions("actions", &actions, limit: ActionLimit.clone)
            self = .clone(actions)
        case .decrementTTLControllers(let ids):
            self = .decrementTTLControllers(try form.described("ids", ids, .controllerIDs))
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

extension JSONForm {
    /// A member that has to be there.
    fileprivate mutating func described<Value: SendableMetatype>(
        _ name: String, _ value: Value, _ scalar: JSONScalar<Value>
    ) throws(OpenFlowTextError) -> Value {
        var value = value
        try member(name, &value, scalar)
        return value
    }

    fileprivate mutating func etherType(_ type: UInt16) throws(OpenFlowTextError) -> UInt16 {
        var type = type
        try member("ethertype", &type, .hexadecimalNumber, .optional)
        return type
    }

    fileprivate mutating func resubmit(_ port: inout UInt16, _ table: inout UInt8) throws(OpenFlowTextError) {
        try member("in_port", &port, .shortPort, .optional)
        try member("table_id", &table, .table, .optional)
    }
}

extension JSONScalar where Value == [UInt16] {
    /// Connection ids of controllers.
    fileprivate static var controllerIDs: Self {
        let list = JSONScalar.list(of: JSONScalar<UInt16>.number)
        return Self(
            expected: "\(list.expected); at most 30000 of them", write: list.write,
            read: { json in list.read(json).flatMap { $0.count <= 30_000 ? $0 : nil } })
    }
}
