import NetworkTypes
import PacketCodec

/// Whole frames with right lengths and checksums around what a packet carries.
enum PacketForm {
    private static let host = MACAddress(bits: 0x0200_0000_000a)
    private static let address = IPv6Address.linkLocal(of: host)

    static func frames(carrying bytes: [UInt8]) -> [(name: String, frame: [UInt8])] {
        [
            ("in DHCP: ", dhcp(bytes)), ("in DHCPv6: ", dhcpv6(bytes)), ("in ICMPv6: ", icmpv6(bytes)),
            ("in IPv6: ", extended(bytes)),
        ].compactMap { name, frame in frame.map { (name, $0) } }
    }

    /// A DHCP message from the host to all servers.
    private static func dhcp(_ bytes: [UInt8]) -> [UInt8]? {
        let datagram = UDPDatagram(
            sourcePort: UDPPort.bootpc, destinationPort: UDPPort.bootps, payload: bytes[...])
        guard let payload = try? datagram.encode(source: IPv4Address.any, destination: IPv4Address.broadcast),
            let packet = try? IPv4Packet(
                protocolNumber: IPProtocolNumber.udp, source: .any, destination: .broadcast, payload: payload[...]
            ).encode()
        else { return nil }
        return frame(EtherType.ipv4, packet)
    }

    /// A DHCPv6 message from the host to all servers.
    private static func dhcpv6(_ bytes: [UInt8]) -> [UInt8]? {
        let datagram = UDPDatagram(
            sourcePort: UDPPort.dhcpv6Client, destinationPort: UDPPort.dhcpv6Server, payload: bytes[...])
        guard let payload = try? datagram.encode(source: address, destination: .allDHCPServers) else { return nil }
        return packet(IPProtocolNumber.udp, to: .allDHCPServers, payload)
    }

    /// An ICMPv6 message from the host to all routers, with its checksum made right.
    private static func icmpv6(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count >= 4 else { return nil }
        var message = bytes
        message[2] = 0
        message[3] = 0
        var sum = UInt64(message.count) + UInt64(IPProtocolNumber.icmpv6)
        for word in [address.high, address.low, IPv6Address.allRouters.high, IPv6Address.allRouters.low] {
            for shift: UInt64 in [0, 16, 32, 48] { sum += word >> shift & 0xffff }
        }
        for (index, byte) in message.enumerated() { sum += index.isMultiple(of: 2) ? UInt64(byte) << 8 : UInt64(byte) }
        while sum > 0xffff { sum = (sum & 0xffff) + (sum >> 16) }
        message[2] = ~UInt8(truncatingIfNeeded: sum >> 8)
        message[3] = ~UInt8(truncatingIfNeeded: sum)
        return packet(IPProtocolNumber.icmpv6, to: .allRouters, message)
    }

    /// An IPv6 packet to somewhere else whose first next header is the first byte.
    private static func extended(_ bytes: [UInt8]) -> [UInt8]? {
        guard let next = bytes.first else { return nil }
        return packet(next, to: IPv6Address(high: 0x2001_0db8 << 32, low: 9), Array(bytes.dropFirst()))
    }

    private static func packet(_ next: UInt8, to destination: IPv6Address, _ payload: [UInt8]) -> [UInt8]? {
        let packet = IPv6Packet(
            nextHeader: next, hopLimit: 255, source: address, destination: destination, payload: payload[...])
        return (try? packet.encode()).map { frame(EtherType.ipv6, $0) }
    }

    private static func frame(_ type: UInt16, _ packet: [UInt8]) -> [UInt8] {
        EthernetFrame(
            destination: MACAddress(bits: 0x0e00_0000_0007), source: host, etherType: type, payload: packet[...]
        ).encode()
    }
}
