public import NetworkTypes

/// What a node answers to a local port out of its packet-ins.
public struct PortService: Hashable, Sendable {
    public let port: PortKey
    /// The OpenFlow port that the workload's packets come in by, and the answers go out by.
    public let ofport: UInt32
    public let dhcp: DHCPBinding

    public init(port: PortKey, ofport: UInt32, dhcp: DHCPBinding) {
        self.port = port
        self.ofport = ofport
        self.dhcp = dhcp
    }
}
