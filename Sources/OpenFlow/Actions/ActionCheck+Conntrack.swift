import NetworkTypes

// Nicira's ct action and the nat inside of it.
extension ActionCheck {
    mutating func connectionTracking(
        _ bytes: RawSpan, _ range: Range<Int>, in place: Place, depth: Int
    ) throws(OpenFlowError) {
        let start = range.lowerBound
        guard range.count >= 24 else { throw Self.refused(start &+ 2, "nx_action_conntrack.len", .badLength) }
        guard depth < OpenFlowLimit.actionDepth else { throw Self.refused(start, "ofp_action.actions", .limit) }
        let flags = ConnectionTracking.Flags(rawValue: bytes.u16(start &+ 10))
        guard !flags.contains(.force) || flags.contains(.commit) else {
            throw Self.refused(start &+ 10, "nx_action_conntrack.flags")
        }
        if bytes.u32(start &+ 12) != 0 {
            let zone = try shortHeader(bytes, start &+ 12)
            let bits = bytes.u16(start &+ 16)
            guard bits & 0x3f == 15 else { throw Self.refused(start &+ 16, "nx_action_conntrack.zone_ofs_nbits") }
            try part(zone, from: Int(bits >> 6), bits: 16, start &+ 16)
            try demand(zone, start &+ 12)
            if !isMoveForm(zone) { isCanonical = false }
        }
        if bytes.u32(start &+ 18) & 0xff_ffff != 0 { isCanonical = false }
        try judge(flags, helper: bytes.u16(start &+ 22), start)
        let actions = (start &+ 24)..<range.upperBound
        guard !actions.isEmpty else { return }
        var inner = self
        inner.hasConjunction = false
        inner.hasOtherThanConjunction = false
        try inner.list(bytes, actions, in: .connectionTracking, depth: depth &+ 1)
        isCanonical = inner.isCanonical
        if !flags.contains(.commit) { try onlyBareNAT(bytes, actions) }
    }

    /// Holds the action against what is known of the packet.
    private func judge(
        _ flags: ConnectionTracking.Flags, helper: UInt16, _ start: Int
    ) throws(OpenFlowError) {
        guard hasFacts else { return }
        guard Prerequisite.ip.holds(in: facts), !(flags.contains(.commit) && facts.isInvalidConnection),
            helper != ConnectionTracking.ftp || facts.ipProtocol == 6,
            helper != ConnectionTracking.tftp || facts.ipProtocol == 17
        else { throw Self.refused(start, "nx_action_conntrack", .missingPrerequisite) }
    }

    /// A ct that commits nothing takes no action but nat without arguments.
    private func onlyBareNAT(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) {
        var offset = range.lowerBound
        while offset < range.upperBound {
            guard bytes.u32(offset &+ 8) >> 16 == UInt32(NiciraActionType.nat),
                bytes.u16(offset) == ActionType.experimenter, bytes.u16(offset &+ 12) == 0,
                bytes.u16(offset &+ 14) & 0xf == 0
            else { throw Self.refused(offset, "nx_action_conntrack.flags") }
            offset &+= Int(bytes.u16(offset &+ 2))
        }
    }

    mutating func nat(_ bytes: RawSpan, _ range: Range<Int>, in place: Place) throws(OpenFlowError) {
        let start = range.lowerBound
        guard place == .connectionTracking else { throw Self.refused(start, "nx_action_nat", .badType) }
        let (nat, end) = try NetworkAddressTranslation.decode(bytes, range)
        if hasFacts {
            let family: Prerequisite =
                switch nat.firstAddress?.family {
                case .v4: .ipv4
                case .v6: .ipv6
                case nil: .ip
                }
            try demand(family, start)
        }
        if bytes.u16(start &+ 10) != 0 || bytes.u16(start &+ 14) & ~0x3f != 0 || range.upperBound &- end >= 8
            || !bytes.isZero(end..<range.upperBound)
        {
            isCanonical = false
        }
    }
}
