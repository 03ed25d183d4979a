public import NetworkTypes
public import PacketCodec

/// All that a DHCP answer for one port says: the port's address and the settings of its subnet.
public struct DHCPBinding: Hashable, Sendable {
    /// The only `chaddr` that is answered.
    public var clientMAC: MACAddress
    public var address: IPv4Address
    /// Of the subnet, 0 to 32.
    public var prefixLength: Int
    public var gateway: IPv4Address?
    /// Source of every answer, whether or not the subnet has a gateway.
    public var gatewayMAC: MACAddress
    /// The server identifier and the source of every answer: the gateway, or the subnet's address kept for DHCP.
    public var serverAddress: IPv4Address
    /// In order of preference.
    public var dnsServers: [IPv4Address]
    /// In order; sent as option 121, with a default route through `gateway` before them.
    public var hostRoutes: [ClasslessRoute]
    /// Of the client's interface, in bytes.
    public var mtu: UInt16
    /// `UInt32.max` is for ever.
    public var leaseSeconds: UInt32
    public var hostname: String?
    public var domain: String?

    public static let defaultLeaseSeconds: UInt32 = 86_400

    public init(
        clientMAC: MACAddress, address: IPv4Address, prefixLength: Int, gateway: IPv4Address?, gatewayMAC: MACAddress,
        serverAddress: IPv4Address, dnsServers: [IPv4Address] = [], hostRoutes: [ClasslessRoute] = [], mtu: UInt16,
        leaseSeconds: UInt32 = DHCPBinding.defaultLeaseSeconds, hostname: String? = nil, domain: String? = nil
    ) {
        precondition((0...32).contains(prefixLength), "a prefix length is 0 to 32")
        self.clientMAC = clientMAC
        self.address = address
        self.prefixLength = prefixLength
        self.gateway = gateway
        self.gatewayMAC = gatewayMAC
        self.serverAddress = serverAddress
        self.dnsServers = dnsServers
        self.hostRoutes = hostRoutes
        self.mtu = mtu
        self.leaseSeconds = leaseSeconds
        self.hostname = hostname
        self.domain = domain
    }
}

extension DHCPBinding {
    var subnetMask: IPv4Address {
        IPv4Address(bits: UInt32(truncatingIfNeeded: UInt64(0xffff_ffff) << UInt64(max(0, 32 - prefixLength))))
    }

    /// Option 121 replaces the router option in the eyes of a client (RFC 3442), so it repeats the default route; a
    /// default among the host routes takes its place.
    var classlessRoutes: [ClasslessRoute] {
        guard !hostRoutes.isEmpty else { return [] }
        guard let gateway, !hostRoutes.contains(where: \.isDefault),
            let everything = IPPrefix(.v4(.any), length: 0),
            let byGateway = ClasslessRoute(destination: everything, nextHop: gateway)
        else { return hostRoutes }
        return [byGateway] + hostRoutes
    }

    /// T1: when the client first asks this server again, at half of the lease (RFC 2131 §4.4.5).
    var renewalSeconds: UInt32 { leaseSeconds == .max ? .max : leaseSeconds / 2 }

    /// T2: when the client asks any server, at seven eighths of the lease.
    var rebindingSeconds: UInt32 {
        leaseSeconds == .max ? .max : UInt32(truncatingIfNeeded: UInt64(leaseSeconds) * 7 / 8)
    }
}
