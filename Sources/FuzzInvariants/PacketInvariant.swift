import NetworkTypes
import PacketCodec

/// Every layer that is read is written as bytes that are read as the same again, and whatever the responder answers is a
/// packet. The bytes are an Ethernet frame; and, so that no checksum stands before the layers above, what a packet carries.
enum PacketInvariant {
    static func violation(of bytes: [UInt8]) -> String? {
        for (name, frame) in [("", bytes)] + PacketForm.frames(carrying: bytes) {
            if let found = violation(ofFrame: frame) ?? ResponderInvariant.violation(of: frame) { return name + found }
        }
        return nil
    }

    /// Also of frames that we make ourselves: an answer has to be readable.
    static func violation(ofFrame bytes: [UInt8]) -> String? {
        guard let frame = try? EthernetFrame.decode(bytes[...]) else { return nil }
        if (try? EthernetFrame.decode(frame.encode()[...])) != frame, frame.tags.count < EthernetFrame.tagLimit {
            return "Ethernet"
        }
        switch frame.etherType {
        case EtherType.arp:
            guard let arp = try? ARPPacket.decode(frame.payload) else { return nil }
            return (try? ARPPacket.decode(arp.encode()[...])) == arp ? nil : "ARP"
        case EtherType.ipv4: return violation(ofIPv4: frame.payload)
        case EtherType.ipv6: return violation(ofIPv6: frame.payload)
        default: return nil
        }
    }

    // MARK: IPv4

    private static func violation(ofIPv4 bytes: ArraySlice<UInt8>) -> String? {
        guard let packet = try? IPv4Packet.decode(bytes) else { return nil }
        guard let written = try? packet.encode(), (try? IPv4Packet.decode(written[...])) == packet else {
            return "IPv4"
        }
        switch packet.protocolNumber {
        case IPProtocolNumber.icmp: return violation(ofICMP: packet.payload)
        case IPProtocolNumber.udp: return violation(ofUDP: packet)
        default: return nil
        }
    }

    private static func violation(ofICMP bytes: ArraySlice<UInt8>) -> String? {
        if let echo = try? ICMPv4Echo.decode(bytes), (try? ICMPv4Echo.decode(echo.encode()[...])) != echo {
            return "ICMP echo"
        }
        if let error = try? ICMPv4Error.decode(bytes), (try? ICMPv4Error.decode(error.encode()[...])) != error {
            return "ICMP error"
        }
        return nil
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

    // MARK: IPv6

    private static func violation(ofIPv6 bytes: ArraySlice<UInt8>) -> String? {
        guard let packet = try? IPv6Packet.decode(bytes) else { return nil }
        guard let written = try? packet.encode(), (try? IPv6Packet.decode(written[...])) == packet else {
            return "IPv6"
        }
        guard let upper = try? IPv6UpperLayer(of: packet) else { return nil }
        if upper.payload.endIndex != packet.payload.endIndex { return "IPv6 extension headers" }
        switch upper.protocolNumber {
        case IPProtocolNumber.icmpv6: return violation(ofICMPv6: upper.payload, packet)
        case IPProtocolNumber.udp: return violation(ofUDP: upper.payload, packet)
        default: return nil
        }
    }

    private static func violation(ofICMPv6 bytes: ArraySlice<UInt8>, _ packet: IPv6Packet) -> String? {
        let (source, destination) = (packet.source, packet.destination)
        guard let message = try? ICMPv6Message.decode(bytes, source: source, destination: destination) else {
            return nil
        }
        guard let written = try? message.encode(source: source, destination: destination) else {
            return "ICMPv6 is not written"
        }
        let again = try? ICMPv6Message.decode(written[...], source: source, destination: destination)
        return again == message ? nil : "ICMPv6"
    }

    private static func violation(ofUDP bytes: ArraySlice<UInt8>, _ packet: IPv6Packet) -> String? {
        let (source, destination) = (packet.source, packet.destination)
        guard let datagram = try? UDPDatagram.decode(bytes, source: source, destination: destination) else {
            return nil
        }
        guard let written = try? datagram.encode(source: source, destination: destination),
            (try? UDPDatagram.decode(written[...], source: source, destination: destination)) == datagram
        else { return "UDP over IPv6" }
        guard let message = try? DHCPv6Message.decode(datagram.payload) else { return nil }
        guard let dhcp = try? message.encode() else { return "DHCPv6 is not written" }
        return (try? DHCPv6Message.decode(dhcp[...])) == message ? nil : "DHCPv6"
    }
}
