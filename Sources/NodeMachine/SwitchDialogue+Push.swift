import FlowPipeline
import FlowReconciler
import OpenFlow
import OpenFlowChannel

extension SwitchDialogue {
    // MARK: from a dump to the program

    mutating func dumped(
        _ xid: UInt32, _ answer: MultipartReply.Body, _ now: Int64, _ effects: inout [NodeEffect]
    ) {
        guard case .dumping(var dump) = stage else { return }
        switch answer {
        case .flow(let entries) where xid == dump.flowsXID: dump.flows = entries.map { EncodedFlow($0) }
        case .meterConfig(let configs) where xid == dump.metersXID: dump.meters = configs.map { Meter($0) }
        default: return
        }
        stage = .dumping(dump)
        guard var flows = dump.flows, let meters = dump.meters else { return }
        if let generations { (generation, flows) = generations.split(flows) }
        let fragments = admitted(dump.program.fragments)
        let changes = Reconciliation.from(
            installed: flows, installedMeters: meters, to: fragments, removes: dump.removes)
        effects.append(
            .log(
                .info,
                "compared \(flows.count) installed flows: \(changes.count(.remove)) to remove, \(changes.count(.add)) to add"
                    + (dump.removes ? "" : "; nothing is removed before the database has spoken")))
        push(changes, serial: dump.program.serial, now, &effects)
    }

    /// Leaves out the units with a flow that a switch would refuse, and those that still have the flow that this one
    /// refused; the others have another chance.
    private mutating func admitted(_ fragments: [EncodedFragment]) -> [EncodedFragment] {
        guard !quarantined.isEmpty || fragments.contains(where: { $0.refusal != nil }) else { return fragments }
        var kept: [UInt64: RefusedFlow] = [:]
        let admitted = fragments.filter { fragment in
            if let refusal = fragment.refusal {
                kept[fragment.cookie] = RefusedFlow(refusal)
                return false
            }
            guard let refused = quarantined[fragment.cookie],
                fragment.flows.contains(where: { $0.message == refused.message })
            else { return true }
            kept[fragment.cookie] = refused
            return false
        }
        quarantined = kept
        return admitted
    }

    // MARK: deltas

    /// Sends what has gathered, unless a push is under way or there were too many just now.
    mutating func pushDeltas(_ now: Int64, _ effects: inout [NodeEffect]) {
        guard case .settled = stage, let last = deltas.last else { return }
        let due = max(pushedUntil, 0) - (Self.pushBurst - 1) * Self.pushInterval
        guard now >= due else {
            if wakeAt != due {
                wakeAt = due
                effects.append(.wake(at: due))
            }
            return
        }
        let changes = merge(deltas)
        deltas.removeAll()
        push(changes, serial: last.serial, now, &effects)
    }

    /// Several changes of one unit become one, from what is installed to what should be.
    private mutating func merge(_ deltas: [NodeDelta]) -> Reconciliation {
        var order: [UInt64] = []
        var units: [UInt64: (old: EncodedFragment?, new: EncodedFragment?)] = [:]
        for change in deltas.flatMap(\.changes) {
            guard let cookie = change.new?.cookie ?? change.old?.cookie else { continue }
            if let there = units[cookie] {
                units[cookie] = (there.old, change.new)
            } else {
                order.append(cookie)
                units[cookie] = (change.old, change.new)
            }
        }
        var reconciliation = Reconciliation()
        var oldMeters: [Meter] = []
        var newMeters: [Meter] = []
        for cookie in order {
            guard let unit = units[cookie] else { continue }
            // A unit that changed has another chance.
            let old = quarantined.removeValue(forKey: cookie) == nil ? unit.old : nil
            var new = unit.new
            if let refusal = new?.refusal {
                quarantined[cookie] = RefusedFlow(refusal)
                new = nil
            }
            reconciliation.flows += Reconciliation.between(old?.flows ?? [], new?.flows ?? [])
            if let zone = new?.zone, zone != old?.zone { reconciliation.zonesToFlush.append(zone) }
            oldMeters += old?.meters ?? []
            newMeters += new?.meters ?? []
        }
        // Over all units at once: a meter's number passes from one port to the next with the OpenFlow port.
        reconciliation.compareMeters(old: oldMeters, new: newMeters, removes: true)
        // A flow may pass from one unit to another: what goes makes room for what comes.
        reconciliation.flows =
            reconciliation.flows.filter { $0.kind == .remove } + reconciliation.flows.filter { $0.kind == .add }
        return reconciliation
    }

    // MARK: sending

    /// Lets a datapath forget that would go on with what it has cached.
    private mutating func withGeneration(_ changes: Reconciliation) -> Reconciliation {
        guard let generations, generation == nil || !changes.flows.isEmpty else { return changes }
        let next: UInt32 = generation == 0 ? 1 : 0
        var changes = changes
        changes.flows += generations.change(from: generation, to: next)
        generation = next
        return changes
    }

