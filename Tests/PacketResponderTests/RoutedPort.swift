import NetworkTypes
import PacketCodec
import PacketResponder
import Testing

/// A port with an address of each family, behind gateways of both.
enum RoutedPort {
    static let mac = MACAddress(bits: 0x0200_0000_000a)
    static let gatewayMAC = MACAddress(bits: 0x0e00_0000_0007)
    static let gatewayMACv4 = MACAddress(bits: 0x0200_0000_0001)
    static let gatewayLocal = IPv6Address.linkLocal(of: gatewayMAC)
    static let local = IPv6Address.linkLocal(of: mac)
    static let gateway = IPv6Address(high: 0x2001_0db8 << 32, low: 1)
    static let gatewayV4 = IPv4Address(bits: 0x0a00_0001)
    static let address = IPv6Address(high: 0x2001_0db8 << 32, low: 5)
    static let addressV4 = IPv4Address(bits: 0x0a00_0005)
    static let neighbor = IPv6Address(high: 0x2001_0db8 << 32, low: 9)
    static let far = IPv6Address(high: 0x2001_0db8_0001_0000, low: 9)
    static let farV4 = IPv4Address(bits: 0x0a01_0009)
    static let dns = IPv6Address(high: 0x2001_0db8 << 32, low: 0x53)
    static let mtu = 1450

    static let prefix = IPPrefix(.v6(gateway), length: 64)
    static let autonomous = IPPrefix(.v6(far), length: 64)

    static func ipv6(
        addresses: [IPv6Address] = [address], prefixes: [IPv6Service.Prefix]? = nil, dnsServers: [IPv6Address] = [dns],
        domain: String? = "naru.test", isRouter: Bool = true
    ) -> IPv6Service {
        let managed = [prefix].compactMap(\.self).map { IPv6Service.Prefix($0, isAutonomous: false) }
        return IPv6Service(
            gatewayMAC: gatewayMAC, prefixes: prefixes ?? managed, addresses: addresses, dnsServers: dnsServers,
            domain: domain, isRouter: isRouter)
    }

    static func service(
        _ ipv6: IPv6Service? = ipv6(), mtu: Int = mtu, dhcp: DHCPBinding? = Subnet.binding,
        gateways: [Gateway]? = nil
    ) -> PortService {
        PortService(
            port: PortKey(1), ofport: 3, mac: mac, mtu: mtu, dhcp: dhcp,
            gateways: gateways ?? [
                Gateway(address: .v6(gateway), mac: gatewayMAC), Gateway(address: .v4(gatewayV4), mac: gatewayMACv4),
                Gateway(address: .v4(farV4), mac: .broadcast),
            ], ipv6: ipv6)
    }

    /// A frame that the port sent, or that was routed already: the destination tells.
    static func frame(_ packet: IPv6Packet, to destination: MACAddress = gatewayMAC) throws -> [UInt8] {
        EthernetFrame(
            destination: destination, source: mac, etherType: EtherType.ipv6, payload: try packet.encode()[...]
        ).encode()
    }

    static func frame(_ packet: IPv4Packet, to destination: MACAddress = gatewayMACv4) throws -> [UInt8] {
        EthernetFrame(
            destination: destination, source: mac, etherType: EtherType.ipv4, payload: try packet.encode()[...]
        ).encode()
    }

    /// What comes of a whole frame.
    static func outcome(_ frame: [UInt8], _ service: PortService = service()) -> PacketOutcome {
        PacketResponder.answer(frame: frame, totalLength: frame.count, for: service)
    }
}

struct Missing: Error {
    let outcome: PacketOutcome
}

/// An answer over IPv6 with its outer layers taken off.
struct IPv6Answer {
    let frame: EthernetFrame
    let packet: IPv6Packet

    init(_ bytes: [UInt8]) throws {
        frame = try EthernetFrame.decode(bytes[...])
        packet = try IPv6Packet.decode(frame.payload)
    }

    init(_ outcome: PacketOutcome) throws {
        guard case .reply(let bytes) = outcome else { throw Missing(outcome: outcome) }
        try self.init(bytes)
    }

    func icmp() throws -> ICMPv6Message {
        #expect(packet.nextHeader == IPProtocolNumber.icmpv6)
        return try ICMPv6Message.decode(packet.payload, source: packet.source, destination: packet.destination)
    }

    func dhcp() throws -> DHCPv6Message {
        #expect(packet.nextHeader == IPProtocolNumber.udp)
        let datagram = try UDPDatagram.decode(packet.payload, source: packet.source, destination: packet.destination)
        #expect(datagram.sourcePort == 547)
        #expect(datagram.destinationPort == 546)
        return try DHCPv6Message.decode(datagram.payload)
    }
}
