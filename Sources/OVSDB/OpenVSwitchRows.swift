/// Reads the typed views out of the cache. A reference to a row that the cache lacks, which the server's own checks
/// rule out, is left out.
public struct OpenVSwitchRows {
    private let cache: TableCache

    public init(_ cache: TableCache) { self.cache = cache }

    /// Nil while the table Open_vSwitch has no row.
    public var snapshot: OpenVSwitchSnapshot? {
        guard let (id, row) = cache.rows(OpenVSwitchSchema.root).first else { return nil }
        let bridges = row.references("bridges").compactMap(bridge)
        return OpenVSwitchSnapshot(
            row: id, externalIDs: row.stringMap("external_ids"), otherConfig: row.stringMap("other_config"),
            ovsVersion: row.string("ovs_version") ?? "", datapathTypes: row["datapath_types"]?.strings ?? [],
            managers: row.references("manager_options"), bridges: bridges.sorted { byName($0.name, $1.name) })
    }

    public func bridge(_ id: RowID) -> BridgeView? {
        guard let row = cache.row(OpenVSwitchSchema.bridge, id), let name = row.string("name") else { return nil }
        let ports = row.references("ports").compactMap(port)
        return BridgeView(
            uuid: id, name: name, datapathID: row.string("datapath_id"),
            datapathType: row.string("datapath_type") ?? "", failMode: row.string("fail_mode"),
            protocols: row["protocols"]?.strings ?? [], otherConfig: row.stringMap("other_config"),
            controllers: row.references("controller").compactMap(controller),
            ports: ports.sorted { byName($0.name, $1.name) })
    }

    public func port(_ id: RowID) -> PortView? {
        guard let row = cache.row(OpenVSwitchSchema.port, id), let name = row.string("name") else { return nil }
        let interfaces = row.references("interfaces").compactMap(interface)
        return PortView(uuid: id, name: name, interfaces: interfaces.sorted { byName($0.name, $1.name) })
    }

    public func interface(_ id: RowID) -> InterfaceView? {
        guard let row = cache.row(OpenVSwitchSchema.interface, id), let name = row.string("name") else { return nil }
        return InterfaceView(
            uuid: id, name: name, type: row.string("type") ?? "", options: row.stringMap("options"),
            ofport: row.integer("ofport"), ofportRequest: row.integer("ofport_request"),
            externalIDs: row.stringMap("external_ids"), linkUp: row.string("link_state").map { $0 == "up" },
            adminUp: row.string("admin_state").map { $0 == "up" }, macInUse: row.string("mac_in_use"),
            mtu: row.integer("mtu"), error: row.string("error"))
    }

    public func controller(_ id: RowID) -> ControllerView? {
        guard let row = cache.row(OpenVSwitchSchema.controller, id), let target = row.string("target") else {
            return nil
        }
        return ControllerView(
            uuid: id, target: target, connectionMode: row.string("connection_mode"),
            inactivityProbe: row.integer("inactivity_probe"), maxBackoff: row.integer("max_backoff"),
            isConnected: row["is_connected"]?.boolean ?? false)
    }

    private func byName(_ left: String, _ right: String) -> Bool { left.utf8.lexicographicallyPrecedes(right.utf8) }
}

extension OVSDBRow {
    fileprivate func string(_ column: String) -> String? { self[column]?.string }
    fileprivate func integer(_ column: String) -> Int64? { self[column]?.integer }
    fileprivate func stringMap(_ column: String) -> [String: String] { self[column]?.stringMap ?? [:] }
    fileprivate func references(_ column: String) -> [RowID] { self[column]?.rows ?? [] }
}
