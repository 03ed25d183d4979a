// Nicira's actions (ovs-actions(7)).
extension ActionCheck {
    /// An action with an experimenter's header. Others than Nicira's are kept as they are.
    @inline(__always)
    mutating func experimenter(
        _ bytes: RawSpan, _ range: Range<Int>, in place: Place, depth: Int
    ) throws(OpenFlowError) {
        let start = range.lowerBound
        guard bytes.u32(start &+ 4) == ExperimenterID.nicira else { return try opaque(range, in: place) }
        guard range.count >= 16 else { throw Self.refused(start &+ 2, "nx_action_header.len", .badLength) }
        let subtype = bytes.u16(start &+ 8)
        switch subtype {
        case NiciraActionType.conjunction: return try conjunction(bytes, range, in: place)
        case NiciraActionType.note: return try note(start, in: place)
        case NiciraActionType.registerLoad: try registerLoad(bytes, range, in: place)
        case NiciraActionType.registerLoad2: try registerLoad2(bytes, range, in: place)
        case NiciraActionType.registerMove: try registerMove(bytes, range, in: place)
        case NiciraActionType.nat: try nat(bytes, range, in: place)
        default:
            guard place != .connectionTracking else {
                throw Self.refused(start, "nx_action_conntrack.actions", .badType)
            }
            if place == .set {
                guard Self.isAllowedInSet(subtype) else {
                    throw Self.refused(start, "ofp_action.actions", .badType)
                }
            }
            try other(bytes, range, subtype, in: place, depth: depth)
        }
        hasOtherThanConjunction = true
    }

    /// Keeps an action that nobody here knows.
    private mutating func opaque(_ range: Range<Int>, in place: Place) throws(OpenFlowError) {
        guard place != .connectionTracking else {
            throw Self.refused(range.lowerBound, "nx_action_conntrack.actions", .badType)
        }
        hasOtherThanConjunction = true
        forgetFacts()
    }

    /// The action set takes what has a place in its order (ovs-actions(7), "Action Sets").
    private static func isAllowedInSet(_ subtype: UInt16) -> Bool {
        switch subtype {
        case NiciraActionType.popQueue, NiciraActionType.outputRegister, NiciraActionType.outputRegister2,
            NiciraActionType.exit, NiciraActionType.controller, NiciraActionType.controller2,
            NiciraActionType.writeMetadata, NiciraActionType.stackPush, NiciraActionType.stackPop,
            NiciraActionType.outputTruncated, NiciraActionType.clone, NiciraActionType.checkPacketLarger,
            NiciraActionType.deleteField, NiciraActionType.multipath, NiciraActionType.bundle,
            NiciraActionType.bundleLoad, NiciraActionType.learn, NiciraActionType.learn2, NiciraActionType.finTimeout,
            NiciraActionType.sample, NiciraActionType.sample2, NiciraActionType.sample3:
            false
        default: true
        }
    }

    private mutating func conjunction(
        _ bytes: RawSpan, _ range: Range<Int>, in place: Place
    ) throws(OpenFlowError) {
        let start = range.lowerBound
        try length(range, 16, "nx_action_conjunction.len")
        let clause = bytes.u8(start &+ 10)
        let count = bytes.u8(start &+ 11)
        guard count >= 2, count <= 64, clause < count else {
            throw Self.refused(start &+ 10, "nx_action_conjunction.clause")
        }
        guard place != .set, place != .connectionTracking else {
            throw Self.refused(start, "nx_action_conjunction", .badType)
        }
        hasConjunction = true
    }

    /// A note may stand beside conjunctions.
    private func note(_ start: Int, in place: Place) throws(OpenFlowError) {
        guard place != .set, place != .connectionTracking else {
            throw Self.refused(start, "nx_action_note", .badType)
        }
    }

    private mutating func other(
        _ bytes: RawSpan, _ range: Range<Int>, _ subtype: UInt16, in place: Place, depth: Int
    ) throws(OpenFlowError) {
        switch subtype {
        case NiciraActionType.resubmitTable, NiciraActionType.resubmitTableTracked:
            try resubmitTable(bytes, range, subtype, in: place)
        case NiciraActionType.connectionTracking: try connectionTracking(bytes, range, in: place, depth: depth)
        case NiciraActionType.clone: try clone(bytes, range, depth: depth)
        case NiciraActionType.stackPush: try stack(bytes, range, writes: false, in: place)
        case NiciraActionType.stackPop: try stack(bytes, range, writes: true, in: place)
        case NiciraActionType.outputRegister: try outputRegister(bytes, range, isSecond: false)
        case NiciraActionType.outputRegister2: try outputRegister(bytes, range, isSecond: true)
        case NiciraActionType.checkPacketLarger: try checkPacketLarger(bytes, range)
        case NiciraActionType.deleteField: try deleteField(bytes, range)
        case NiciraActionType.decrementTTLControllers: try decrementTTLControllers(bytes, range, in: place)
        case NiciraActionType.controller:
            try length(range, 16, "nx_action_controller.len")
            if bytes.u8(range.upperBound &- 1) != 0 { isCanonical = false }
        case NiciraActionType.controller2: try controller2(bytes, range)
        case NiciraActionType.outputTruncated: try outputTruncated(bytes, range)
        default: try simple(bytes, range, subtype, in: place)
        }
    }

