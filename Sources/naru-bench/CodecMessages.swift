import OpenFlow

/// The messages that every codec is timed with, and the numbers in them.
struct CodecMessages {
    /// The message kinds, by the peers' names.
    enum Kind: String, CaseIterable {
        case flowMod = "flow-mod"
        case packetIn = "packet-in"
        case packetOut = "packet-out"
        case flowStats = "flow-stats"
    }

    static let statsEntries = 100
    static let frameLength = 128
    static let xid: UInt32 = 0x1234

    let flow = CodecFlow()
    let flowMod: OpenFlowMessage
    let packetIn: OpenFlowMessage
    let packetOut: OpenFlowMessage
    let flowStats: OpenFlowMessage

    init() {
        let frame = (0..<Self.frameLength).map { UInt8(truncatingIfNeeded: $0) }
        var port = FlowMatch()
        port.set(.inPort, UInt128(flow.inPort))
        flowMod = .flowMod(flow.flowMod())
        packetIn = .packetIn(
            PacketIn(
                totalLength: UInt16(Self.frameLength), reason: PacketIn.Reason.action, table: flow.table,
                cookie: flow.cookie, match: port, data: frame))
        packetOut = .packetOut(
            PacketOut(actions: [.output(port: flow.outPort, maxLength: 0)], data: frame))
        flowStats = Self.stats(flow, entries: Self.statsEntries)
    }

    /// Every entry is a value of its own, as it would be out of a flow table.
    static func stats(_ flow: CodecFlow, entries: Int) -> OpenFlowMessage {
        let flows = (0..<entries).map { index in
            let flowMod = flow.flowMod()
            return FlowStatsEntry(
                table: flowMod.table, priority: flowMod.priority, cookie: flowMod.cookie &+ UInt64(index),
                match: flowMod.match, instructions: flowMod.instructions, durationSeconds: 100,
                durationNanoseconds: 200, packetCount: 10, byteCount: 1000)
        }
        return .multipartReply(MultipartReply(.flow(flows)))
    }

    subscript(kind: Kind) -> OpenFlowMessage {
        switch kind {
        case .flowMod: flowMod
        case .packetIn: packetIn
        case .packetOut: packetOut
        case .flowStats: flowStats
        }
    }

    func bytes(_ kind: Kind) -> [UInt8] { self[kind].encode(xid: Self.xid) }
}

/// A flow as a controller has it before it is a message: 168 bytes of FLOW_MOD, six match fields, one of them masked, and
/// each of the last three with a prerequisite among the others.
struct CodecFlow {
    var table: UInt8 = 5
    var priority: UInt16 = 1000
    var cookie: UInt64 = 0x1122_3344_5566_7788
    var inPort: UInt32 = 3
    var source: UInt32 = 0x0a00_0001
    var destination: UInt32 = 0x0a01_0200
    var destinationMask: UInt32 = 0xffff_ff00
    var tcpPort: UInt16 = 443
    var newEthSource: UInt64 = 0x0200_0000_0001
    var newEthDestination: UInt64 = 0x0200_0000_0002
    var outPort: UInt32 = 7

    @inline(never)
    func flowMod() -> FlowMod {
        var match = FlowMatch()
        match.set(.inPort, UInt128(inPort))
        match.set(.ethType, 0x0800)
        match.set(.ipv4Source, UInt128(source))
        match.set(.ipv4Destination, UInt128(destination), mask: UInt128(destinationMask))
        match.set(.ipProtocol, 6)
        match.set(.tcpDestination, UInt128(tcpPort))
        var actions = ActionList()
        actions.append(.setField(.ethSource, value: UInt128(newEthSource)))
        actions.append(.setField(.ethDestination, value: UInt128(newEthDestination)))
        actions.append(.decrementTTL)
        actions.append(.output(port: outPort, maxLength: 0))
        return FlowMod(
            table: table, priority: priority, cookie: cookie, match: match,
            instructions: [.applyActions(actions)])
    }
}
