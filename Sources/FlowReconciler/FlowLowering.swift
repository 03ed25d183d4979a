public import FlowPipeline
import NetworkTypes
public import OpenFlow

extension FlowMod {
    /// Lowers a flow of the pipeline to the message that adds it.
    ///
    /// The result is canonical: what a switch dumps of it decodes to the same match and instructions.
    public init(adding flow: Flow) {
        self.init(
            table: flow.table.value, priority: flow.priority.value, cookie: flow.cookie,
            match: FlowMatch(lowering: flow.match), instructions: InstructionList(lowering: flow.actions))
    }
}

extension FlowMatch {
    /// Slots of one register or of metadata become one field with one mask.
    init(lowering match: Match) {
        self.init()
        for term in match.terms { insert(term) }
    }

    private mutating func insert(_ term: MatchTerm) {
        switch term {
        case .inPort(let port): set(.inPort, UInt128(port))
        case .context(let slot, let value): insert(slot, value)
        case .packetMark(let mark, let mask): set(.pktMark, UInt128(mark), mask: UInt128(mask))
        case .tunnelID(let id): set(.tunnelID, UInt128(id))
        case .tunnelSourceIPv4(let address): set(.tunnelIPv4Source, UInt128(address.bits))
        case .ethSource(let mac, let mask): set(.ethSource, UInt128(mac.bits), mask: UInt128(mask.bits))
        case .ethDestination(let mac, let mask): set(.ethDestination, UInt128(mac.bits), mask: UInt128(mask.bits))
        case .ethType(let type): set(.ethType, UInt128(type))
        case .untagged: set(.vlanID, 0)
        case .arpOperation(let operation): set(.arpOperation, UInt128(operation))
        case .arpSPA(let prefix): set(.arpSPA, prefix.address.bits, mask: prefix.mask)
        case .arpTPA(let prefix): set(.arpTPA, prefix.address.bits, mask: prefix.mask)
        case .arpSHA(let mac): set(.arpSHA, UInt128(mac.bits))
        case .arpTHA(let mac): set(.arpTHA, UInt128(mac.bits))
        case .ipSource(let prefix):
            set(prefix.family == .v4 ? .ipv4Source : .ipv6Source, prefix.address.bits, mask: prefix.mask)
        case .ipDestination(let prefix):
            set(prefix.family == .v4 ? .ipv4Destination : .ipv6Destination, prefix.address.bits, mask: prefix.mask)
        case .ipTTL(let ttl): set(.ipTTL, UInt128(ttl))
        case .conjunctionID(let id): set(.conjunctionID, UInt128(id))
        case .ipProtocol, .udpSource, .udpDestination, .tcpSource, .tcpDestination, .icmpv4Type, .icmpv4Code,
            .icmpv6Type, .icmpv6Code, .neighborTarget, .neighborSLL:
            insert(transport: term)
        case .conntrackState, .conntrackSource, .conntrackDestination, .conntrackProtocol, .conntrackSourcePort,
            .conntrackDestinationPort:
            insert(connection: term)
        }
    }

    private mutating func insert(transport term: MatchTerm) {
        switch term {
        case .ipProtocol(let number): set(.ipProtocol, UInt128(number))
        case .udpSource(let port): set(.udpSource, UInt128(port))
        case .udpDestination(let port): set(.udpDestination, UInt128(port))
        case .tcpSource(let port): set(.tcpSource, UInt128(port))
        case .tcpDestination(let port): set(.tcpDestination, UInt128(port))
        case .icmpv4Type(let type): set(.icmpv4Type, UInt128(type))
        case .icmpv4Code(let code): set(.icmpv4Code, UInt128(code))
        case .icmpv6Type(let type): set(.icmpv6Type, UInt128(type))
        case .icmpv6Code(let code): set(.icmpv6Code, UInt128(code))
        case .neighborTarget(let address): set(.ndTarget, address.bits)
        case .neighborSLL(let address): set(.ndSLL, UInt128(address.bits))
        default: preconditionFailure("not a transport term")
        }
    }

    private mutating func insert(connection term: MatchTerm) {
        switch term {
        case .conntrackState(let state, let mask):
            set(.ctState, UInt128(state.rawValue), mask: UInt128(mask.rawValue))
        case .conntrackSource(let prefix):
            set(prefix.family == .v4 ? .ctIPv4Source : .ctIPv6Source, prefix.address.bits, mask: prefix.mask)
        case .conntrackDestination(let prefix):
            set(prefix.family == .v4 ? .ctIPv4Destination : .ctIPv6Destination, prefix.address.bits, mask: prefix.mask)
        case .conntrackProtocol(let number): set(.ctProtocol, UInt128(number))
        case .conntrackSourcePort(let port, let mask): set(.ctTransportSource, UInt128(port), mask: UInt128(mask))
        case .conntrackDestinationPort(let port, let mask):
            set(.ctTransportDestination, UInt128(port), mask: UInt128(mask))
        default: preconditionFailure("not a term of a connection")
        }
    }

