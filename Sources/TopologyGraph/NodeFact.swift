public import NetworkTypes

/// A host that was enrolled, as its OVSDB shows it.
public struct NodeFact: Hashable, Sendable {
    public let key: NodeKey
    /// The name that the operator gave.
    public let name: String
    /// `external_ids:system-id` of the table Open_vSwitch.
    public let systemID: String
    /// `ovs_version` of the table Open_vSwitch, empty while unknown.
    public let ovsVersion: String
    /// The datapath of the integration bridge, which its OpenFlow channel tells.
    public let datapathID: UInt64

    public init(key: NodeKey, name: String, systemID: String, ovsVersion: String = "", datapathID: UInt64) {
        self.key = key
        self.name = name
        self.systemID = systemID
        self.ovsVersion = ovsVersion
        self.datapathID = datapathID
    }
}
