import NetworkTypes
public import PacketResponder
import VirtualNetwork

extension LogicalView {
    /// What a node answers to a port that is bound on it; nil where there is nothing to answer.
    public func service(for port: LogicalPort, at place: Placement) -> PortService? {
        let dhcp = dhcp(for: port)?.binding
        let gateways = gateways(of: port)
        let ipv6 = ipv6(for: port)
        guard dhcp != nil || ipv6 != nil || !gateways.isEmpty else { return nil }
        return PortService(
            port: port.key, ofport: place.ofport, mac: port.mac, mtu: workloadMTU, dhcp: dhcp, gateways: gateways,
            ipv6: ipv6)
    }

    /// The gateways of the subnets that a port has addresses in, each once, in the order of the addresses.
    private func gateways(of port: LogicalPort) -> [Gateway] {
        var gateways: [Gateway] = []
        for entry in port.addresses {
            guard let subnet = subnet(entry.subnet), let address = subnet.gateway else { continue }
            let gateway = Gateway(address: address, mac: subnet.gatewayMAC)
            if !gateways.contains(gateway) { gateways.append(gateway) }
        }
        return gateways
    }

    /// What a port hears of its IPv6 subnets. The first of them that has DHCP speaks for all.
    private func ipv6(for port: LogicalPort) -> IPv6Service? {
        let entries = port.addresses.compactMap { entry -> (address: IPv6Address, subnet: Subnet)? in
            guard case .v6(let address) = entry.address, let subnet = subnet(entry.subnet), subnet.dhcpEnabled else {
                return nil
            }
            return (address, subnet)
        }
        guard let first = entries.first else { return nil }
        var prefixes: [IPv6Service.Prefix] = []
        for entry in entries where !prefixes.contains(where: { $0.prefix == entry.subnet.cidr }) {
            prefixes.append(IPv6Service.Prefix(entry.subnet.cidr, isAutonomous: entry.subnet.ipv6Mode == .slaac))
        }
        return IPv6Service(
            gatewayMAC: first.subnet.gatewayMAC, prefixes: prefixes,
            addresses: entries.filter { $0.subnet.ipv6Mode != .slaac }.map(\.address),
            dnsServers: first.subnet.dnsServers.compactMap(\.v6), domain: nil, isRouter: first.subnet.gateway != nil)
    }
}

extension IPAddress {
    /// The IPv6 address; nil for IPv4.
    var v6: IPv6Address? {
        guard case .v6(let address) = self else { return nil }
        return address
    }
}
