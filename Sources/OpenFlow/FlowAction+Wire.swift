extension FlowAction {
    /// Type numbers of OpenFlow 1.3.5 §7.2.5.
    private enum Kind {
        static let output: UInt16 = 0
        static let pushVLAN: UInt16 = 17
        static let popVLAN: UInt16 = 18
        static let setQueue: UInt16 = 21
        static let group: UInt16 = 22
        static let setTTL: UInt16 = 23
        static let decrementTTL: UInt16 = 24
        static let setField: UInt16 = 25
        static let experimenter: UInt16 = 0xffff
    }

    /// Nicira's subtypes.
    private enum Subtype {
        static let registerMove: UInt16 = 6
        static let registerLoad: UInt16 = 7
        static let note: UInt16 = 8
        static let resubmitTable: UInt16 = 14
        static let conjunction: UInt16 = 34
        static let connectionTracking: UInt16 = 35
        static let nat: UInt16 = 36
        static let clone: UInt16 = 42
        static let clearConnectionTracking: UInt16 = 43
    }

    /// Reads actions until the end of `range`.
    static func decodeList(
        _ bytes: RawSpan, _ range: Range<Int>, depth: Int = 0
    ) throws(OpenFlowError) -> [FlowAction] {
        guard depth <= OpenFlowLimit.actionDepth else {
            throw OpenFlowError(offset: range.lowerBound, field: "actions", rule: .limit)
        }
        var actions: [FlowAction] = []
        var offset = range.lowerBound
        while offset < range.upperBound {
            try require(8, in: offset..<range.upperBound, "ofp_action_header")
            let length = Int(bytes.u16(offset + 2))
            guard length >= 8, length % 8 == 0, length <= range.upperBound - offset else {
                throw OpenFlowError(offset: offset + 2, field: "ofp_action_header.len", rule: .badLength)
            }
            actions.append(try decode(bytes, offset..<(offset + length), depth: depth))
            offset += length
        }
        return actions
    }

    private static func decode(
        _ bytes: RawSpan, _ range: Range<Int>, depth: Int
    ) throws(OpenFlowError) -> FlowAction {
        let start = range.lowerBound
        switch bytes.u16(start) {
        case Kind.output:
            try requireExactly(16, in: range, "ofp_action_output")
            return .output(port: bytes.u32(start + 4), maxLength: bytes.u16(start + 8))
        case Kind.pushVLAN:
            try requireExactly(8, in: range, "ofp_action_push")
            let etherType = bytes.u16(start + 4)
            guard etherType == 0x8100 || etherType == 0x88a8 else {
                throw OpenFlowError(offset: start + 4, field: "ofp_action_push.ethertype", rule: .badValue)
            }
            return .pushVLAN(etherType: etherType)
        case Kind.popVLAN:
            try requireExactly(8, in: range, "ofp_action_pop_vlan")
            return .popVLAN
        case Kind.setQueue:
            try requireExactly(8, in: range, "ofp_action_set_queue")
            return .setQueue(bytes.u32(start + 4))
        case Kind.group:
            try requireExactly(8, in: range, "ofp_action_group")
            return .group(bytes.u32(start + 4))
        case Kind.setTTL:
            try requireExactly(8, in: range, "ofp_action_nw_ttl")
            return .setTTL(bytes.u8(start + 4))
        case Kind.decrementTTL:
            try requireExactly(8, in: range, "ofp_action_dec_nw_ttl")
            return .decrementTTL
        case Kind.setField:
            return try decodeSetField(bytes, range)
        case Kind.experimenter:
            try require(16, in: range, "ofp_action_experimenter_header")
            guard bytes.u32(start + 4) == ExperimenterID.nicira else { return .unknown(bytes.array(range)) }
            return try decodeNicira(bytes, range, depth: depth)
        default:
            return .unknown(bytes.array(range))
        }
    }

    /// An action of a list that was checked.
    init(checked bytes: RawSpan, _ range: Range<Int>) {
        self = (try? Self.decode(bytes, range, depth: 0)) ?? .unknown(bytes.array(range))
    }

    private static func decodeSetField(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> FlowAction {
        let start = range.lowerBound
        let header = try FieldHeader.decode(bytes, (start + 4)..<range.upperBound)
        let end = start + 8 + Int(header.length)
        guard end <= range.upperBound, range.upperBound - end < 8 else {
            throw OpenFlowError(offset: start + 4, field: "ofp_action_set_field.len", rule: .badLength)
        }
        guard bytes.isZero(end..<range.upperBound) else {
            throw OpenFlowError(offset: end, field: "ofp_action_set_field.pad", rule: .badPadding)
        }
        guard let field = MatchField(header) else { return .unknown(bytes.array(range)) }
        guard !header.hasMask else {
            throw OpenFlowError(offset: start + 4, field: "ofp_action_set_field.field", rule: .badMask)
        }
        let first = start + 4 + header.size
        guard first + field.byteCount == end else {
            throw OpenFlowError(offset: start + 4, field: "ofp_action_set_field.field", rule: .badLength)
        }
        let value = bytes.unsigned(first, count: field.byteCount)
        guard value & ~field.fullMask == 0 else {
            throw OpenFlowError(offset: first, field: "ofp_action_set_field.field", rule: .badValue)
        }
        return .setField(field, value: value)
    }

    private static func decodeNicira(
        _ bytes: RawSpan, _ range: Range<Int>, depth: Int
    ) throws(OpenFlowError) -> FlowAction {
        let start = range.lowerBound
        switch bytes.u16(start + 8) {
        case Subtype.registerLoad: return try decodeRegisterLoad(bytes, range)
        case Subtype.registerMove: return try decodeRegisterMove(bytes, range)
        case Subtype.note: return .note(bytes.array((start + 10)..<range.upperBound))
        case Subtype.resubmitTable:
            try requireExactly(16, in: range, "nx_action_resubmit")
            return .resubmit(port: bytes.u16(start + 10), table: bytes.u8(start + 12))
        case Subtype.conjunction:
            try requireExactly(16, in: range, "nx_action_conjunction")
            let clause = bytes.u8(start + 10)
            let count = bytes.u8(start + 11)
            guard count >= 2, count <= 64, clause < count else {
                throw OpenFlowError(offset: start + 10, field: "nx_action_conjunction.clause", rule: .badValue)
            }
            return .conjunction(id: bytes.u32(start + 12), clause: clause, count: count)
        case Subtype.connectionTracking:
            return .connectionTracking(try ConnectionTracking.decode(bytes, range, depth: depth))
        case Subtype.nat: return .nat(try NetworkAddressTranslation.decode(bytes, range))
        case Subtype.clone:
            return .clone(try ActionList.decode(bytes, (start + 16)..<range.upperBound, depth: depth + 1))
        case Subtype.clearConnectionTracking:
            try requireExactly(16, in: range, "nx_action_ct_clear")
            return .clearConnectionTracking
        default: return .unknown(bytes.array(range))
        }
    }

    private static func decodeRegisterLoad(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> FlowAction {
        try requireExactly(24, in: range, "nx_action_reg_load")
        let start = range.lowerBound
        let place = bytes.u16(start + 10)
        let header = FieldHeader(word: bytes.u32(start + 12))
        let bits = UInt8(truncatingIfNeeded: place & 0x3f) + 1
        let value = bytes.u64(start + 16)
        guard Int(place >> 6) + Int(bits) <= header.valueBits else {
            throw OpenFlowError(offset: start + 10, field: "nx_action_reg_load.ofs_nbits", rule: .badValue)
        }
        guard bits == 64 || value >> UInt64(bits) == 0 else {
            throw OpenFlowError(offset: start + 16, field: "nx_action_reg_load.value", rule: .badValue)
        }
        return .registerLoad(header, offset: place >> 6, bits: bits, value: value)
    }

    private static func decodeRegisterMove(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> FlowAction {
        try require(24, in: range, "nx_action_reg_move")
        let start = range.lowerBound
        let source = try FieldHeader.decode(bytes, (start + 16)..<range.upperBound)
        let second = start + 16 + source.size
        let destination = try FieldHeader.decode(bytes, second..<range.upperBound)
        let end = second + destination.size
        guard range.upperBound - end < 8, bytes.isZero(end..<range.upperBound) else {
            throw OpenFlowError(offset: end, field: "nx_action_reg_move.pad", rule: .badPadding)
        }
        let bits = bytes.u16(start + 10)
        let sourceOffset = bytes.u16(start + 12)
        let destinationOffset = bytes.u16(start + 14)
        guard bits > 0, Int(sourceOffset) + Int(bits) <= source.valueBits,
            Int(destinationOffset) + Int(bits) <= destination.valueBits
        else { throw OpenFlowError(offset: start + 10, field: "nx_action_reg_move.n_bits", rule: .badValue) }
        return .registerMove(
            source: source, sourceOffset: sourceOffset, destination: destination, destinationOffset: destinationOffset,
            bits: bits)
    }
}

extension FlowAction {
    /// Appends the action's bytes, padded to eight.
    ///
    /// - Precondition: it is shorter than 64 KiB, and a register load's bits lie in 1...64.
    public func encode(into bytes: inout [UInt8]) {
        let start = bytes.count
        switch self {
        case .output(let port, let maxLength):
            Self.open(Kind.output, &bytes)
            bytes.put(port)
            bytes.put(maxLength)
        case .group(let group):
            Self.open(Kind.group, &bytes)
            bytes.put(group)
        case .setQueue(let queue):
            Self.open(Kind.setQueue, &bytes)
            bytes.put(queue)
        case .setTTL(let ttl):
            Self.open(Kind.setTTL, &bytes)
            bytes.put(ttl)
        case .decrementTTL:
            Self.open(Kind.decrementTTL, &bytes)
            bytes.putZeros(4)
        case .pushVLAN(let etherType):
            Self.open(Kind.pushVLAN, &bytes)
            bytes.put(etherType)
        case .popVLAN:
            Self.open(Kind.popVLAN, &bytes)
            bytes.putZeros(4)
        case .setField(let field, let value):
            Self.open(Kind.setField, &bytes)
            field.header.encode(into: &bytes)
            bytes.put(value & field.fullMask, count: field.byteCount)
        case .unknown(let whole):
            bytes.append(contentsOf: whole)
            return
        default:
            encodeNicira(into: &bytes)
        }
        bytes.padToEight(since: start)
        bytes.patch(bytes.count - start, at: start + 2)
    }

    private func encodeNicira(into bytes: inout [UInt8]) {
        switch self {
        case .registerLoad(let header, let offset, let bits, let value):
            precondition((1...64).contains(bits), "a register load moves 1 to 64 bits")
            Self.openNicira(Subtype.registerLoad, &bytes)
            bytes.put(offset << 6 | UInt16(bits - 1))
            bytes.put(header.word)
            bytes.put(value)
        case .registerMove(let source, let sourceOffset, let destination, let destinationOffset, let bits):
            Self.openNicira(Subtype.registerMove, &bytes)
            bytes.put(bits)
            bytes.put(sourceOffset)
            bytes.put(destinationOffset)
            source.encode(into: &bytes)
            destination.encode(into: &bytes)
        case .resubmit(let port, let table):
            Self.openNicira(Subtype.resubmitTable, &bytes)
            bytes.put(port)
            bytes.put(table)
        case .connectionTracking(let action):
            Self.openNicira(Subtype.connectionTracking, &bytes)
            action.encode(into: &bytes)
        case .nat(let action):
            Self.openNicira(Subtype.nat, &bytes)
            action.encode(into: &bytes)
        case .conjunction(let id, let clause, let count):
            Self.openNicira(Subtype.conjunction, &bytes)
            bytes.put(clause)
            bytes.put(count)
            bytes.put(id)
        case .note(let data):
            Self.openNicira(Subtype.note, &bytes)
            bytes.append(contentsOf: data)
            bytes.putZeros(Swift.max(0, 6 - data.count))
        case .clone(let actions):
            Self.openNicira(Subtype.clone, &bytes)
            bytes.putZeros(6)
            actions.encode(into: &bytes)
        default:
            Self.openNicira(Subtype.clearConnectionTracking, &bytes)
            bytes.putZeros(6)
        }
    }

    /// The header of an action, its length still zero.
    private static func open(_ kind: UInt16, _ bytes: inout [UInt8]) {
        bytes.put(kind)
        bytes.put(UInt16(0))
    }

    private static func openNicira(_ subtype: UInt16, _ bytes: inout [UInt8]) {
        open(Kind.experimenter, &bytes)
        bytes.put(ExperimenterID.nicira)
        bytes.put(subtype)
    }
}
