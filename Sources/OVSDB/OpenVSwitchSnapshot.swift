/// The switch configuration of one node at one moment, typed. See ovs-vswitchd.conf.db(5) for each column.
public struct OpenVSwitchSnapshot: Hashable, Sendable {
    /// The one row of the table Open_vSwitch.
    public var row: RowID
    public var externalIDs: [String: String]
    public var otherConfig: [String: String]
    /// Such as "3.1.0"; empty until ovs-vswitchd has run.
    public var ovsVersion: String
    /// Datapath types that ovs-vswitchd can make, such as "netdev" and "system".
    public var datapathTypes: [String]
    public var managers: [RowID]
    /// Sorted by name.
    public var bridges: [BridgeView]

    public init(
        row: RowID, externalIDs: [String: String] = [:], otherConfig: [String: String] = [:], ovsVersion: String = "",
        datapathTypes: [String] = [], managers: [RowID] = [], bridges: [BridgeView] = []
    ) {
        self.row = row
        self.externalIDs = externalIDs
        self.otherConfig = otherConfig
        self.ovsVersion = ovsVersion
        self.datapathTypes = datapathTypes
        self.managers = managers
        self.bridges = bridges
    }

    /// `external_ids:system-id`, the name that the node has for itself.
    public var systemID: String? { externalIDs["system-id"] }

    public func bridge(named name: String) -> BridgeView? { bridges.first { $0.name == name } }
}

/// A row of the table Bridge with what it refers to.
public struct BridgeView: Hashable, Sendable {
    public var uuid: RowID
    public var name: String
    /// Sixteen hexadecimal digits that ovs-vswitchd reports; nil until the bridge runs.
    public var datapathID: String?
    /// Empty for the system's datapath.
    public var datapathType: String
    /// "secure" or "standalone"; nil means standalone.
    public var failMode: String?
    public var protocols: [String]
    public var otherConfig: [String: String]
    /// Sorted by UUID.
    public var controllers: [ControllerView]
    /// Sorted by name.
    public var ports: [PortView]

    public init(
        uuid: RowID, name: String, datapathID: String? = nil, datapathType: String = "", failMode: String? = nil,
        protocols: [String] = [], otherConfig: [String: String] = [:], controllers: [ControllerView] = [],
        ports: [PortView] = []
    ) {
        self.uuid = uuid
        self.name = name
        self.datapathID = datapathID
        self.datapathType = datapathType
        self.failMode = failMode
        self.protocols = protocols
        self.otherConfig = otherConfig
        self.controllers = controllers
        self.ports = ports
    }

    public func port(named name: String) -> PortView? { ports.first { $0.name == name } }

    /// The interfaces of every port, in the order of the ports.
    public var interfaces: [InterfaceView] { ports.flatMap(\.interfaces) }
}

/// A row of the table Port.
public struct PortView: Hashable, Sendable {
    public var uuid: RowID
    public var name: String
    /// Sorted by name; more than one is a bond.
    public var interfaces: [InterfaceView]

    public init(uuid: RowID, name: String, interfaces: [InterfaceView] = []) {
        self.uuid = uuid
        self.name = name
        self.interfaces = interfaces
    }
}

/// A row of the table Interface.
public struct InterfaceView: Hashable, Sendable {
    public var uuid: RowID
    public var name: String
    /// "internal", "geneve", "patch"…; empty for a network device of the system.
    public var type: String
    public var options: [String: String]
    /// The OpenFlow port number; nil until it is allotted, -1 where the device can't be opened.
    public var ofport: Int64?
    public var ofportRequest: Int64?
    public var externalIDs: [String: String]
    /// True for "up"; nil where ovs-vswitchd said nothing.
    public var linkUp: Bool?
    public var adminUp: Bool?
    public var macInUse: String?
    /// Bytes.
    public var mtu: Int64?
    /// Why the device can't be opened or configured.
    public var error: String?

    public init(
        uuid: RowID, name: String, type: String = "", options: [String: String] = [:], ofport: Int64? = nil,
        ofportRequest: Int64? = nil, externalIDs: [String: String] = [:], linkUp: Bool? = nil, adminUp: Bool? = nil,
        macInUse: String? = nil, mtu: Int64? = nil, error: String? = nil
    ) {
        self.uuid = uuid
        self.name = name
        self.type = type
        self.options = options
        self.ofport = ofport
        self.ofportRequest = ofportRequest
        self.externalIDs = externalIDs
        self.linkUp = linkUp
        self.adminUp = adminUp
        self.macInUse = macInUse
        self.mtu = mtu
        self.error = error
    }
}

/// A row of the table Controller.
public struct ControllerView: Hashable, Sendable {
    public var uuid: RowID
    /// Such as "tcp:192.0.2.1:6653".
    public var target: String
    /// "in-band" or "out-of-band"; nil means in-band.
    public var connectionMode: String?
    /// Milliseconds.
    public var inactivityProbe: Int64?
    /// Milliseconds.
    public var maxBackoff: Int64?
    public var isConnected: Bool

    public init(
        uuid: RowID, target: String, connectionMode: String? = nil, inactivityProbe: Int64? = nil,
        maxBackoff: Int64? = nil, isConnected: Bool = false
    ) {
        self.uuid = uuid
        self.target = target
        self.connectionMode = connectionMode
        self.inactivityProbe = inactivityProbe
        self.maxBackoff = maxBackoff
        self.isConnected = isConnected
    }
}
