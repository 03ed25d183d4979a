/// A walk over the actions of a message, which checks each of them where it lies, as Open vSwitch 3.1 does before it takes
/// them, and finds whether they are as Open vSwitch would write them. Nothing is built.
///
/// Sources: OpenFlow 1.3.5 §7.2.5, ovs-actions(7).
struct ActionCheck {
    /// Where a list stands, which says what may be in it.
    enum Place {
        /// A packet-out or a group's bucket.
        case list
        /// An apply-actions instruction.
        case apply
        /// A write-actions instruction: the action set has no order, and takes fewer kinds.
        case set
        case clone
        case connectionTracking
    }

    /// What is known of the packet, as the actions change it.
    var facts: PacketFacts
    /// Whether there is a match whose facts are to be held against prerequisites.
    var hasFacts: Bool
    /// Whether the packet is known to have a tag under the outermost one.
    var hasInnerTag = false
    /// Whether the bytes are as Open vSwitch would write them.
    var isCanonical = true
    /// Whether there are conjunctions, and actions that may not stand beside them.
    var hasConjunction = false
    var hasOtherThanConjunction = false
    /// Where a write-metadata of Nicira's stands, which only ends apply-actions and is an instruction of 1.3.
    var metadataOffset: Int?

    @inline(__always)
    init(_ facts: PacketFacts?) {
        self.facts = facts ?? PacketFacts()
        hasFacts = facts != nil
    }

    @inline(never)
    static func refused(_ offset: Int, _ field: String, _ rule: OpenFlowError.Rule = .badValue) -> OpenFlowError {
        OpenFlowError(offset: offset, field: field, rule: rule)
    }

    /// Checks the actions until the end of `range`.
    mutating func list(
        _ bytes: RawSpan, _ range: Range<Int>, in place: Place, depth: Int = 0
    ) throws(OpenFlowError) {
        var offset = range.lowerBound
        let end = range.upperBound
        guard end <= bytes.byteCount, offset >= 0 else { throw Self.refused(offset, "ofp_action.actions", .truncated) }
        while offset < end {
            guard end &- offset >= 8 else { throw Self.refused(offset, "ofp_action_header", .truncated) }
            let head = bytes.u32(offset)
            let length = Int(head & 0xffff)
            guard length >= 8, length & 7 == 0, length <= end &- offset else {
                throw Self.refused(offset &+ 2, "ofp_action_header.len", .badLength)
            }
            guard metadataOffset == nil else { throw Self.refused(offset, "nx_action_write_metadata", .badType) }
            let next = offset &+ length
            switch UInt16(truncatingIfNeeded: head >> 16) {
            case ActionType.setField: try setField(bytes, offset, next, in: place)
            case ActionType.output: try output(bytes, offset, length)
            case ActionType.decrementTTL:
                try bare(bytes, offset, length)
                try require(.ip, offset, in: place)
            case ActionType.experimenter:
                try experimenter(bytes, offset..<next, in: place, depth: depth)
                offset = next
                continue
            default: try standard(bytes, offset, length, in: place)
            }
            hasOtherThanConjunction = true
            if place == .connectionTracking, head >> 16 != UInt32(ActionType.setField) {
                throw Self.refused(offset, "nx_action_conntrack.actions", .badType)
            }
            offset = next
        }
        if hasConjunction, hasOtherThanConjunction {
            throw Self.refused(range.lowerBound, "nx_action_conjunction", .badType)
        }
    }

    /// An output's port: 1 to 0xfeff, or a reserved one that packets can go to. Open vSwitch takes 0 too.
    @inline(__always)
    private mutating func output(_ bytes: RawSpan, _ offset: Int, _ length: Int) throws(OpenFlowError) {
        guard length == 16 else { throw Self.refused(offset &+ 2, "ofp_action_output.len", .badLength) }
        let port = bytes.u32(offset &+ 4)
        guard port < 0xff00 || (port >= PortNumber.inPort && port != PortNumber.any) else {
            throw Self.refused(offset &+ 4, "ofp_action_output.port")
        }
        if bytes.u64(offset &+ 8) << 16 != 0 { isCanonical = false }
    }

    /// An action of a header alone; Open vSwitch reads past what follows.
    @inline(__always)
    private mutating func bare(_ bytes: RawSpan, _ offset: Int, _ length: Int) throws(OpenFlowError) {
        try eight(offset, length)
        if bytes.u32(offset &+ 4) != 0 { isCanonical = false }
    }

    @inline(__always)
    private func eight(_ offset: Int, _ length: Int) throws(OpenFlowError) {
        guard length == 8 else { throw Self.refused(offset &+ 2, "ofp_action_header.len", .badLength) }
    }

    /// Throws where the match does not say what the action asks for. In the action set, whose order is not the list's,
    /// Open vSwitch asks for nothing.
    @inline(__always)
    mutating func require(_ prerequisite: Prerequisite, _ offset: Int, in place: Place) throws(OpenFlowError) {
        guard !hasFacts || prerequisite.holds(in: facts) || place == .set else {
            throw Self.refused(offset, "ofp_action_header.type", .missingPrerequisite)
        }
    }

    /// What is known of the packet ends: an action changed it in a way that this codec does not read.
    mutating func forgetFacts() { hasFacts = false }
}

