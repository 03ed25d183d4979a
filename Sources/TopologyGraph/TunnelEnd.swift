public import NetworkTypes

/// A VTEP: where a node ends its tunnels.
public struct TunnelEnd: Hashable, Sendable {
    public let node: NodeKey
    /// `external_ids:naru-encap-ip`.
    public let address: IPAddress
    /// The interface type of Open vSwitch: `geneve` or `vxlan`.
    public let type: String
    /// The OpenFlow port of the tunnel interface on the integration bridge.
    public let ofport: UInt32
    /// The MTU of the network below the tunnel, in bytes.
    public let underlayMTU: Int

    public init(node: NodeKey, address: IPAddress, type: String = "geneve", ofport: UInt32, underlayMTU: Int) {
        self.node = node
        self.address = address
        self.type = type
        self.ofport = ofport
        self.underlayMTU = underlayMTU
    }
}
