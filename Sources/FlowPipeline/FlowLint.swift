import NetworkTypes

/// The faults of one flow.
struct FlowLint {
    let flow: Flow
    let pipeline: PipelineDeclaration

    var faults: [PipelineFault] {
        guard let table = pipeline.table(flow.table) else { return [.unknownTable(flow)] }
        return [cookie, doubleTerms, values, widths, instructions, controller, priority, conjunction, name(table)]
            .compactMap(\.self) + slots(table) + exits(table) + prerequisites
    }

    private var cookie: PipelineFault? { flow.cookie == 0 || flow.cookie == .max ? .cookieNamesNothing(flow) : nil }

    private func name(_ table: PipelineDeclaration.Table) -> PipelineFault? {
        flow.actions.isEmpty && table.drops[flow.priority] == nil ? .namelessDrop(flow) : nil
    }

    // MARK: Context

    /// Slots that the flow reads before it has written them itself.
    private var reads: [ContextSlot] {
        var written: [Storage: UInt64] = [:]
        var reads: [ContextSlot] = []
        for case .context(let slot, _) in flow.match.terms { reads.append(slot) }
        for action in flow.actions {
            for slice in action.sources {
                guard let source = slice.contextBits else { continue }
                let unwritten = source.mask & ~(written[source.storage] ?? 0)
                reads += pipeline.context.filter { $0.storage == source.storage && $0.mask & unwritten != 0 }
            }
            for target in action.destinations { written[target.storage, default: 0] |= target.mask }
        }
        return reads
    }

    private func slots(_ table: PipelineDeclaration.Table) -> [PipelineFault] {
        let known = Set(pipeline.context)
        var named: [ContextSlot] = flow.match.terms.compactMap {
            guard case .context(let slot, _) = $0 else { return nil }
            return slot
        }
        for action in flow.actions {
            switch action {
            case .load(let slot, _), .checkPacketLarger(_, let slot): named.append(slot)
            default: break
            }
        }
        return named.filter { !known.contains($0) }.map { .undeclaredSlot(flow, $0) }
            + distinct(reads).filter { known.contains($0) && !table.reads.contains($0) }
            .map { .undeclaredRead(flow, $0) }
    }

    private func exits(_ table: PipelineDeclaration.Table) -> [PipelineFault] {
        var written: [Storage: UInt64] = [:]
        var faults: [PipelineFault] = []
        for action in flow.actions {
            for target in action.destinations { written[target.storage, default: 0] |= target.mask }
            guard let target = action.target else { continue }
            guard let exit = table.exits.first(where: { $0.table == target }) else {
                faults.append(.undeclaredExit(flow, target))
                continue
            }
            let unset = exit.sets.filter { $0.mask & ~(written[$0.storage] ?? 0) != 0 }
            faults += pipeline.context.filter(unset.contains).map { .brokenPromise(flow, target, $0) }
        }
        return faults
    }

    private func distinct(_ slots: [ContextSlot]) -> [ContextSlot] {
        var seen: Set<ContextSlot> = []
        return slots.filter { seen.insert($0).inserted }
    }

    // MARK: What Open vSwitch demands

    private var prerequisites: [PipelineFault] {
        var needed: [PacketClass] = flow.match.terms.map(\.prerequisite)
        if flow.match.terms.contains(where: \.needsConnection) { needed.append(.tracked) }
        for action in flow.actions { needed += action.prerequisites }
        var seen: Set<PacketClass> = []
        return needed.filter { seen.insert($0).inserted && !isMet($0) }.map { .missingPrerequisite(flow, $0) }
    }

    private func isMet(_ wanted: PacketClass) -> Bool {
        let type = flow.match.ethType
        let number = flow.match.ipProtocol
        let isIP = type == EtherType.ipv4 || type == EtherType.ipv6
        switch wanted {
        case .any: return true
        case .arp: return type == EtherType.arp
        case .ipv4: return type == EtherType.ipv4
        case .ipv6: return type == EtherType.ipv6
        case .ip: return isIP
        case .udp: return isIP && number == IPProtocolNumber.udp
        case .tcp: return isIP && number == IPProtocolNumber.tcp
        case .icmpv4: return type == EtherType.ipv4 && number == IPProtocolNumber.icmp
        case .icmpv6: return type == EtherType.ipv6 && number == IPProtocolNumber.icmpv6
        case .neighborSolicitation: return isMet(.icmpv6) && icmpv6Types == [ICMPv6Type.neighborSolicitation]
        case .neighborAdvertisement: return isMet(.icmpv6) && icmpv6Types == [ICMPv6Type.neighborAdvertisement]
        case .neighborDiscovery: return isMet(.neighborSolicitation) || isMet(.neighborAdvertisement)
        case .tracked:
            return flow.match.terms.contains { term in
                guard case .conntrackState(let state, let mask) = term else { return false }
                return mask.isSuperset(of: [.tracked, .invalid]) && state.contains(.tracked)
                    && !state.contains(.invalid)
            }
        }
    }

