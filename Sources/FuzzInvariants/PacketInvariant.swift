import NetworkTypes
import PacketCodec

/// Every layer that is read is written as bytes that are read as the same again. The bytes are an Ethernet frame.
enum PacketInvariant {
    static func violation(of bytes: [UInt8]) -> String? {
        guard let frame = try? EthernetFrame.decode(bytes[...]) else { return nil }
        if (try? EthernetFrame.decode(frame.encode()[...])) != frame, frame.tags.count < EthernetFrame.tagLimit {
            return "Ethernet"
        }
        switch frame.etherType {
        case EtherType.arp:
            guard let arp = try? ARPPacket.decode(frame.payload) else { return nil }
            return (try? ARPPacket.decode(arp.encode()[...])) == arp ? nil : "ARP"
        case EtherType.ipv4: return violation(ofIPv4: frame.payload)
        default: return nil
        }
    }

    private static func violation(ofIPv4 bytes: ArraySlice<UInt8>) -> String? {
        guard let packet = try? IPv4Packet.decode(bytes) else { return nil }
        guard let written = try? packet.encode(), (try? IPv4Packet.decode(written[...])) == packet else {
            return "IPv4"
        }
        switch packet.protocolNumber {
        case IPProtocolNumber.icmp:
            guard let echo = try? ICMPv4Echo.decode(packet.payload) else { return nil }
            return (try? ICMPv4Echo.decode(echo.encode()[...])) == echo ? nil : "ICMP"
        case IPProtocolNumber.udp: return violation(ofUDP: packet)
        default: return nil
        }
    }

    private static func violation(ofUDP packet: IPv4Packet) -> String? {
        guard
            let datagram = try? UDPDatagram.decode(
                packet.payload, source: packet.source, destination: packet.destination)
        else { return nil }
        guard let written = try? datagram.encode(source: packet.source, destination: packet.destination),
            (try? UDPDatagram.decode(written[...], source: packet.source, destination: packet.destination)) == datagram
        else { return "UDP" }
        guard let message = try? DHCPMessage.decode(datagram.payload), let dhcp = try? message.encode() else {
            return nil
        }
        return (try? DHCPMessage.decode(dhcp[...])) == message ? nil : "DHCP"
    }
}