extension ActionCheck {
    /// The rarer actions of OpenFlow 1.3.5, and those of earlier versions.
    private mutating func standard(
        _ bytes: RawSpan, _ offset: Int, _ length: Int, in place: Place
    ) throws(OpenFlowError) {
        switch bytes.u16(offset) {
        case ActionType.group, ActionType.setQueue: try eight(offset, length)
        case ActionType.setTTL:
            try byte(bytes, offset, length)
            try require(.ip, offset, in: place)
        case ActionType.setMPLSTTL:
            try byte(bytes, offset, length)
            try require(.mpls, offset, in: place)
        case ActionType.decrementMPLSTTL:
            try bare(bytes, offset, length)
            try require(.mpls, offset, in: place)
        case ActionType.copyTTLOut, ActionType.copyTTLIn: try bare(bytes, offset, length)
        case ActionType.pushVLAN, ActionType.pushMPLS, ActionType.pushPBB:
            try push(bytes, offset, length, in: place)
        case ActionType.popVLAN, ActionType.popPBB: try pop(bytes, offset, length, in: place)
        case ActionType.popMPLS:
            try eight(offset, length)
            if bytes.u16(offset &+ 6) != 0 { isCanonical = false }
            try require(.mpls, offset, in: place)
            try require(.ethernet, offset, in: place)
            facts.setEtherType(bytes.u16(offset &+ 4))
        default: try older(bytes, offset, length, in: place)
        }
    }

    /// An action of one byte and padding that Open vSwitch reads past.
    private mutating func byte(_ bytes: RawSpan, _ offset: Int, _ length: Int) throws(OpenFlowError) {
        try eight(offset, length)
        if bytes.u32(offset &+ 4) & 0xff_ffff != 0 { isCanonical = false }
    }

    private mutating func push(
        _ bytes: RawSpan, _ offset: Int, _ length: Int, in place: Place
    ) throws(OpenFlowError) {
        try eight(offset, length)
        if bytes.u16(offset &+ 6) != 0 { isCanonical = false }
        let etherType = bytes.u16(offset &+ 4)
        switch (bytes.u16(offset), etherType) {
        case (ActionType.pushVLAN, 0x8100), (ActionType.pushVLAN, 0x88a8):
            guard !hasFacts || !hasInnerTag else {
                throw Self.refused(offset, "ofp_action_push.type", .missingPrerequisite)
            }
            hasInnerTag = facts.hasVLAN
            facts.setVLAN(true)
        case (ActionType.pushMPLS, 0x8847), (ActionType.pushMPLS, 0x8848), (ActionType.pushPBB, 0x88e7):
            if etherType != 0x88e7 { try require(.ethernet, offset, in: place) }
            facts.setEtherType(etherType)
        default: throw Self.refused(offset &+ 4, "ofp_action_push.ethertype")
        }
    }

    private mutating func pop(
        _ bytes: RawSpan, _ offset: Int, _ length: Int, in place: Place
    ) throws(OpenFlowError) {
        try bare(bytes, offset, length)
        guard bytes.u16(offset) == ActionType.popVLAN else { return forgetFacts() }
        try require(.vlan, offset, in: place)
        facts.setVLAN(hasInnerTag)
        hasInnerTag = false
    }

    /// Actions that version 1.2 replaced by set-field, and which Open vSwitch writes as that.
    private mutating func older(
        _ bytes: RawSpan, _ offset: Int, _ length: Int, in place: Place
    ) throws(OpenFlowError) {
        let value = bytes.u8(offset &+ 4)
        let type = bytes.u16(offset)
        isCanonical = false
        switch type {
        case ActionType.setEthSource, ActionType.setEthDestination:
            guard length == 16 else { throw Self.refused(offset &+ 2, "ofp_action_dl_addr.len", .badLength) }
            // Of a packet without an Ethernet header Open vSwitch takes these, and writes set-fields that it would not take.
            guard !hasFacts || Prerequisite.ethernet.holds(in: facts) else {
                throw Self.refused(offset, "ofp_action_dl_addr", .missingPrerequisite)
            }
            return
        case ActionType.setVLANID where bytes.u16(offset &+ 4) < 0x1000: try demand(.vlan, offset)
        case ActionType.setVLANPriority where value < 8: try demand(.vlan, offset)
        case ActionType.setIPv4Source, ActionType.setIPv4Destination: try demand(.ipv4, offset)
        case ActionType.setTypeOfService where value & 3 == 0: try demand(.ip, offset)
        case ActionType.setECN where value < 4: try demand(.ip, offset)
        case ActionType.setTransportSource, ActionType.setTransportDestination:
            guard !hasFacts || Self.hasPorts(facts) || place == .set else {
                throw Self.refused(offset, "ofp_action_header.type", .missingPrerequisite)
            }
        case ActionType.setMPLSLabel where bytes.u32(offset &+ 4) < 1 << 20: try demand(.mpls, offset)
        case ActionType.setMPLSTrafficClass where value < 8: try demand(.mpls, offset)
        case ActionType.setVLANID, ActionType.setVLANPriority, ActionType.setTypeOfService, ActionType.setECN:
            throw Self.refused(offset &+ 4, "ofp_action.value")
        case ActionType.setMPLSLabel, ActionType.setMPLSTrafficClass:
            // Open vSwitch takes these, and writes set-fields that it would not take.
            throw Self.refused(offset &+ 4, "ofp_action.mpls")
        default: throw Self.refused(offset, "ofp_action_header.type", .badType)
        }
        try eight(offset, length)
    }

    static func ipProtocolWithPorts(_ facts: PacketFacts?) -> UInt8 {
        facts.map { hasPorts($0) ? $0.ipProtocol : 0 } ?? 0
    }

    private static func hasPorts(_ facts: PacketFacts) -> Bool {
        Prerequisite.tcp.holds(in: facts) || Prerequisite.udp.holds(in: facts) || Prerequisite.sctp.holds(in: facts)
    }

    /// A prerequisite that holds for the action set too.
    @inline(__always)
    func demand(_ prerequisite: Prerequisite, _ offset: Int) throws(OpenFlowError) {
        guard !hasFacts || prerequisite.holds(in: facts) else {
            throw Self.refused(offset, "ofp_action_header.type", .missingPrerequisite)
        }
    }
}
