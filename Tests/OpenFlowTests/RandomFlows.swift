import NaruTesting
import NetworkTypes
import OpenFlow

/// Flows made through the library's own doors by a seed: matches whose prerequisites hold, with masks, and lists of every
/// kind of action.
struct RandomFlows {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    /// A flow that the codec itself takes; what it refuses was not worth showing to a switch.
    mutating func next() -> FlowMod {
        while true {
            var actions = ActionList()
            for _ in 0..<number(0...5) { actions.append(action(depth: 0)) }
            let table = UInt8(number(0...200))
            var instructions: InstructionList = []
            if !actions.isEmpty { instructions.append(.applyActions(actions)) }
            if oneIn(8) { instructions.append(.clearActions) }
            if oneIn(6) {
                instructions.append(
                    .writeActions([.setField(.ethSource, value: bits(48)), .output(port: 3, maxLength: 0)]))
            }
            if oneIn(6) { instructions.append(.writeMetadata(value: 0x50, mask: 0xf0)) }
            if oneIn(4) { instructions.append(.gotoTable(table + 1)) }
            let mod = FlowMod(
                table: table, priority: UInt16(number(0...65_535)), cookie: UInt64(bits(64)),
                idleTimeout: UInt16(number(0...3)) * 600, hardTimeout: UInt16(number(0...3)) * 6_000, match: match(),
                instructions: instructions)
            let bytes = OpenFlowMessage.flowMod(mod).encode(xid: 1)
            if (try? OpenFlowMessage.decode(bytes)) != nil { return mod }
        }
    }

    private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    private mutating func oneIn(_ count: Int) -> Bool { number(1...count) == 1 }
    private mutating func pick<Element>(_ elements: [Element]) -> Element { elements[number(0...(elements.count - 1))] }

    /// A number of so many bits.
    private mutating func bits(_ count: Int) -> UInt128 {
        (UInt128(random.next()) << 64 | UInt128(random.next())) >> UInt128(128 - count)
    }

    // MARK: Matches

    /// What an Ethernet type, an IP protocol and a type of ICMP let a match have.
    private static let packets: [[(MatchField, UInt128)]] = [
        [], [], [(.ethType, 0x0800)], [(.ethType, 0x86dd)], [(.ethType, 0x0806)], [(.ethType, 0x8847)],
        [(.ethType, 0x88cc)], [(.ethType, 0x894f)],
        [(.ethType, 0x0800), (.ipProtocol, 6)], [(.ethType, 0x86dd), (.ipProtocol, 6)],
        [(.ethType, 0x0800), (.ipProtocol, 17)], [(.ethType, 0x86dd), (.ipProtocol, 17)],
        [(.ethType, 0x0800), (.ipProtocol, 132)], [(.ethType, 0x0800), (.ipProtocol, 1)],
        [(.ethType, 0x86dd), (.ipProtocol, 58), (.icmpv6Type, 135), (.icmpv6Code, 0)],
        [(.ethType, 0x86dd), (.ipProtocol, 58), (.icmpv6Type, 136), (.icmpv6Code, 0)],
    ]

    /// Fields that Open vSwitch does not have, does not let a controller match, or takes only where the bridge was told so;
    /// those whose value Open vSwitch 3.1 takes for their mask as well; and the tunnel's flags, of which it sees one bit.
    static let unmatchable: Set<MatchField> = [
        .inPhysicalPort, .pbbISID, .ipv6ExtensionHeaders, .packetType, .actionSetOutput, .recirculationID,
        .datapathHash,
        .tunnelERSPANIndex, .tunnelERSPANVersion, .tunnelERSPANDirection, .tunnelERSPANHardwareID, .tunnelGTPUFlags,
        .tunnelGTPUMessageType, .tunnelFlags,
    ]

