import NetworkTypes

/// Makes the integration bridge what it has to be, in one transaction, from whatever is there.
///
/// What exists is changed in place. The bridge is made with its controller and never loses it: from none to one, and
/// from one to none, Open vSwitch flushes every flow.
public enum BridgeEnrolment {
    /// Milliseconds of silence after which the switch asks whether the controller lives.
    static let inactivityProbe: Int64 = 5000
    /// Milliseconds between attempts to connect; the least that the schema allows.
    static let maxBackoff: Int64 = 1000

    /// What makes `snapshot` as `wanted`; nil where nothing is to change. The bridge is ours alone: other controllers
    /// than the wanted one are taken off it. Keys of maps that we don't set, and ports that we don't make, stay.
    public static func transaction(
        for wanted: WantedBridge, in snapshot: OpenVSwitchSnapshot
    ) -> Transaction? {
        var transaction = Transaction()
        if let bridge = snapshot.bridge(named: wanted.name) {
            amend(bridge, wanted, &transaction)
        } else {
            create(wanted, snapshot, &transaction)
        }
        guard !transaction.operations.isEmpty else { return nil }
        // ovs-vswitchd copies next_cfg to cur_cfg when it has carried the change out.
        transaction.mutate(OpenVSwitchSchema.root, snapshot.row, [Mutation("next_cfg", .add, 1)])
        transaction.append(.comment("naru: enrol \(wanted.name)"))
        return transaction
    }

    // MARK: A bridge that is missing

    private static func create(
        _ wanted: WantedBridge, _ snapshot: OpenVSwitchSnapshot, _ transaction: inout Transaction
    ) {
        let root = OpenVSwitchSchema.root
        transaction.verify(root, snapshot.row, has: ["bridges": .rows(snapshot.bridges.map(\.uuid))])
        let local = insertPort(wanted.name, localInterface(wanted), &transaction)
        let tunnel = insertPort(wanted.tunnelPortName, tunnelInterface(wanted), &transaction)
        let controller = transaction.insert(OpenVSwitchSchema.controller, controllerRow(wanted))
        var row = bridgeColumns(wanted)
        row["name"] = .atom(.string(wanted.name))
        row["other_config"] = .map(of: otherConfig(wanted))
        row["ports"] = .set(of: [local, tunnel])
        row["controller"] = .atom(controller)
        let bridge = transaction.insert(OpenVSwitchSchema.bridge, row)
        transaction.mutate(root, snapshot.row, [Mutation("bridges", .insert, .atom(bridge))])
    }

    private static func insertPort(
        _ name: String, _ interface: OVSDBRow, _ transaction: inout Transaction
    ) -> OVSDBAtom {
        let interface = transaction.insert(OpenVSwitchSchema.interface, interface)
        return transaction.insert(
            OpenVSwitchSchema.port, ["name": .atom(.string(name)), "interfaces": .atom(interface)])
    }

    private static func bridgeColumns(_ wanted: WantedBridge) -> OVSDBRow {
        [
            "datapath_type": .atom(.string(wanted.datapathType)), "fail_mode": "secure",
            "protocols": "OpenFlow13",
        ]
    }

    private static func otherConfig(_ wanted: WantedBridge) -> [String: String] {
        ["datapath-id": hexadecimal(wanted.datapathID, digits: 16), "disable-in-band": "true"]
    }

    private static func localInterface(_ wanted: WantedBridge) -> OVSDBRow {
        ["name": .atom(.string(wanted.name)), "type": "internal"]
    }

    private static func tunnelOptions(_ wanted: WantedBridge) -> [String: String] {
        ["remote_ip": "flow", "key": "flow", "local_ip": wanted.localIP, "csum": "true"]
    }

    private static func tunnelInterface(_ wanted: WantedBridge) -> OVSDBRow {
        [
            "name": .atom(.string(wanted.tunnelPortName)), "type": .atom(.string(wanted.tunnelType)),
            "options": .map(of: tunnelOptions(wanted)),
            "ofport_request": .atom(.integer(Int64(wanted.tunnelOfportRequest))),
        ]
    }

    private static func controllerRow(_ wanted: WantedBridge) -> OVSDBRow {
        [
            "target": .atom(.string(wanted.controllerTarget)), "connection_mode": "out-of-band",
            "inactivity_probe": .atom(.integer(inactivityProbe)), "max_backoff": .atom(.integer(maxBackoff)),
        ]
    }
}

// MARK: A bridge that is there

