public import NetworkTypes

/// What a port is told of IPv6: by router advertisements (RFC 4861) and by DHCPv6 (RFC 8415).
public struct IPv6Service: Hashable, Sendable {
    /// A prefix that is on the port's link.
    public struct Prefix: Hashable, Sendable {
        public let prefix: IPPrefix
        /// Hosts make their own addresses in it (RFC 4862); in the others addresses come by DHCPv6.
        public let isAutonomous: Bool

        public init(_ prefix: IPPrefix, isAutonomous: Bool) {
            self.prefix = prefix
            self.isAutonomous = isAutonomous
        }
    }

    /// Source of every answer; the answers' address is its link-local one, and the server's DUID is made of it.
    public let gatewayMAC: MACAddress
    /// Of the subnets that the port has an IPv6 address in.
    public let prefixes: [Prefix]
    /// What DHCPv6 gives the port; empty where all its addresses are of its own making.
    public let addresses: [IPv6Address]
    /// In order of preference.
    public let dnsServers: [IPv6Address]
    /// The search domain, in dotted form.
    public let domain: String?
    /// False where nothing routes: hosts learn their prefixes, but take the gateway for no default router.
    public let isRouter: Bool

    public init(
        gatewayMAC: MACAddress, prefixes: [Prefix], addresses: [IPv6Address] = [], dnsServers: [IPv6Address] = [],
        domain: String? = nil, isRouter: Bool = true
    ) {
        self.gatewayMAC = gatewayMAC
        self.prefixes = prefixes
        self.addresses = addresses
        self.dnsServers = dnsServers
        self.domain = domain
        self.isRouter = isRouter
    }
}