    private mutating func match() -> FlowMatch {
        var match = FlowMatch()
        for (field, value) in pick(Self.packets) { match.set(field, value) }
        if oneIn(3) {
            match.set(.vlanID, 0x1000 | bits(12))
        } else if oneIn(4) {
            match.set(.vlanID, 0x1000, mask: 0x1000)
        }
        if oneIn(3) { match.set(.ctState, 0x22, mask: 0x32) }
        let candidates = MatchField.allCases.filter {
            !Self.unmatchable.contains($0) && !match.contains($0) && $0 != .ethType
        }
        for _ in 0..<number(0...8) {
            let field = pick(candidates)
            guard !match.contains(field), field != .vlanID, field != .ipProtocol, field != .ctState else { continue }
            let before = match
            if field.isMaskable, oneIn(2) {
                match.set(field, bits(128), mask: bits(128) & field.fullMask)
            } else {
                match.set(field, bits(field.bitCount))
            }
            if match.firstWithoutPrerequisite() != nil { match = before }
            // Open vSwitch takes a tracked port without its protocol, or with protocol 0, but a dump does not tell of it.
            let isTold = match[.ctProtocol].map { $0.value != 0 } ?? false
            if !isTold, [.ctProtocol, .ctTransportSource, .ctTransportDestination].contains(field) { match = before }
        }
        return match
    }

    // MARK: Actions

    private static let registers: [FieldHeader] = (0..<16).map { FieldHeader.reg($0) }

    private mutating func action(depth: Int) -> FlowAction {
        switch number(0...21) {
        case 0...2: return .output(port: UInt32(number(1...9)), maxLength: 0)
        case 3: return .output(port: PortNumber.controller, maxLength: UInt16(number(0...65_535)))
        case 4: return .setField(.register(UInt8(number(0...15))), value: bits(32))
        case 5: return .setField(pick([.ethSource, .ethDestination]), value: bits(48))
        case 6:
            return .setField(pick([.ipv4Source, .ipv4Destination, .tunnelIPv4Destination, .ctMark]), value: bits(32))
        case 7: return .setField(pick([.tcpSource, .udpDestination, .sctpSource]), value: bits(16))
        case 8: return .setField(pick([.ipv6Source, .ndTarget]), value: bits(128))
        case 9: return .decrementTTL
        case 10: return .setTTL(UInt8(bits(8)))
        case 11: return .pushVLAN(etherType: 0x8100)
        case 12: return .popVLAN
        case 13:
            let offset = number(0...31)
            let width = number(1...(32 - offset))
            return .registerLoad(
                pick(Self.registers), offset: UInt16(offset), bits: UInt8(width), value: UInt64(bits(width)))
        case 14:
            return .registerMove(
                source: pick(Self.registers), sourceOffset: 3, destination: pick(Self.registers + [.metadata]),
                destinationOffset: UInt16(number(0...16)), bits: UInt16(number(1...16)))
        case 15: return .resubmit(port: PortNumber.resubmitInPort, table: UInt8(number(0...253)))
        case 16, 17: return .connectionTracking(tracking())
        case 18: return .clearConnectionTracking
        case 19: return .note((0..<(6 + 8 * number(0...2))).map { _ in UInt8(bits(8)) })
        case 20: return .setQueue(UInt32(number(0...9)))
        default:
            guard depth < 2 else { return .popVLAN }
            var inner = ActionList()
            for _ in 0..<number(0...3) { inner.append(action(depth: depth + 1)) }
            return .clone(inner)
        }
    }

    private mutating func tracking() -> ConnectionTracking {
        var actions = ActionList()
        let commits = oneIn(2)
        if oneIn(2) { actions.append(.nat(translation(commits: commits))) }
        if commits, oneIn(2) {
            actions.append(oneIn(2) ? .setField(.ctMark, value: bits(32)) : .setField(.ctLabel, value: bits(128)))
        }
        var flags: ConnectionTracking.Flags = commits ? [.commit] : []
        if commits, oneIn(3) { flags.insert(.force) }
        return ConnectionTracking(
            flags: flags,
            zone: oneIn(2)
                ? .immediate(UInt16(bits(16))) : .field(pick(Self.registers), offset: UInt16(number(0...16))),
            recirculationTable: oneIn(2) ? UInt8(number(0...253)) : nil, actions: actions)
    }

    private mutating func translation(commits: Bool) -> NetworkAddressTranslation {
        guard commits else { return NetworkAddressTranslation() }
        let first = UInt32(bits(32)) | 1
        let isRange = oneIn(2)
        return NetworkAddressTranslation(
            flags: pick([
                [.source], [.destination], [.source, .protocolRandom], [.destination, .protocolHash, .persistent],
            ]),
            firstAddress: .v4(IPv4Address(bits: first & 0x7fff_ffff)),
            lastAddress: isRange ? .v4(IPv4Address(bits: first & 0x7fff_ffff + 7)) : nil,
            firstPort: oneIn(2) ? 0 : UInt16(number(1...30_000)), lastPort: 0)
    }
}
