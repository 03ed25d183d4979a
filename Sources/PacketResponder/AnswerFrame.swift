import NetworkTypes
import PacketCodec

/// Packets of a gateway in their frames.
enum AnswerFrame {
    static func carrying(_ packet: IPv4Packet, from source: MACAddress, to destination: MACAddress) throws(PacketError)
        -> [UInt8]
    {
        EthernetFrame(
            destination: destination, source: source, etherType: EtherType.ipv4, payload: try packet.encode()[...]
        ).encode()
    }

    static func carrying(_ packet: IPv6Packet, from source: MACAddress, to destination: MACAddress) throws(PacketError)
        -> [UInt8]
    {
        EthernetFrame(
            destination: destination, source: source, etherType: EtherType.ipv6, payload: try packet.encode()[...]
        ).encode()
    }
}