    private mutating func push(
        _ changes: Reconciliation, serial: UInt64, _ now: Int64, _ effects: inout [NodeEffect]
    ) {
        let changes = withGeneration(changes)
        pushedUntil = max(pushedUntil, now) &+ Self.pushInterval
        busySince = now
        for zone in changes.zonesToFlush { send(.nicira(.flushZone(zone)), &effects) }
        for meter in changes.metersToAdd { send(.meterMod(MeterMod(command: .add, meter: meter.config)), &effects) }
        for meter in changes.metersToModify {
            send(.meterMod(MeterMod(command: .modify, meter: meter.config)), &effects)
        }
        // An empty bundle is an acknowledgement too: of the meters before it.
        guard let (id, bytes) = channel?.bundle(changes.flows.map(\.message)) else {
            effects.append(.limitReached(.requests))
            return effects.append(.closeOpenFlow(reason: "too many bundles are under way"))
        }
        effects.append(.sendOpenFlow(bytes))
        stage = .pushing(
            Push(serial: serial, flows: changes.flows, metersToRemove: changes.metersToRemove, bundleID: id))
    }

    mutating func bundleFinished(_ outcome: BundleOutcome, _ now: Int64, _ effects: inout [NodeEffect]) {
        guard case .pushing(let push) = stage else { return }
        switch outcome {
        case .committed(let id):
            guard id == push.bundleID else { return }
            for meter in push.metersToRemove {
                send(
                    .meterMod(MeterMod(command: .delete, meter: MeterConfig(number: meter, flags: [], bands: []))),
                    &effects)
            }
            stage = .settled
            refusals = 0
            if isCompared {
                isInStep = true
                effects.append(.report(.acknowledged(serial: push.serial)))
            }
            if reportedQuarantine != Set(quarantined.keys) { reportQuarantine(&effects) }
            pushDeltas(now, &effects)
        case .failed(let id, let index, let error):
            guard id == push.bundleID else { return }
            bundleRefused(push, index, error, &effects)
        }
    }

    /// Keeps the unit out that the switch refused, and compares again: whether the rest of the bundle is there, only a dump
    /// tells.
    private mutating func bundleRefused(
        _ push: Push, _ index: Int?, _ error: ErrorMessage, _ effects: inout [NodeEffect]
    ) {
        refusals += 1
        let reason = "the switch refused it: \(error.name)"
        if let index, push.flows.indices.contains(index) {
            quarantined[push.flows[index].cookie] = RefusedFlow(message: push.flows[index].message, reason: reason)
            effects.append(
                .log(.warning, "flow of unit 0x\(String(push.flows[index].cookie, radix: 16)): \(reason)"))
            reportQuarantine(&effects)
        } else {
            effects.append(.log(.warning, "bundle: \(reason)"))
        }
        guard refusals <= Self.quarantineLimit, index != nil || refusals < 3 else {
            if refusals > Self.quarantineLimit { effects.append(.limitReached(.quarantine)) }
            return effects.append(.closeOpenFlow(reason: "bundles are refused again and again: \(error.name)"))
        }
        askForProgram(&effects)
    }

    private mutating func reportQuarantine(_ effects: inout [NodeEffect]) {
        let units = quarantined.sorted { $0.key < $1.key }
            .map { RefusedUnit(cookie: $0.key, reason: $0.value.reason) }
        reportedQuarantine = Set(quarantined.keys)
        effects.append(.report(.quarantined(units)))
    }

    /// An error outside of a bundle: of a meter, a packet-out, or a dump.
    mutating func refused(_ xid: UInt32, _ error: ErrorMessage, _ now: Int64, _ effects: inout [NodeEffect]) {
        effects.append(.log(.warning, "message \(xid) was refused: \(error.name)"))
        if let question = countings.removeValue(forKey: xid) {
            effects.append(.report(.counted(question: question, nil)))
        }
        if case .dumping(let dump) = stage, xid == dump.flowsXID || xid == dump.metersXID {
            effects.append(.closeOpenFlow(reason: "the switch does not dump its flows and meters: \(error.name)"))
        }
    }
}

extension Meter {
    /// One drop band, in packets a second (OpenFlow 1.3.5 §7.3.4.4).
    var config: MeterConfig {
        MeterConfig(
            number: id, flags: [.packetsPerSecond, .burst],
            bands: [.drop(rate: packetsPerSecond, burst: burst)])
    }

    /// A meter as a switch dumped it. One that we could not have made becomes one that differs from every desired.
    init(_ config: MeterConfig) {
        var rate: UInt32 = 0
        var burst: UInt32 = 0
        if config.flags.isSuperset(of: [.packetsPerSecond, .burst]), config.bands.count == 1,
            case .drop(let bandRate, let bandBurst) = config.bands[0]
        {
            (rate, burst) = (bandRate, bandBurst)
        }
        self.init(id: config.number, packetsPerSecond: rate, burst: burst)
    }
}

extension ErrorMessage {
    /// Type and code, for a log.
    var name: String { "error \(type)/\(code)" }
}
