// From bytes that `ActionCheck` took, or that an action wrote, to the action. Bytes that are neither give an unknown action:
// no trap, whatever they are.
extension FlowAction {
    /// Reads the action that fills `range`, 8 bytes or more.
    ///
    /// - Parameter ipProtocol: the match's protocol, which says what field the older actions on transport ports set; 0 for
    ///   none.
    init(checked bytes: RawSpan, _ range: Range<Int>, ipProtocol: UInt8 = 0) {
        let start = range.lowerBound
        let value = bytes.u32(start &+ 4)
        switch (bytes.u16(start), range.count) {
        case (ActionType.output, 16): self = .output(port: value, maxLength: bytes.u16(start &+ 8))
        case (ActionType.setField, _): self.init(settingField: bytes, range)
        case (ActionType.experimenter, 16...) where value == ExperimenterID.nicira:
            self.init(nicira: bytes, range, ipProtocol)
        case (ActionType.setEthSource, 16): self = .setField(.ethSource, value: UInt128(bytes.u48(start &+ 4)))
        case (ActionType.setEthDestination, 16):
            self = .setField(.ethDestination, value: UInt128(bytes.u48(start &+ 4)))
        case (ActionType.group, 8): self = .group(value)
        case (ActionType.setQueue, 8): self = .setQueue(value)
        case (ActionType.setTTL, 8): self = .setTTL(bytes.u8(start &+ 4))
        case (ActionType.decrementTTL, 8): self = .decrementTTL
        case (ActionType.copyTTLOut, 8): self = .copyTTLOut
        case (ActionType.copyTTLIn, 8): self = .copyTTLIn
        case (ActionType.setMPLSTTL, 8): self = .setMPLSTTL(bytes.u8(start &+ 4))
        case (ActionType.decrementMPLSTTL, 8): self = .decrementMPLSTTL
        case (ActionType.pushVLAN, 8): self = .pushVLAN(etherType: bytes.u16(start &+ 4))
        case (ActionType.popVLAN, 8): self = .popVLAN
        case (ActionType.pushMPLS, 8): self = .pushMPLS(etherType: bytes.u16(start &+ 4))
        case (ActionType.popMPLS, 8): self = .popMPLS(etherType: bytes.u16(start &+ 4))
        case (ActionType.pushPBB, 8): self = .pushPBB(etherType: bytes.u16(start &+ 4))
        case (ActionType.popPBB, 8): self = .popPBB
        case (_, 8): self = Self.older(bytes, start, ipProtocol) ?? .unknown(bytes.array(range))
        default: self = .unknown(bytes.array(range))
        }
    }

    /// Actions that version 1.2 replaced by set-field.
    private static func older(_ bytes: RawSpan, _ start: Int, _ ipProtocol: UInt8) -> FlowAction? {
        let value = UInt128(bytes.u32(start &+ 4))
        switch bytes.u16(start) {
        case ActionType.setVLANID: return .setField(.vlanID, value: value >> 16 | 0x1000)
        case ActionType.setVLANPriority: return .setField(.vlanPriority, value: value >> 24)
        case ActionType.setIPv4Source: return .setField(.ipv4Source, value: value)
        case ActionType.setIPv4Destination: return .setField(.ipv4Destination, value: value)
        case ActionType.setTypeOfService: return .setField(.ipDSCP, value: value >> 26)
        case ActionType.setECN: return .setField(.ipECN, value: value >> 24)
        case ActionType.setMPLSLabel: return .setField(.mplsLabel, value: value)
        case ActionType.setMPLSTrafficClass: return .setField(.mplsTrafficClass, value: value >> 24)
        case ActionType.setTransportSource:
            switch ipProtocol {
            case 6: return .setField(.tcpSource, value: value >> 16)
            case 17: return .setField(.udpSource, value: value >> 16)
            case 132: return .setField(.sctpSource, value: value >> 16)
            default: return .unknownPort(bytes, start)
            }
        case ActionType.setTransportDestination:
            switch ipProtocol {
            case 6: return .setField(.tcpDestination, value: value >> 16)
            case 17: return .setField(.udpDestination, value: value >> 16)
            case 132: return .setField(.sctpDestination, value: value >> 16)
            default: return .unknownPort(bytes, start)
            }
        default: return nil
        }
    }

    /// An older action on a transport port of no known protocol, with its padding cleared.
    private static func unknownPort(_ bytes: RawSpan, _ start: Int) -> FlowAction {
        .unknown(bytes.array(start..<(start &+ 6)) + [0, 0])
    }

