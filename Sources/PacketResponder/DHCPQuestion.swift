import NetworkTypes
import PacketCodec

/// A client's DHCP message with what the layers beneath tell about it.
struct DHCPQuestion {
    let message: DHCPMessage
    /// Source of the IP packet; zero while the client has no address.
    let source: IPv4Address
    /// Destination of the IP packet: the broadcast address, or a server's when the client renews.
    let destination: IPv4Address

    enum Reading {
        case question(DHCPQuestion)
        case ignored(DHCPIgnored)
    }

    /// Takes the layers off a frame.
    static func read(_ frame: [UInt8]) throws(PacketError) -> Reading {
        let ethernet = try EthernetFrame.decode(frame[...])
        guard ethernet.tags.isEmpty else { return .ignored(.tagged) }
        guard ethernet.etherType == EtherType.ipv4 else { return .ignored(.notIPv4) }
        let packet = try IPv4Packet.decode(ethernet.payload)
        guard packet.protocolNumber == IPProtocolNumber.udp else { return .ignored(.notUDP) }
        guard !packet.isFragment else { return .ignored(.fragment) }
        let datagram = try UDPDatagram.decode(
            packet.payload, source: packet.source, destination: packet.destination)
        guard datagram.destinationPort == UDPPort.bootps else { return .ignored(.otherPort) }
        let message = try DHCPMessage.decode(datagram.payload)
        return .question(DHCPQuestion(message: message, source: packet.source, destination: packet.destination))
    }
}
