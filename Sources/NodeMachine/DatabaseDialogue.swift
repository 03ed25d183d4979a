import JSONText
import NetworkTypes
import OVSDB

/// The connection to a node's database, past the lobby.
struct DatabaseDialogue: Sendable {
    var session: OVSDBSession
    /// The address that the node dialled.
    let localAddress: String
    var enrolmentUnderWay = false
    /// Monotonic time before which a refused enrolment is not tried again.
    var retryAt: Int64 = 0
    var isRefused = false
    var lastObservation: NodeObservation?

    static let enrolmentToken = 1
    static let retryDelay: Int64 = 5_000_000_000
}

extension NodeMachine {
    mutating func databaseUp(_ session: OVSDBSession, _ address: String, _ now: Int64, _ effects: inout [NodeEffect]) {
        database = DatabaseDialogue(session: session, localAddress: address)
        if let snapshot = session.snapshot { take(snapshot, now, &effects) }
    }

    mutating func databaseReceived(_ values: [JSONValue], _ now: Int64, _ effects: inout [NodeEffect]) {
        for value in values {
            guard var dialogue = database else { return }
            let actions = dialogue.session.receive(value, now: now)
            database = dialogue
            perform(actions, now, &effects)
        }
    }

    mutating func databaseDown(_ effects: inout [NodeEffect]) {
        database = nil
        effects.append(.log(.info, "database connection lost"))
    }

    mutating func tickDatabase(_ now: Int64, _ effects: inout [NodeEffect]) {
        guard var dialogue = database else { return }
        let actions = dialogue.session.tick(now: now)
        database = dialogue
        perform(actions, now, &effects)
        if dialogue.isRefused, now >= dialogue.retryAt, let snapshot = dialogue.session.snapshot {
            enrol(snapshot, now, &effects)
        }
    }

    private mutating func perform(
        _ actions: [OVSDBSession.Action], _ now: Int64, _ effects: inout [NodeEffect]
    ) {
        for action in actions {
            switch action {
            case .send(let bytes): effects.append(.sendOVSDB(bytes))
            case .snapshot(let snapshot), .changed(let snapshot): take(snapshot, now, &effects)
            case .transactionFinished(_, let outcome): enrolmentFinished(outcome, now, &effects)
            case .close(let reason): effects.append(.closeOVSDB(reason: "\(reason)"))
            }
        }
    }

    /// Reports what is there, then asks for what is missing. Flows that were compared with old facts are compared again.
    private mutating func take(_ snapshot: OpenVSwitchSnapshot, _ now: Int64, _ effects: inout [NodeEffect]) {
        if let named = snapshot.externalIDs["naru-node"].flatMap({ ResourceKind.node.parse($0) }),
            let own = settings.id, named != own
        {
            return effects.append(.closeOVSDB(reason: "the host was enrolled as another node"))
        }
        report(snapshot, &effects)
        enrol(snapshot, now, &effects)
        let isUserspace = NodeIdentity.isUserspace(
            datapathType: snapshot.bridge(named: NodeIdentity.bridge)?.datapathType ?? "")
        guard !hasFreshFacts || isUserspace != reconciler.isUserspaceDatapath else { return }
        hasFreshFacts = true
        reconciler.isUserspaceDatapath = isUserspace
        if reconciler.isConnected { reconciler.askForProgram(&effects) }
    }

    private mutating func report(_ snapshot: OpenVSwitchSnapshot, _ effects: inout [NodeEffect]) {
        let observation = NodeObservation(snapshot, isRefused: database?.isRefused ?? false)
        guard database?.lastObservation != observation else { return }
        database?.lastObservation = observation
        effects.append(.report(.observed(observation)))
    }