    private init(settingField bytes: RawSpan, _ range: Range<Int>) {
        let start = range.lowerBound
        let word = bytes.u32(start &+ 4)
        let first = start &+ (word >> 16 == 0xffff ? 12 : 8)
        guard first <= range.upperBound, let field = MatchField(oxm: bytes, at: start &+ 4),
            word & FieldHeader.maskBit == 0, Int(word & 0xff) == field.byteCount &+ first &- start &- 8,
            first &+ field.byteCount <= range.upperBound
        else {
            self = .unknown(bytes.array(range))
            return
        }
        self = .setField(field, value: bytes.unsigned(first, count: field.byteCount))
    }

    private init(nicira bytes: RawSpan, _ range: Range<Int>, _ ipProtocol: UInt8) {
        let start = range.lowerBound
        let half = bytes.u16(start &+ 10)
        switch (bytes.u16(start &+ 8), range.count) {
        case (NiciraActionType.resubmit, 16): self = .resubmitPort(half)
        case (NiciraActionType.resubmitTable, 16): self = .resubmit(port: half, table: bytes.u8(start &+ 12))
        case (NiciraActionType.resubmitTableTracked, 16):
            self = .resubmitTracked(port: half, table: bytes.u8(start &+ 12))
        case (NiciraActionType.setTunnel, 16):
            self = .setField(.tunnelID, value: UInt128(bytes.u32(start &+ 12)))
        case (NiciraActionType.setTunnel64, 24):
            self = .setField(.tunnelID, value: UInt128(bytes.u64(start &+ 16)))
        case (NiciraActionType.popQueue, 16): self = .popQueue
        case (NiciraActionType.exit, 16): self = .exit
        case (NiciraActionType.clearConnectionTracking, 16): self = .clearConnectionTracking
        case (NiciraActionType.decrementNSHTTL, 16): self = .decrementNSHTTL
        case (NiciraActionType.outputTruncated, 16):
            self = .outputTruncated(port: half, maxLength: bytes.u32(start &+ 12))
        case (NiciraActionType.controller, 16):
            self = .controller(maxLength: half, id: bytes.u16(start &+ 12), reason: bytes.u8(start &+ 14))
        case (NiciraActionType.conjunction, 16):
            self = .conjunction(
                id: bytes.u32(start &+ 12), clause: bytes.u8(start &+ 10), count: bytes.u8(start &+ 11))
        case (NiciraActionType.note, _): self = .note(bytes.array((start &+ 10)..<range.upperBound))
        case (NiciraActionType.clone, _):
            var ipProtocol = ipProtocol
            self = .clone(
                ActionList(checked: bytes, (start &+ 16)..<range.upperBound, ipProtocol: &ipProtocol))
        case (NiciraActionType.connectionTracking, 24...):
            self = .connectionTracking(ConnectionTracking(checked: bytes, range))
        default: self = Self.listing(bytes, range) ?? Self.moving(bytes, range) ?? .unknown(bytes.array(range))
        }
    }

    /// Actions whose length depends on what they hold.
    private static func listing(_ bytes: RawSpan, _ range: Range<Int>) -> FlowAction? {
        let start = range.lowerBound
        switch bytes.u16(start &+ 8) {
        case NiciraActionType.nat:
            guard let (nat, _) = try? NetworkAddressTranslation.decode(bytes, range) else { return nil }
            return .nat(nat)
        case NiciraActionType.controller2:
            guard let action = try? ControllerAction.decode(bytes, range) else { return nil }
            return .controller2(action)
        case NiciraActionType.decrementTTLControllers:
            let first = start &+ 16
            let count = Int(bytes.u16(start &+ 10))
            guard first &+ count &* 2 <= range.upperBound else { return nil }
            var ids: [UInt16] = []
            ids.reserveCapacity(count)
            for index in 0..<count { ids.append(bytes.u16(first &+ index &* 2)) }
            return .decrementTTLControllers(ids)
        default: return nil
        }
    }