    private var icmpv6Types: [UInt8] {
        flow.match.terms.compactMap { term in
            guard case .icmpv6Type(let type) = term else { return nil }
            return type
        }
    }

    private var doubleTerms: PipelineFault? {
        let orders = flow.match.terms.map(\.order)
        return Set(orders).count == orders.count ? nil : .doubleTerm(flow)
    }

    private var values: PipelineFault? {
        let isWithin = flow.match.terms.allSatisfy { term in
            switch term {
            case .context(let slot, let value): value & ~slot.valueMask == 0
            case .ethSource(let address, let mask), .ethDestination(let address, let mask):
                address.bits & ~mask.bits == 0
            case .arpSPA(let prefix), .arpTPA(let prefix): prefix.family == .v4
            case .conntrackState(let state, let mask): mask.isSuperset(of: state)
            case .packetMark(let mark, let mask): mark & ~mask == 0
            case .conntrackSourcePort(let port, let mask), .conntrackDestinationPort(let port, let mask):
                port & ~mask == 0
            default: true
            }
        }
        return isWithin ? nil : .valueOutsideMask(flow)
    }

    private var widths: PipelineFault? {
        let fits = flow.actions.allSatisfy { action in
            switch action {
            case .load(let slot, let value): value & ~slot.valueMask == 0
            case .move(let from, let to): from.width == to.width
            case .checkPacketLarger(_, let slot): slot.width == 1
            default: true
            }
        }
        return fits ? nil : .widthMismatch(flow)
    }

    private var instructions: PipelineFault? {
        for (index, action) in flow.actions.enumerated() {
            if case .meter = action, index != 0 { return .misplacedInstruction(flow) }
            if case .goto = action, index != flow.actions.count - 1 { return .misplacedInstruction(flow) }
        }
        return nil
    }

    private var controller: PipelineFault? {
        let punts = flow.actions.contains { if case .controller = $0 { true } else { false } }
        guard punts, case .meter? = flow.actions.first else { return punts ? .unmeteredController(flow) : nil }
        return nil
    }

    private var priority: PipelineFault? {
        let level = flow.priority
        if level == .miss { return flow.match == .everything ? nil : .priorityOutOfBand(flow) }
        guard level > .normal, level < .elevated else {
            return flow.match == .everything ? .priorityOutOfBand(flow) : nil
        }
        let length = Int(level.value - Priority.normal.value)
        let hasPrefix = flow.match.terms.contains { term in
            switch term {
            case .ipSource(let prefix), .ipDestination(let prefix): prefix.length == length
            default: false
            }
        }
        return hasPrefix ? nil : .priorityOutOfBand(flow)
    }

    private var conjunction: PipelineFault? {
        for case .conjunction(_, let clause, let count) in flow.actions {
            // Open vSwitch wants 2 to 64 clauses, and nothing but clauses beside them (ovs-actions(7)).
            let onlyClauses = flow.actions.allSatisfy { if case .conjunction = $0 { true } else { false } }
            guard onlyClauses, (2...64).contains(count), (1...count).contains(clause) else {
                return .malformedConjunction(flow)
            }
        }
        return nil
    }
}

extension Action {
    /// Where the packet goes on.
    var target: TableID? {
        switch self {
        case .goto(let table), .resubmit(let table): table
        case .conntrack(let conntrack): conntrack.table
        default: nil
        }
    }

    /// The fields that the action reads.
    var sources: [FieldSlice] {
        switch self {
        case .move(let from, _): [from]
        case .conntrack(let conntrack): [conntrack.zone.slice]
        default: []
        }
    }

    /// The bits of the context that the action writes.
    var destinations: [(storage: Storage, mask: UInt64)] {
        switch self {
        case .load(let slot, _): [(slot.storage, slot.mask)]
        case .checkPacketLarger(_, let slot): [(slot.storage, slot.mask)]
        case .move(_, let to): to.contextBits.map { [$0] } ?? []
        default: []
        }
    }

    /// What a packet must be for the action to be allowed.
    var prerequisites: [PacketClass] {
        switch self {
        case .set(let value): [value.field.prerequisite]
        case .move(let from, let to): [from.field.prerequisite, to.field.prerequisite]
        case .conntrack, .decrementTTL: [.ip]
        default: []
        }
    }
}
