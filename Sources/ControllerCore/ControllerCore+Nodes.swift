import FlowCompiler
import LogicalNetwork
import NetworkTypes
import NodeMachine
import PersistentCollections
import TopologyGraph
import VirtualNetwork

extension ControllerCore {
    mutating func take(_ report: NodeReport, from key: NodeKey) {
        guard let node = network.node(key) else { return }
        switch report {
        case .observed(let observation): observe(observation, on: node)
        case .connections(let connections): connect(key, connections)
        case .needsProgram(let question): sendProgram(to: key, answering: question)
        case .acknowledged(let serial): editNode(key) { $0.acknowledge(serial) }
        case .quarantined(let units): quarantine(units, on: key)
        // Whoever asked has heard it; statistics are no business of the core.
        case .counted: break
        }
    }

    mutating func editNode(_ key: NodeKey, _ change: (inout NodeRecord) -> Void) {
        var record = nodes[Int(key.value)] ?? NodeRecord()
        change(&record)
        record.conditions.sort { ($0.type, $0.port?.value ?? 0) < ($1.type, $1.port?.value ?? 0) }
        nodes[Int(key.value)] = record
        if record.pending.isEmpty { laggards.remove(key) } else { laggards.insert(key) }
        if record.conditions.isEmpty { afflicted.remove(key) } else { afflicted.insert(key) }
    }

    private mutating func connect(_ key: NodeKey, _ connections: NodeConnections) {
        if !connections.openFlow { following.remove(key) }
        let current = network.revision
        editNode(key) { record in
            if record.connections.inStep, !connections.inStep { record.floor = record.watermark(current: current) }
            record.wasSeen = true
            record.connections = connections
        }
    }

    /// Compares what a node's Open vSwitch says with the graph. Level-triggered: the last word is enough.
    private mutating func observe(_ seen: NodeObservation, on node: Node) {
        let key = node.key
        put(
            .node(
                NodeFact(
                    key: key, name: node.metadata.name, systemID: seen.systemID, ovsVersion: seen.ovsVersion,
                    datapathID: NodeIdentity.datapathID(of: key))))
        put(
            .bridge(
                BridgeFact(
                    node: key, name: NodeIdentity.bridge, datapathID: NodeIdentity.datapathID(of: key),
                    datapathType: seen.datapathType)))
        if let address = seen.encapAddress, let ofport = seen.tunnelOFPort {
            put(
                .tunnelEnd(
                    TunnelEnd(
                        node: key, address: address, type: "geneve", ofport: ofport, underlayMTU: seen.underlayMTU)))
        } else {
            remove(.tunnelEnd(key))
        }
        observe(seen.interfaces, on: key)
        editNode(key) { record in
            record.conditions.removeAll { condition in NodeFault(rawValue: condition.type) != nil }
            guard let fault = seen.fault else { return }
            record.conditions.append(NodeCondition(type: fault.rawValue, message: fault.explanation))
        }
    }

