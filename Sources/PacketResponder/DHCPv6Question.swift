import NetworkTypes
import PacketCodec

/// A client's DHCPv6 message that is valid for its kind (RFC 8415 §16), and where it came from.
struct DHCPv6Question {
    let message: DHCPv6Message
    /// Source of the packet, where the answer goes.
    let source: IPv6Address

    enum Reading {
        case question(DHCPv6Question)
        case ignored(DHCPv6Ignored)
    }

    /// Takes the layers off a packet that was sent to all servers.
    static func read(
        _ packet: IPv6Packet, _ upper: IPv6UpperLayer, server: DUID
    ) throws(PacketError) -> Reading {
        let datagram = try UDPDatagram.decode(
            upper.payload, source: packet.source, destination: packet.destination)
        let message = try DHCPv6Message.decode(datagram.payload)
        guard packet.source != .any, !packet.source.isMulticast else { return .ignored(.noSource) }
        if let reason = refusal(of: message, server: server) { return .ignored(reason) }
        return .question(DHCPv6Question(message: message, source: packet.source))
    }

    private static func refusal(of message: DHCPv6Message, server: DUID) -> DHCPv6Ignored? {
        switch message.kind {
        case .solicit, .confirm, .rebind:
            if message.serverIdentifier != nil { return .unexpectedServer }
        case .request, .renew, .release, .decline:
            if message.serverIdentifier != server { return .otherServer }
        case .informationRequest:
            if let named = message.serverIdentifier, named != server { return .otherServer }
            // It may leave its identifier out, and asks for no address (RFC 8415 §16.12).
            return asksForAddresses(message) ? .unexpectedAssociation : nil
        case .advertise, .reply, .reconfigure: return .fromServer
        }
        return message.clientIdentifier == nil ? .noClientIdentifier : nil
    }

    private static func asksForAddresses(_ message: DHCPv6Message) -> Bool {
        let codes = [
            DHCPv6Option.Code.association, DHCPv6Option.Code.temporaryAssociation, DHCPv6Option.Code.prefixDelegation,
        ]
        return message.options.contains { codes.contains($0.code) }
    }
}
