public import NetworkTypes
import PacketCodec
public import PacketResponder
public import VirtualNetwork

extension LogicalView {
    /// What DHCP tells a port: its first IPv4 address whose subnet has DHCP. Nil when there is none.
    public func dhcp(for port: LogicalPort) -> (binding: DHCPBinding, subnet: Subnet)? {
        for entry in port.addresses {
            guard case .v4(let address) = entry.address, let subnet = subnet(entry.subnet), subnet.dhcpEnabled,
                let server = dhcpServer(of: subnet)
            else { continue }
            let binding = DHCPBinding(
                clientMAC: port.mac, address: address, prefixLength: min(max(subnet.cidr.length, 0), 32),
                gateway: subnet.gateway?.v4, gatewayMAC: subnet.gatewayMAC, serverAddress: server,
                dnsServers: subnet.dnsServers.compactMap(\.v4), hostRoutes: classlessRoutes(of: subnet),
                mtu: UInt16(clamping: workloadMTU))
            return (binding, subnet)
        }
        return nil
    }

    /// The address that DHCP answers come from: the gateway, or else the second address, which no port gets. Nil for a
    /// subnet of IPv6.
    public func dhcpServer(of subnet: Subnet) -> IPv4Address? {
        guard subnet.cidr.family == .v4 else { return nil }
        if let gateway = subnet.gateway?.v4 { return gateway }
        return IPAddress(family: .v4, bits: subnet.cidr.first.bits &+ 2).v4
    }

    private func classlessRoutes(of subnet: Subnet) -> [ClasslessRoute] {
        subnet.hostRoutes.compactMap { route in
            route.nextHop.v4.flatMap { ClasslessRoute(destination: route.destination, nextHop: $0) }
        }
    }
}

extension IPAddress {
    /// The IPv4 address; nil for IPv6.
    public var v4: IPv4Address? {
        guard case .v4(let address) = self else { return nil }
        return address
    }
}
