public import NetworkTypes
import OVSDB
import OpenFlow
import OpenFlowChannel
import PacketResponder

/// How nodes are told where to find the controller.
public struct NodeSettings: Hashable, Sendable {
    /// The node's id, which its host should name; nil takes any.
    public var id: ResourceID?
    /// Nil means the address that the node's database dialled.
    public var advertisedAddress: String?
    public var openFlowPort: Int

    public init(id: ResourceID? = nil, advertisedAddress: String?, openFlowPort: Int) {
        self.id = id
        self.advertisedAddress = advertisedAddress
        self.openFlowPort = openFlowPort
    }
}

/// All that concerns one node: its OVSDB and OpenFlow dialogue, its reconciling, the answers to its packet-ins. A value with
/// one door, and no view of the core's state.
///
/// The two connections come and go each for itself. The database tells what is there, and gets what is missing; the switch
/// is brought from what it holds to what it should hold.
public struct NodeMachine: Sendable {
    let key: NodeKey
    let settings: NodeSettings

    var database: DatabaseDialogue?
    var reconciler = SwitchDialogue()
    var services = ServiceTable()
    /// What the database said in this life of the controller: without it the facts that flows come from may be old.
    var hasFreshFacts = false
    private var reported = NodeConnections(ovsdb: false, openFlow: false, inStep: false)
    private var isRetired = false

    public init(key: NodeKey, settings: NodeSettings) {
        self.key = key
        self.settings = settings
    }

    /// Takes what has happened at a monotonic time, in nanoseconds, and says what is to be done.
    public mutating func step(_ input: NodeInput, at now: Int64) -> [NodeEffect] {
        guard !isRetired else { return [] }
        var effects: [NodeEffect] = []
        switch input {
        case .ovsdbUp(let session, let address): databaseUp(session, address, now, &effects)
        case .ovsdb(let values): databaseReceived(values, now, &effects)
        case .ovsdbDown: databaseDown(&effects)
        case .openFlowUp(let channel):
            reconciler.attach(channel)
            reportConnections(&effects)
            reconciler.askForProgram(&effects)
        case .openFlow(let messages): switchReceived(messages, now, &effects)
        case .openFlowDown: reconciler.detach()
        case .command(.program(let program)):
            if reconciler.isAwaiting(program) {
                services.replace(with: program.services)
                reconciler.take(program, removes: hasFreshFacts, now, &effects)
            }
        case .command(.delta(let delta)):
            if reconciler.isFollowing {
                services.update(delta.services, removed: delta.removedServices)
                reconciler.take(delta, now, &effects)
            }
        case .commandsLost: if reconciler.isConnected { reconciler.askForProgram(&effects) }
        case .command(.countDrops(let question, let cookie)): reconciler.countDrops(question, cookie, &effects)
        case .command(.retire):
            isRetired = true
            return [.closeOVSDB(reason: "the node was removed"), .closeOpenFlow(reason: "the node was removed")]
        case .tick:
            tickDatabase(now, &effects)
            reconciler.tick(now, &effects)
            advertise(now, &effects)
        }
        reportConnections(&effects)
        return effects
    }

    private mutating func switchReceived(_ messages: [ReceivedMessage], _ now: Int64, _ effects: inout [NodeEffect]) {
        for received in messages {
            for packet in reconciler.receive(received, now, &effects) { answer(packet, &effects) }
        }
    }

    /// Answers a punted packet from the services of the port that it came in by.
    private mutating func answer(_ packet: PacketIn, _ effects: inout [NodeEffect]) {
        guard let ofport = packet.match.inPort, let service = services.service(ofport: ofport) else { return }
        switch PacketResponder.answer(frame: packet.data, totalLength: Int(packet.totalLength), for: service) {
        case .reply(let frame): send(frame, to: ofport, &effects)
        case .ignored(let reason): effects.append(.log(.debug, "port \(service.port): packet ignored: \(reason)"))
        }
    }

    /// Tells the hosts of ports with IPv6 of their router, where it is time. Nobody has asked, so the ports' numbers have to
    /// be today's: what is told to another tenant's machine it would believe for hours.
    private mutating func advertise(_ now: Int64, _ effects: inout [NodeEffect]) {
        guard hasFreshFacts, reconciler.isInStep else { return }
        for service in services.takeDue(at: now) {
            if let frame = PacketResponder.advertisement(for: service) { send(frame, to: service.ofport, &effects) }
        }
    }

    private mutating func send(_ frame: [UInt8], to ofport: UInt32, _ effects: inout [NodeEffect]) {
        reconciler.send(
            .packetOut(PacketOut(actions: [.output(port: ofport, maxLength: 0)], data: frame)), &effects)
    }

    private mutating func reportConnections(_ effects: inout [NodeEffect]) {
        let connections = NodeConnections(
            ovsdb: database != nil, openFlow: reconciler.isConnected, inStep: reconciler.isInStep)
        guard connections != reported else { return }
        reported = connections
        effects.append(.report(.connections(connections)))
    }
}
