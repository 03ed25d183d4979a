public import NetworkTypes

/// What a node answers to a local port out of its packet-ins.
public struct PortService: Hashable, Sendable {
    public let port: PortKey
    /// The OpenFlow port that the workload's packets come in by, and the answers go out by.
    public let ofport: UInt32
    /// The port's own; every answer but a broadcast goes to it.
    public let mac: MACAddress
    /// The longest IP packet, in bytes, that the port may send to other subnets.
    public let mtu: Int
    /// Nil where the port has no IPv4 address that DHCP gives out.
    public let dhcp: DHCPBinding?
    /// Of each subnet that the port has an address in, where there is one; errors come from the first of their family.
    public let gateways: [Gateway]
    /// Nil where the port has no IPv6 address.
    public let ipv6: IPv6Service?

    public init(
        port: PortKey, ofport: UInt32, mac: MACAddress, mtu: Int, dhcp: DHCPBinding? = nil, gateways: [Gateway] = [],
        ipv6: IPv6Service? = nil
    ) {
        self.port = port
        self.ofport = ofport
        self.mac = mac
        self.mtu = mtu
        self.dhcp = dhcp
        self.gateways = gateways
        self.ipv6 = ipv6
    }
}

/// A subnet's end of its router.
public struct Gateway: Hashable, Sendable {
    public let address: IPAddress
    public let mac: MACAddress

    public init(address: IPAddress, mac: MACAddress) {
        self.address = address
        self.mac = mac
    }
}
