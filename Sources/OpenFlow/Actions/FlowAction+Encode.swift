extension FlowAction {
    /// Appends the action's bytes, padded to eight.
    ///
    /// - Precondition: it is shorter than 64 KiB; a register load's and an output register's bits lie in 1...64 and their
    ///   offset in 0..<1024, as does the offset of a ct zone; the bytes of an unknown action are whole.
    public func encode(into bytes: inout [UInt8]) {
        switch self {
        case .output(let port, let maxLength):
            bytes.put(Self.head(ActionType.output, 16) | UInt64(port), UInt64(maxLength) << 48)
        case .group(let group): bytes.put(Self.head(ActionType.group, 8) | UInt64(group))
        case .setQueue(let queue): bytes.put(Self.head(ActionType.setQueue, 8) | UInt64(queue))
        case .setTTL(let ttl): bytes.put(Self.head(ActionType.setTTL, 8) | UInt64(ttl) << 24)
        case .decrementTTL: bytes.put(Self.head(ActionType.decrementTTL, 8))
        case .copyTTLOut: bytes.put(Self.head(ActionType.copyTTLOut, 8))
        case .copyTTLIn: bytes.put(Self.head(ActionType.copyTTLIn, 8))
        case .setMPLSTTL(let ttl): bytes.put(Self.head(ActionType.setMPLSTTL, 8) | UInt64(ttl) << 24)
        case .decrementMPLSTTL: bytes.put(Self.head(ActionType.decrementMPLSTTL, 8))
        case .pushVLAN(let etherType): bytes.put(Self.head(ActionType.pushVLAN, 8) | UInt64(etherType) << 16)
        case .popVLAN: bytes.put(Self.head(ActionType.popVLAN, 8))
        case .pushMPLS(let etherType): bytes.put(Self.head(ActionType.pushMPLS, 8) | UInt64(etherType) << 16)
        case .popMPLS(let etherType): bytes.put(Self.head(ActionType.popMPLS, 8) | UInt64(etherType) << 16)
        case .pushPBB(let etherType): bytes.put(Self.head(ActionType.pushPBB, 8) | UInt64(etherType) << 16)
        case .popPBB: bytes.put(Self.head(ActionType.popPBB, 8))
        case .setField(let field, let value): Self.encode(field, value, into: &bytes)
        case .unknown(let whole):
            precondition(Self.isWhole(whole), "an action's length disagrees with its bytes")
            bytes.append(contentsOf: whole)
        case .resubmitPort, .resubmit, .resubmitTracked, .clearConnectionTracking, .conjunction, .exit, .popQueue,
            .decrementNSHTTL, .outputTruncated, .controller:
            encodeSixteen(into: &bytes)
        default: encodeNicira(into: &bytes)
        }
    }

    /// The first eight bytes of an action: type, length, four bytes to fill.
    @inline(__always)
    private static func head(_ type: UInt16, _ length: UInt64) -> UInt64 { UInt64(type) << 48 | length << 32 }

    private static func isWhole(_ bytes: [UInt8]) -> Bool {
        bytes.count >= 8 && bytes.count % 8 == 0 && Int(bytes[2]) << 8 | Int(bytes[3]) == bytes.count
    }

    private static func encode(_ field: MatchField, _ value: UInt128, into bytes: inout [UInt8]) {
        let layout = field.layout
        let count = UInt64(layout.byteCount)
        guard layout.numbering.experimenter == 0, count <= 8 else {
            let start = bytes.count
            bytes.put(ActionType.setField)
            bytes.put(UInt16(0))
            field.header.encode(into: &bytes)
            bytes.put(value & field.fullMask, count: field.byteCount)
            bytes.padToEight(since: start)
            return bytes.patch(bytes.count - start, at: start + 2)
        }
        let low = UInt64(truncatingIfNeeded: value & layout.fullMask)
        bytes.put(head(ActionType.setField, 16) | UInt64(layout.headerWord), low &<< (64 &- count &* 8))
    }

    /// Nicira's actions of sixteen bytes: the header, a subtype, and six bytes to fill.
    private func encodeSixteen(into bytes: inout [UInt8]) {
        let (subtype, rest): (UInt16, UInt64) =
            switch self {
            case .resubmitPort(let port): (NiciraActionType.resubmit, UInt64(port) << 32)
            case .resubmit(let port, let table):
                (NiciraActionType.resubmitTable, UInt64(port) << 32 | UInt64(table) << 24)
            case .resubmitTracked(let port, let table):
                (NiciraActionType.resubmitTableTracked, UInt64(port) << 32 | UInt64(table) << 24)
            case .conjunction(let id, let clause, let count):
                (NiciraActionType.conjunction, UInt64(clause) << 40 | UInt64(count) << 32 | UInt64(id))
            case .exit: (NiciraActionType.exit, 0)
            case .popQueue: (NiciraActionType.popQueue, 0)
            case .decrementNSHTTL: (NiciraActionType.decrementNSHTTL, 0)
            case .outputTruncated(let port, let maxLength):
                (NiciraActionType.outputTruncated, UInt64(port) << 32 | UInt64(maxLength))
            case .controller(let maxLength, let id, let reason):
                (NiciraActionType.controller, UInt64(maxLength) << 32 | UInt64(id) << 16 | UInt64(reason) << 8)
            default: (NiciraActionType.clearConnectionTracking, 0)
            }
        bytes.put(
            Self.head(ActionType.experimenter, 16) | UInt64(ExperimenterID.nicira), UInt64(subtype) << 48 | rest)
    }

    /// Nicira's actions of other lengths.
    private func encodeNicira(into bytes: inout [UInt8]) {
        let start = bytes.count
        bytes.put(Self.head(ActionType.experimenter, 0) | UInt64(ExperimenterID.nicira))
        switch self {
        case .registerLoad(let header, let offset, let bits, let value):
            bytes.put(NiciraActionType.registerLoad)
            bytes.put(Self.place(offset, bits))
            bytes.put(header.moveForm.word)
            bytes.put(value)
        case .registerLoad2(let header, let value, let mask):
            bytes.put(NiciraActionType.registerLoad2)
            Self.encode(header, value, mask, into: &bytes)
        case .registerMove(let source, let sourceOffset, let destination, let destinationOffset, let bits):
            bytes.put(NiciraActionType.registerMove)
            bytes.put(bits)
            bytes.put(sourceOffset)
            bytes.put(destinationOffset)
            source.moveForm.encode(into: &bytes)
            destination.moveForm.encode(into: &bytes)
        case .stackPush(let header, let offset, let bits):
            Self.encodeStack(NiciraActionType.stackPush, header, offset, bits, into: &bytes)
        case .stackPop(let header, let offset, let bits):
            Self.encodeStack(NiciraActionType.stackPop, header, offset, bits, into: &bytes)
        case .outputRegister(let header, let offset, let bits, let maxLength):
            bytes.put(NiciraActionType.outputRegister)
            bytes.put(Self.place(offset, bits))
            bytes.put(header.moveForm.word)
            bytes.put(maxLength)
        case .outputRegister2(let header, let offset, let bits, let maxLength):
            bytes.put(NiciraActionType.outputRegister2)
            bytes.put(Self.place(offset, bits))
            bytes.put(maxLength)
            header.moveForm.encode(into: &bytes)
            bytes.putZeros(start + 24 - bytes.count)
        default: encodeLists(into: &bytes)
        }
        bytes.padToEight(since: start)
        bytes.patch(bytes.count - start, at: start + 2)
    }

    /// Where bits of a field lie, as one number: ten bits of offset, six of the number of bits less one.
    static func place(_ offset: UInt16, _ bits: UInt8) -> UInt16 {
        precondition((1...64).contains(bits), "this part of a field has 1 to 64 bits")
        precondition(offset < 1024, "the offset of a part of a field is below 1024")
        return offset << 6 | UInt16(bits - 1)
    }

    /// Nicira's actions that hold lists, and the rest.
    private func encodeLists(into bytes: inout [UInt8]) {
        let start = bytes.count
        switch self {
        case .controller2(let action):
            bytes.put(NiciraActionType.controller2)
            action.encode(into: &bytes)
        case .connectionTracking(let action):
            bytes.put(NiciraActionType.connectionTracking)
            action.encode(into: &bytes)
        case .nat(let action):
            bytes.put(NiciraActionType.nat)
            action.encode(into: &bytes)
        case .note(let data):
            bytes.put(NiciraActionType.note)
            bytes.append(contentsOf: data)
            bytes.putZeros(Swift.max(0, 6 - data.count))
        case .clone(let actions):
            bytes.put(NiciraActionType.clone)
            bytes.putZeros(6)
            actions.encode(into: &bytes)
        case .decrementTTLControllers(let ids):
            bytes.put(NiciraActionType.decrementTTLControllers)
            bytes.put(UInt16(truncatingIfNeeded: ids.count))
            bytes.putZeros(4)
            for id in ids { bytes.put(id) }
        case .checkPacketLarger(let length, let header, let offset):
            bytes.put(NiciraActionType.checkPacketLarger)
            bytes.put(length)
            bytes.put(offset)
            header.moveForm.encode(into: &bytes)
            bytes.putZeros(start + 16 - bytes.count)
        case .deleteField(let header):
            bytes.put(NiciraActionType.deleteField)
            header.moveForm.encode(into: &bytes)
            bytes.putZeros(start + 16 - bytes.count)
        default: preconditionFailure("an action is encoded elsewhere")
        }
    }

    private static func encodeStack(
        _ subtype: UInt16, _ header: FieldHeader, _ offset: UInt16, _ bits: UInt16, into bytes: inout [UInt8]
    ) {
        let start = bytes.count
        bytes.put(subtype)
        bytes.put(offset)
        header.moveForm.encode(into: &bytes)
        bytes.put(bits)
        bytes.putZeros(start + 16 - bytes.count)
    }

    /// A header with its value, and the mask unless it is full.
    private static func encode(
        _ header: FieldHeader, _ value: UInt128, _ mask: UInt128, into bytes: inout [UInt8]
    ) {
        let count = header.valueBits / 8
        precondition(count <= 16, "a field's value is longer than a register load holds")
        let full: UInt128 = count == 16 ? .max : (1 << UInt128(count * 8)) - 1
        var written = header.moveForm
        written.hasMask = mask & full != full
        if written.hasMask { written.length += UInt8(truncatingIfNeeded: count) }
        written.encode(into: &bytes)
        bytes.put(value & mask & full, count: count)
        if written.hasMask { bytes.put(mask & full, count: count) }
    }
}