    private mutating func enrol(_ snapshot: OpenVSwitchSnapshot, _ now: Int64, _ effects: inout [NodeEffect]) {
        guard var dialogue = database, !dialogue.enrolmentUnderWay, now >= dialogue.retryAt,
            let address = snapshot.externalIDs["naru-encap-ip"].flatMap(IPAddress.init)
        else { return }
        let host = settings.advertisedAddress ?? dialogue.localAddress
        let target = host.utf8.contains(UInt8(ascii: ":")) ? "tcp:[\(host)]:" : "tcp:\(host):"
        let wanted = WantedBridge(
            name: NodeIdentity.bridge, datapathID: NodeIdentity.datapathID(of: key),
            datapathType: snapshot.externalIDs["naru-datapath-type"] ?? "",
            controllerTarget: target + String(settings.openFlowPort), tunnelPortName: NodeIdentity.tunnelPort,
            tunnelType: "geneve", tunnelOfportRequest: NodeIdentity.tunnelOFPort, localIP: "\(address)")
        guard let transaction = BridgeEnrolment.transaction(for: wanted, in: snapshot) else {
            // Somebody else has set it up meanwhile.
            guard dialogue.isRefused else { return }
            database?.isRefused = false
            return report(snapshot, &effects)
        }
        effects.append(.log(.info, "br-int, its tunnel port or its controller is missing or differs: setting it up"))
        let actions = dialogue.session.transact(transaction, token: DatabaseDialogue.enrolmentToken)
        dialogue.enrolmentUnderWay = true
        database = dialogue
        perform(actions, now, &effects)
    }

    private mutating func enrolmentFinished(
        _ outcome: Result<[OperationResult], TransactionFailure>, _ now: Int64, _ effects: inout [NodeEffect]
    ) {
        guard var dialogue = database else { return }
        dialogue.enrolmentUnderWay = false
        switch outcome {
        case .success:
            dialogue.isRefused = false
            dialogue.retryAt = 0
        case .failure(let failure):
            // A guard that failed means that somebody else wrote first; either way it is computed again from the next view.
            dialogue.isRefused = true
            dialogue.retryAt = now &+ DatabaseDialogue.retryDelay
            effects.append(.log(.warning, "the database refused the bridge: \(failure)"))
            effects.append(.wake(at: dialogue.retryAt))
        }
        database = dialogue
        guard let snapshot = dialogue.session.snapshot else { return }
        report(snapshot, &effects)
        // What changed while the transaction was under way is seen now.
        enrol(snapshot, now, &effects)
    }
}

extension NodeObservation {
    /// Reads what concerns Naru out of a whole Open vSwitch configuration.
    init(_ snapshot: OpenVSwitchSnapshot, isRefused: Bool) {
        let bridge = snapshot.bridge(named: NodeIdentity.bridge)
        let tunnel = bridge?.interfaces.first { $0.name == NodeIdentity.tunnelPort }
        let address = snapshot.externalIDs["naru-encap-ip"].flatMap(IPAddress.init)
        let mtu = snapshot.externalIDs["naru-encap-mtu"]
        let parsedMTU = mtu.flatMap(Int.init).flatMap { NodeObservation.underlayMTUs.contains($0) ? $0 : nil }
        let fault: NodeFault? =
            switch address?.family {
            case nil: .missingEncapAddress
            case .v6: .unsupportedEncapFamily
            case .v4 where mtu != nil && parsedMTU == nil: .malformedMTU
            case .v4: isRefused ? .bridgeRefused : nil
            }
        self.init(
            systemID: snapshot.systemID ?? "", hostname: snapshot.externalIDs["hostname"] ?? "",
            ovsVersion: snapshot.ovsVersion, encapAddress: address,
            underlayMTU: parsedMTU ?? NodeObservation.defaultUnderlayMTU, tunnelOFPort: tunnel?.openFlowPort,
            datapathType: bridge?.datapathType ?? "",
            interfaces: (bridge?.interfaces ?? []).map { interface in
                ObservedInterface(
                    name: interface.name, ofport: interface.openFlowPort, type: interface.type,
                    interfaceID: interface.externalIDs["iface-id"], linkUp: interface.linkUp ?? false)
            },
            fault: fault)
    }

    /// Ethernet's, where the node says nothing.
    static let defaultUnderlayMTU = 1500
    /// From IPv6's least MTU up.
    static let underlayMTUs = 1280...65535
}

extension InterfaceView {
    /// Nil until the switch has given a number, and where it could not.
    fileprivate var openFlowPort: UInt32? {
        ofport.flatMap { (1...0xfeff).contains($0) ? UInt32($0) : nil }
    }
}
