public import NetworkTypes

/// A bridge of a node's Open vSwitch.
public struct BridgeFact: Hashable, Sendable {
    public let node: NodeKey
    public let name: String
    public let datapathID: UInt64
    /// `system` for the kernel's datapath, `netdev` for the userspace one.
    public let datapathType: String

    public init(node: NodeKey, name: String, datapathID: UInt64, datapathType: String = "system") {
        self.node = node
        self.name = name
        self.datapathID = datapathID
        self.datapathType = datapathType
    }
}