    private mutating func observe(_ interfaces: [ObservedInterface], on key: NodeKey) {
        var claimed: Set<String> = []
        let before = topology.interfaces(on: key)
        let names = Set(interfaces.map(\.name))
        for old in before where !names.contains(old.name) {
            if let id = old.interfaceID { claimed.insert(id) }
            remove(.interface(key, old.name))
        }
        let known = Dictionary(before.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        for interface in interfaces {
            guard let ofport = interface.ofport else {
                if let id = known[interface.name]?.interfaceID { claimed.insert(id) }
                remove(.interface(key, interface.name))
                continue
            }
            let fact = InterfaceFact(
                node: key, bridge: NodeIdentity.bridge, name: interface.name, ofport: ofport, kind: kind(of: interface),
                interfaceID: interface.interfaceID, linkUp: interface.linkUp)
            let old = known[interface.name]
            guard old != fact else { continue }
            claimed.formUnion([old?.interfaceID, fact.interfaceID].compactMap(\.self))
            put(.interface(fact))
        }
        for id in claimed.sorted() {
            if let id = ResourceKind.port.parse(id), let port = network.port(id) { bind(port) }
        }
    }

    private func kind(of interface: ObservedInterface) -> InterfaceFact.Kind {
        if interface.interfaceID != nil { return .vif }
        switch interface.type {
        case "geneve", "vxlan": return .tunnel
        case "internal": return .internal
        case "patch": return .uplink
        default: return .other
        }
    }

    /// Where a port is bound follows from who claims it: the first that did keeps it while it goes on claiming; a
    /// requested node alone may.
    mutating func bind(_ port: Port) {
        let bare = port.metadata.id.description
        let claims = (topology.interfaces(claiming: bare) + topology.interfaces(claiming: "port-\(bare)"))
            .filter { claim in
                guard let wanted = port.requestedNode else { return true }
                return network.node(claim.node)?.metadata.id == wanted
            }
            .sorted { ($0.node, $0.name) < ($1.node, $1.name) }
        let held = topology.binding(of: port.key)
        let keeper = claims.first { $0.node == held?.node && $0.name == held?.interface }
        if let claim = keeper ?? claims.first {
            let fact = PortBinding(
                port: port.key, node: claim.node, ofport: claim.ofport, interface: claim.name,
                zone: zone(on: claim.node, held: held))
            if held != fact, put(.binding(fact)) { boundPorts.append(port.key) }
        } else {
            remove(.binding(port.key))
        }
        note(duplicates: claims, of: port)
    }

    private mutating func note(duplicates claims: [InterfaceFact], of port: Port) {
        let holder = topology.binding(of: port.key)
        for key in afflicted.union(claims.map(\.node)).sorted() {
            let record = nodes[Int(key.value)] ?? NodeRecord()
            let losers = claims.filter { $0.node == key && !($0.node == holder?.node && $0.name == holder?.interface) }
            let type = NodeCondition.duplicateInterfaceID
            let isNoted = record.conditions.contains { $0.type == type && $0.port == port.key }
            guard isNoted || !losers.isEmpty else { continue }
            editNode(key) { record in
                record.conditions.removeAll { $0.type == type && $0.port == port.key }
                guard !losers.isEmpty, let holder else { return }
                let names = losers.map(\.name).joined(separator: ", ")
                record.conditions.append(
                    NodeCondition(
                        type: type,
                        message: "\(names) claims a port that \(holder.interface) on node \(holder.node) holds",
                        port: port.key))
            }
        }
    }

    private mutating func quarantine(_ units: [RefusedUnit], on key: NodeKey) {
        let conditions = units.map { unit in
            NodeCondition(type: NodeCondition.flowRefused, message: unit.reason, port: port(of: unit.cookie))
        }
        let owners = units.compactMap { FlowUnit(cookie: $0.cookie) }.compactMap { compiler.fragment(for: $0) }
            .flatMap(\.owners)
        editNode(key) { record in
            record.quarantined = units
            record.refusedOwners = Set(owners)
            record.conditions.removeAll { $0.type == NodeCondition.flowRefused }
            record.conditions += conditions
        }
    }

    // MARK: facts

    /// False when the fact was there already, or is beyond a limit of the graph.
    @discardableResult
    mutating func put(_ fact: TopologyFact) -> Bool {
        let before = topology
        guard let change = topology.put(fact) else { return false }
        note(change, before)
        return true
    }

    mutating func remove(_ key: FactKey) {
        let before = topology
        if let change = topology.remove(key) { note(change, before) }
    }

    private mutating func note(_ change: TopologyChange, _ before: TopologyGraph) {
        changedFacts.append(change)
        changedKeys.formUnion(readKeys(changedBy: change, before: before))
    }
}

extension NodeFault {
    var explanation: String {
        switch self {
        case .missingEncapAddress:
            "external_ids:naru-encap-ip is missing or no address: set it to the node's address on the underlay"
        case .unsupportedEncapFamily:
            "external_ids:naru-encap-ip is an IPv6 address, and tunnels run over IPv4: set an IPv4 address of the underlay"
        case .malformedMTU:
            "external_ids:naru-encap-mtu is no number of bytes from 1280 to 65535; 1500 is taken in its place"
        case .bridgeRefused: "the node's database refused to make br-int or its tunnel port; see the log of narud"
        }
    }
}