    /// Actions that name fields.
    private static func moving(_ bytes: RawSpan, _ range: Range<Int>) -> FlowAction? {
        let start = range.lowerBound
        let half = bytes.u16(start &+ 10)
        let bits = UInt8(truncatingIfNeeded: half & 0x3f) + 1
        switch (bytes.u16(start &+ 8), range.count) {
        case (NiciraActionType.registerLoad, 24):
            return .registerLoad(
                FieldHeader(word: bytes.u32(start &+ 12)).unmasked, offset: half >> 6, bits: bits,
                value: bytes.u64(start &+ 16))
        case (NiciraActionType.outputRegister, 24):
            return .outputRegister(
                FieldHeader(word: bytes.u32(start &+ 12)).unmasked, offset: half >> 6, bits: bits,
                maxLength: bytes.u16(start &+ 16))
        case (NiciraActionType.outputRegister2, 24):
            guard let (header, _) = header(bytes, start &+ 14, range.upperBound) else { return nil }
            return .outputRegister2(header, offset: half >> 6, bits: bits, maxLength: bytes.u16(start &+ 12))
        case (NiciraActionType.registerLoad2, _): return registerLoad2(bytes, range)
        case (NiciraActionType.registerMove, 24...):
            guard let (source, second) = header(bytes, start &+ 16, range.upperBound),
                let (destination, _) = header(bytes, second, range.upperBound)
            else { return nil }
            return .registerMove(
                source: source, sourceOffset: bytes.u16(start &+ 12), destination: destination,
                destinationOffset: bytes.u16(start &+ 14), bits: half)
        case (NiciraActionType.stackPush, 24), (NiciraActionType.stackPop, 24):
            guard let (header, end) = header(bytes, start &+ 12, range.upperBound), end &+ 2 <= range.upperBound else {
                return nil
            }
            return bytes.u16(start &+ 8) == NiciraActionType.stackPush
                ? .stackPush(header, offset: half, bits: bytes.u16(end))
                : .stackPop(header, offset: half, bits: bytes.u16(end))
        case (NiciraActionType.checkPacketLarger, 24):
            guard let (header, _) = header(bytes, start &+ 14, range.upperBound) else { return nil }
            return .checkPacketLarger(length: half, header, offset: bytes.u16(start &+ 12))
        case (NiciraActionType.deleteField, 24):
            guard let (header, _) = header(bytes, start &+ 10, range.upperBound) else { return nil }
            return .deleteField(header)
        default: return nil
        }
    }

    private static func registerLoad2(_ bytes: RawSpan, _ range: Range<Int>) -> FlowAction? {
        let offset = range.lowerBound &+ 10
        guard let (header, first) = header(bytes, offset, range.upperBound) else { return nil }
        let count = header.valueBits / 8
        let hasMask = bytes.u32(offset) & FieldHeader.maskBit != 0
        let end = first &+ (hasMask ? count &* 2 : count)
        guard count <= 16, end <= range.upperBound else { return nil }
        let value = bytes.unsigned(first, count: count)
        let full: UInt128 = count == 16 ? .max : (1 << UInt128(count * 8)) - 1
        let mask = hasMask ? bytes.unsigned(first &+ count, count: count) : full
        // A Geneve option may be longer than its header says: a mask of all ones is then a part, no mask is the whole.
        if hasMask, mask == full, ActionField.named(bytes.u32(offset)).isVariable {
            return .unknown(trimmed(bytes, range.lowerBound..<end))
        }
        return .registerLoad2(header, value: value, mask: mask)
    }

    /// The action whose contents fill `range`, with no more padding than it takes.
    private static func trimmed(_ bytes: RawSpan, _ range: Range<Int>) -> [UInt8] {
        var whole = bytes.array(range)
        whole.padToEight(since: 0)
        whole.patch(whole.count, at: 2)
        return whole
    }

    /// The field whose header is at `offset`, and where its header ends.
    private static func header(_ bytes: RawSpan, _ offset: Int, _ end: Int) -> (FieldHeader, end: Int)? {
        guard offset <= end, let header = try? FieldHeader.decode(bytes, offset..<end) else { return nil }
        return (header.unmasked, offset &+ header.size)
    }
}

extension FieldHeader {
    /// The header without its mask.
    var unmasked: FieldHeader {
        guard hasMask else { return self }
        var header = self
        header.hasMask = false
        let extra: UInt8 = oxmClass == Self.experimenterClass ? 4 : 0
        header.length = extra &+ (length &- Swift.min(extra, length)) / 2
        return header
    }

    /// The header by which Open vSwitch names the field in moves, loads and the like.
    var moveForm: FieldHeader {
        let header = unmasked
        guard let field = MatchField(header), field.actionHeader.valueBits == header.valueBits else { return header }
        return field.actionHeader
    }
}