    private mutating func insert(_ slot: ContextSlot, _ value: UInt64) {
        let field = slot.storage.matchField
        let there = self[field]
        set(
            field, (there?.value ?? 0) | UInt128(value) << UInt128(slot.lowBit),
            mask: (there?.mask ?? 0) | UInt128(slot.mask))
    }
}

extension InstructionList {
    /// The meter, the actions as one list, the next table.
    init(lowering actions: [Action]) {
        self.init()
        var applied = ActionList()
        var next: UInt8?
        for action in actions {
            switch action {
            case .meter(let id): append(.meter(id))
            case .goto(let table): next = table.value
            default: applied.append(FlowAction(lowering: action))
            }
        }
        append(.applyActions(applied))
        if let next { append(.gotoTable(next)) }
    }
}

extension FlowAction {
    /// - Precondition: the action is neither a meter nor a goto, which are instructions.
    init(lowering action: Action) {
        switch action {
        case .load(let slot, let value):
            self = .registerLoad(
                slot.storage.matchField.actionHeader, offset: UInt16(slot.lowBit), bits: UInt8(slot.width),
                value: value)
        case .set(.ipTTL(let ttl)): self = .setTTL(ttl)
        case .set(let header): self.init(setting: header)
        case .move(let from, let to):
            self = .registerMove(
                source: from.field.matchField.actionHeader, sourceOffset: UInt16(from.lowBit),
                destination: to.field.matchField.actionHeader, destinationOffset: UInt16(to.lowBit),
                bits: UInt16(from.width))
        case .output(let port): self = .output(port: port, maxLength: 0)
        case .outputInPort: self = .output(port: PortNumber.inPort, maxLength: 0)
        case .controller(let maxLength): self = .output(port: PortNumber.controller, maxLength: maxLength)
        case .resubmit(let table): self = .resubmit(port: PortNumber.resubmitInPort, table: table.value)
        // On the wire the first clause is 0.
        case .conjunction(let id, let clause, let count):
            self = .conjunction(id: id, clause: clause &- 1, count: count)
        case .decrementTTL: self = .decrementTTL
        case .checkPacketLarger(let limit, let slot):
            self = .checkPacketLarger(
                length: limit, slot.storage.matchField.actionHeader, offset: UInt16(slot.lowBit))
        case .conntrack(let pass): self = .connectionTracking(ConnectionTracking(lowering: pass))
        case .meter, .goto: preconditionFailure("a meter and a goto are instructions")
        }
    }

    private init(setting header: HeaderValue) {
        let value: UInt128 =
            switch header {
            case .ethSource(let mac), .ethDestination(let mac), .arpSHA(let mac), .arpTHA(let mac): UInt128(mac.bits)
            case .arpOperation(let operation): UInt128(operation)
            case .arpSPA(let address), .arpTPA(let address), .tunnelIPv4Destination(let address): UInt128(address.bits)
            case .tunnelID(let id): UInt128(id)
            case .ipSource(let address): address.bits
            case .ipTTL(let value), .icmpv4Type(let value), .icmpv6Type(let value), .neighborOption(let value):
                UInt128(value)
            case .neighborFlags(let flags): UInt128(flags)
            }
        self = .setField(header.field.matchField, value: value)
    }
}

extension Storage {
    fileprivate var matchField: MatchField {
        switch self {
        case .register(let number): .register(number)
        case .metadata: .metadata
        }
    }
}

extension SwitchField {
    fileprivate var matchField: MatchField {
        switch self {
        case .register(let number): .register(number)
        case .metadata: .metadata
        case .ethSource: .ethSource
        case .ethDestination: .ethDestination
        case .arpOperation: .arpOperation
        case .arpSPA: .arpSPA
        case .arpTPA: .arpTPA
        case .arpSHA: .arpSHA
        case .arpTHA: .arpTHA
        case .ipv4Source: .ipv4Source
        case .ipv4Destination: .ipv4Destination
        case .ipv6Source: .ipv6Source
        case .ipv6Destination: .ipv6Destination
        case .ipTTL: .ipTTL
        case .icmpv4Type: .icmpv4Type
        case .icmpv6Type: .icmpv6Type
        case .neighborTLL: .ndTLL
        case .neighborFlags: .ndReserved
        case .neighborOption: .ndOptionsType
        case .tunnelID: .tunnelID
        case .tunnelIPv4Source: .tunnelIPv4Source
        case .tunnelIPv4Destination: .tunnelIPv4Destination
        }
    }
}

extension ConnectionTracking {
    init(lowering pass: ConntrackAction) {
        self.init(
            flags: pass.commits ? .commit : [],
            zone: .field(pass.zone.storage.matchField.actionHeader, offset: UInt16(pass.zone.lowBit)),
            recirculationTable: pass.table?.value,
            actions: pass.mark.map {
                [.registerLoad(MatchField.ctMark.actionHeader, offset: 0, bits: 32, value: UInt64($0))]
            } ?? [])
    }
}