    /// Actions of a header and one value at most, and those that are kept as they are.
    private mutating func simple(
        _ bytes: RawSpan, _ range: Range<Int>, _ subtype: UInt16, in place: Place
    ) throws(OpenFlowError) {
        let start = range.lowerBound
        switch subtype {
        case NiciraActionType.exit, NiciraActionType.popQueue, NiciraActionType.clearConnectionTracking:
            try length(range, 16, "nx_action_header.len")
            if !bytes.isZero((start &+ 10)..<range.upperBound) { isCanonical = false }
        case NiciraActionType.decrementNSHTTL:
            try length(range, 16, "nx_action_header.len")
            if !bytes.isZero((start &+ 10)..<range.upperBound) { isCanonical = false }
            try require(.serviceHeader, start, in: place)
        case NiciraActionType.resubmit:
            try length(range, 16, "nx_action_resubmit.len")
            if bytes.u32(start &+ 12) != 0 { isCanonical = false }
        case NiciraActionType.setTunnel:
            try length(range, 16, "nx_action_set_tunnel.len")
            isCanonical = false
        case NiciraActionType.setTunnel64:
            try length(range, 24, "nx_action_set_tunnel64.len")
            isCanonical = false
        case NiciraActionType.writeMetadata:
            try length(range, 32, "nx_action_write_metadata.len")
            guard bytes.isZero((start &+ 10)..<(start &+ 16)) else {
                throw Self.refused(start &+ 10, "nx_action_write_metadata.zeros", .badPadding)
            }
            guard place == .apply else { throw Self.refused(start, "nx_action_write_metadata", .badType) }
            metadataOffset = start
            isCanonical = false
        case NiciraActionType.multipath, NiciraActionType.learn, NiciraActionType.learn2,
            NiciraActionType.finTimeout, NiciraActionType.bundle, NiciraActionType.bundleLoad,
            NiciraActionType.sample, NiciraActionType.sample2, NiciraActionType.sample3:
            break
        default:
            // Encap and decap, and what is newer than this codec: the packet is another one after it.
            forgetFacts()
        }
    }

    private mutating func resubmitTable(
        _ bytes: RawSpan, _ range: Range<Int>, _ subtype: UInt16, in place: Place
    ) throws(OpenFlowError) {
        let start = range.lowerBound
        try length(range, 16, "nx_action_resubmit.len")
        guard bytes.u32(start &+ 12) & 0xff_ffff == 0 else {
            throw Self.refused(start &+ 13, "nx_action_resubmit.pad", .badPadding)
        }
        if subtype == NiciraActionType.resubmitTableTracked { try demand(.validConnection, start) }
    }

    private mutating func clone(_ bytes: RawSpan, _ range: Range<Int>, depth: Int) throws(OpenFlowError) {
        let start = range.lowerBound
        guard depth < OpenFlowLimit.actionDepth else { throw Self.refused(start, "ofp_action.actions", .limit) }
        if !bytes.isZero((start &+ 10)..<(start &+ 16)) { isCanonical = false }
        var inner = self
        inner.hasConjunction = false
        inner.hasOtherThanConjunction = false
        try inner.list(bytes, (start &+ 16)..<range.upperBound, in: .clone, depth: depth &+ 1)
        isCanonical = inner.isCanonical
    }

    private mutating func decrementTTLControllers(
        _ bytes: RawSpan, _ range: Range<Int>, in place: Place
    ) throws(OpenFlowError) {
        let start = range.lowerBound
        guard bytes.u32(start &+ 12) == 0 else {
            throw Self.refused(start &+ 12, "nx_action_cnt_ids.zeros", .badPadding)
        }
        let end = start &+ 16 &+ Int(bytes.u16(start &+ 10)) &* 2
        guard end <= range.upperBound else {
            throw Self.refused(start &+ 10, "nx_action_cnt_ids.n_controllers", .badLength)
        }
        if range.upperBound &- end >= 8 || !bytes.isZero(end..<range.upperBound) { isCanonical = false }
        try require(.ip, start, in: place)
    }

    private mutating func controller2(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) {
        let action = try ControllerAction.decode(bytes, range)
        var encoded: [UInt8] = []
        action.encode(into: &encoded)
        encoded.padToEight(since: 6)
        var isSame = encoded.count == range.count &- 10
        for (index, byte) in encoded.enumerated() where isSame {
            isSame = bytes.u8(range.lowerBound &+ 10 &+ index) == byte
        }
        if !isSame { isCanonical = false }
    }

    /// At least an Ethernet header is output; the port is judged where the action meets a switch, as in `output`.
    private mutating func outputTruncated(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) {
        let start = range.lowerBound
        try length(range, 16, "nx_action_output_trunc.len")
        guard bytes.u32(start &+ 12) >= 14 else { throw Self.refused(start &+ 12, "nx_action_output_trunc.max_len") }
        let port = bytes.u16(start &+ 10)
        guard !hasFacts || port < 0xff00 || (port >= 0xfff8 && port != 0xffff) else {
            throw Self.refused(start &+ 10, "nx_action_output_trunc.port")
        }
    }
}
