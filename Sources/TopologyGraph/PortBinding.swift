public import NetworkTypes

/// Where a virtual port is: the interface that claims it and holds it.
public struct PortBinding: Hashable, Sendable {
    public let port: PortKey
    public let node: NodeKey
    /// The OpenFlow port of the interface on the integration bridge.
    public let ofport: UInt32
    /// The name of the interface on its node.
    public let interface: String
    /// The conntrack zone that the port has on its node, 1 to 65534; no two bindings of a node share one. 0 where none was
    /// given.
    public let zone: UInt16

    public init(port: PortKey, node: NodeKey, ofport: UInt32, interface: String, zone: UInt16) {
        self.port = port
        self.node = node
        self.ofport = ofport
        self.interface = interface
        self.zone = zone
    }
}
