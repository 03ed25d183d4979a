import FlowReconciler
import NodeMachine
import OpenFlow
import Testing

/// A switch that holds flows and meters, and answers dumps and bundles as Open vSwitch does.
struct SwitchDouble {
    /// When a flow that it does not take is refused.
    enum Refusal {
        /// While the bundle is filled; the rest is committed all the same.
        case add
        /// At the commit; nothing is applied.
        case commit
    }

    private(set) var flows: [EncodedIdentity: EncodedFlow] = [:]
    private(set) var meters: [UInt32: MeterConfig] = [:]
    /// All that came, in order.
    private(set) var received: [OpenFlowMessage] = []
    private(set) var commits = 0
    /// Additions with this cookie are refused.
    var refused: [UInt64: Refusal] = [:]
    var refusesDumps = false

    private struct Bundle {
        var messages: [(xid: UInt32, mod: FlowMod)] = []
        var failed: Refusal?
    }

    private var bundles: [UInt32: Bundle] = [:]

    mutating func forgetMessages() { received.removeAll() }

    mutating func install(_ flows: some Sequence<EncodedFlow>) {
        for flow in flows { self.flows[flow.identity] = flow }
    }

    mutating func wipe() {
        flows.removeAll()
        meters.removeAll()
    }

    var held: Set<EncodedFlow> { Set(flows.values) }

    /// Takes whole messages, and gives its answers.
    mutating func take(_ bytes: [UInt8]) throws -> [ReceivedMessage] {
        var answers: [ReceivedMessage] = []
        var rest = bytes
        while !rest.isEmpty {
            guard case .complete(let length) = MessageFramer.next(in: rest.span.bytes) else {
                Issue.record("not a whole message")
                break
            }
            let (xid, message) = try OpenFlowMessage.decode(Array(rest.prefix(length)))
            rest.removeFirst(length)
            received.append(message)
            answers += try answer(xid, message).map { ReceivedMessage(xid: $0.0, message: $0.1) }
        }
        return answers
    }

    private mutating func answer(_ xid: UInt32, _ message: OpenFlowMessage) throws -> [(UInt32, OpenFlowMessage)] {
        switch message {
        case .echoRequest(let data): return [(xid, .echoReply(data))]
        case .multipartRequest(let request): return dump(xid, request)
        case .meterMod(let mod):
            meters[mod.meter.number] = mod.command == .delete ? nil : mod.meter
            return []
        case .bundleControl(let control): return follow(xid, control)
        case .bundleAdd(let add):
            guard case (let inner, .flowMod(let mod)) = try OpenFlowMessage.decode(add.message) else { return [] }
            #expect(inner == xid)
            if mod.command == .add, refused[mod.cookie] == .add {
                return [(xid, .error(ErrorMessage(type: 2, code: 4)))]
            }
            bundles[add.bundleID]?.messages.append((xid, mod))
            return []
        default: return []
        }
    }

    /// Flows come one by one, each in a message of its own.
    private func dump(_ xid: UInt32, _ request: MultipartRequest) -> [(UInt32, OpenFlowMessage)] {
        if refusesDumps { return [(xid, .error(ErrorMessage(type: ErrorMessage.Kind.badRequest, code: 5)))] }
        switch request.body {
        case .flow(let wanted):
            var parts = flows.values.compactMap { flow -> MultipartReply? in
                guard case (_, .flowMod(let mod))? = try? OpenFlowMessage.decode(flow.message),
                    (mod.cookie ^ wanted.cookie) & wanted.cookieMask == 0
                else { return nil }
                let entry = FlowStatsEntry(
                    table: mod.table, priority: mod.priority, cookie: mod.cookie, match: mod.match,
                    instructions: mod.instructions, durationSeconds: 3, packetCount: 4)
                return MultipartReply(.flow([entry]), hasMore: true)
            }
            parts.append(MultipartReply(.flow([])))
            return parts.map { (xid, .multipartReply($0)) }
        case .meterConfig:
            let all = meters.sorted { $0.key < $1.key }.map(\.value)
            return [(xid, .multipartReply(MultipartReply(.meterConfig(all))))]
        default: return []
        }
    }

    private mutating func follow(_ xid: UInt32, _ control: BundleControl) -> [(UInt32, OpenFlowMessage)] {
        func reply(_ kind: BundleControl.Kind) -> (UInt32, OpenFlowMessage) {
            (xid, .bundleControl(BundleControl(bundleID: control.bundleID, kind: kind, flags: control.flags)))
        }
        switch control.kind {
        case .openRequest:
            bundles[control.bundleID] = Bundle()
            return [reply(.openReply)]
        case .commitRequest:
            guard let bundle = bundles.removeValue(forKey: control.bundleID) else { return [] }
            commits += 1
            if let culprit = bundle.messages.first(where: {
                $0.mod.command == .add && refused[$0.mod.cookie] == .commit
            }) {
                let failed = ErrorMessage(
                    type: ErrorMessage.Kind.experimenter, code: ErrorMessage.BundleCode.messageFailed,
                    experimenter: 0x4f4e_4600)
                return [(culprit.xid, .error(ErrorMessage(type: 2, code: 4))), (xid, .error(failed))]
            }
            for (_, mod) in bundle.messages { apply(mod) }
            return [reply(.commitReply)]
        default: return []
        }
    }

    private mutating func apply(_ mod: FlowMod) {
        let flow = EncodedFlow(
            FlowStatsEntry(
                table: mod.table, priority: mod.priority, cookie: mod.cookie, match: mod.match,
                instructions: mod.instructions))
        switch mod.command {
        case .add: flows[flow.identity] = flow
        case .deleteStrict: flows[flow.identity] = nil
        default: Issue.record("neither an addition nor a strict deletion")
        }
    }
}