extension BridgeEnrolment {
    private static func amend(_ bridge: BridgeView, _ wanted: WantedBridge, _ transaction: inout Transaction) {
        let present: OVSDBRow = [
            "datapath_type": .atom(.string(bridge.datapathType)),
            "fail_mode": .set(of: bridge.failMode.map { [.string($0)] } ?? []),
            "protocols": .set(of: bridge.protocols.map(OVSDBAtom.string)),
        ]
        amend(OpenVSwitchSchema.bridge, bridge.uuid, from: present, to: bridgeColumns(wanted), &transaction)
        amend(
            OpenVSwitchSchema.bridge, bridge.uuid, map: "other_config", from: bridge.otherConfig,
            to: otherConfig(wanted), &transaction)
        amendPort(wanted.name, localInterface(wanted), options: [:], bridge, &transaction)
        amendPort(
            wanted.tunnelPortName, tunnelInterface(wanted), options: tunnelOptions(wanted), bridge, &transaction)
        amendControllers(of: bridge, wanted, &transaction)
    }

    /// Updates the columns that differ, provided that they still have the values that were read.
    private static func amend(
        _ table: String, _ row: RowID, from present: OVSDBRow, to wanted: OVSDBRow, _ transaction: inout Transaction
    ) {
        let differing = wanted.filter { present[$0.key] != $0.value }
        guard !differing.isEmpty else { return }
        transaction.verify(table, row, has: present.filter { differing[$0.key] != nil })
        transaction.update(table, row, differing)
    }

    /// Sets the keys that differ and leaves the others, which may be somebody else's.
    private static func amend(
        _ table: String, _ row: RowID, map column: String, from present: [String: String],
        to wanted: [String: String], _ transaction: inout Transaction
    ) {
        let differing = wanted.filter { present[$0.key] != $0.value }
        guard !differing.isEmpty else { return }
        // Inserting a pair leaves a key that is there already as it is, so the old pairs go first.
        transaction.mutate(
            table, row,
            [
                Mutation(column, .delete, .set(of: differing.keys.map(OVSDBAtom.string))),
                Mutation(column, .insert, .map(of: differing)),
            ])
    }

    /// A port of one interface that has the same name.
    private static func amendPort(
        _ name: String, _ wanted: OVSDBRow, options: [String: String], _ bridge: BridgeView,
        _ transaction: inout Transaction
    ) {
        guard let port = bridge.port(named: name) else {
            transaction.verify(
                OpenVSwitchSchema.bridge, bridge.uuid, has: ["ports": .rows(bridge.ports.map(\.uuid))])
            let port = insertPort(name, wanted, &transaction)
            transaction.mutate(OpenVSwitchSchema.bridge, bridge.uuid, [Mutation("ports", .insert, .atom(port))])
            return
        }
        guard let interface = port.interfaces.first(where: { $0.name == name }) else {
            let interface = transaction.insert(OpenVSwitchSchema.interface, wanted)
            transaction.update(OpenVSwitchSchema.port, port.uuid, ["interfaces": .atom(interface)])
            return
        }
        if port.interfaces.count > 1 {
            transaction.update(OpenVSwitchSchema.port, port.uuid, ["interfaces": .atom(.uuid(interface.uuid))])
        }
        let table = OpenVSwitchSchema.interface
        let present: OVSDBRow = [
            "type": .atom(.string(interface.type)),
            "ofport_request": .set(of: interface.ofportRequest.map { [.integer($0)] } ?? []),
        ]
        let columns = wanted.filter { present[$0.key] != nil }
        amend(table, interface.uuid, from: present, to: columns, &transaction)
        amend(table, interface.uuid, map: "options", from: interface.options, to: options, &transaction)
    }

    private static func amendControllers(
        of bridge: BridgeView, _ wanted: WantedBridge, _ transaction: inout Transaction
    ) {
        let target = wanted.controllerTarget
        guard let kept = bridge.controllers.first(where: { $0.target == target }) ?? bridge.controllers.first else {
            transaction.verify(OpenVSwitchSchema.bridge, bridge.uuid, has: ["controller": .set([])])
            let controller = transaction.insert(OpenVSwitchSchema.controller, controllerRow(wanted))
            transaction.update(OpenVSwitchSchema.bridge, bridge.uuid, ["controller": .atom(controller)])
            return
        }
        if bridge.controllers.count > 1 {
            transaction.verify(
                OpenVSwitchSchema.bridge, bridge.uuid, has: ["controller": .rows(bridge.controllers.map(\.uuid))])
            transaction.update(OpenVSwitchSchema.bridge, bridge.uuid, ["controller": .atom(.uuid(kept.uuid))])
        }
        let present: OVSDBRow = [
            "target": .atom(.string(kept.target)),
            "connection_mode": .set(of: kept.connectionMode.map { [.string($0)] } ?? []),
            "inactivity_probe": .set(of: kept.inactivityProbe.map { [.integer($0)] } ?? []),
            "max_backoff": .set(of: kept.maxBackoff.map { [.integer($0)] } ?? []),
        ]
        amend(OpenVSwitchSchema.controller, kept.uuid, from: present, to: controllerRow(wanted), &transaction)
    }
}
