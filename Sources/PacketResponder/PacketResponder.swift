import NetworkTypes
import PacketCodec

/// Answers what the switch hands to the controller: questions of hosts, and packets that a router has to refuse. It keeps
/// no state, so an answer depends on the frame and on the port's service alone.
public enum PacketResponder {
    /// Answers an Ethernet frame that came in from the port of `service`; any bytes may be given. The switch may have
    /// routed it already: TTL and Ethernet addresses are then those of the way out. `totalLength` is what the frame had
    /// when the switch took it in, in bytes; `frame` may be the first part of it.
    public static func answer(frame: [UInt8], totalLength: Int, for service: PortService) -> PacketOutcome {
        do throws(PacketError) {
            let ethernet = try EthernetFrame.decode(frame[...])
            guard ethernet.tags.isEmpty else { return .ignored(.tagged) }
            let cutOff = totalLength > frame.count ? totalLength - frame.count : 0
            let sentLength = ethernet.payload.count + cutOff
            switch ethernet.etherType {
            case EtherType.ipv4: return try answerIPv4(frame, ethernet, sentLength, service)
            case EtherType.ipv6: return try answerIPv6(ethernet, sentLength, service)
            default: return .ignored(.notIP)
            }
        } catch {
            return .ignored(.malformed(error))
        }
    }

    /// A router advertisement that nobody asked for, to every host behind the port. Nil where the port has no IPv6.
    public static func advertisement(for service: PortService) -> [UInt8]? {
        guard let ipv6 = service.ipv6 else { return nil }
        // What is advertised always fits its fields.
        return try? RouterAdvertiser.frame(ipv6, service, to: .allNodes, MACAddress(group: .allNodes))
    }

    private static func answerIPv4(
        _ frame: [UInt8], _ ethernet: EthernetFrame, _ sentLength: Int, _ service: PortService
    ) throws(PacketError) -> PacketOutcome {
        let (packet, length) = try IPv4Packet.decode(ethernet.payload, sentLength: sentLength)
        // A datagram to another host's port 67 is on its way to a server of the tenant's own.
        let isQuestion = packet.destination == .broadcast || packet.destination == service.dhcp?.serverAddress
        if isQuestion, packet.protocolNumber == IPProtocolNumber.udp, !packet.isFragment,
            destinationPort(packet.payload) == UDPPort.bootps
        {
            guard let binding = service.dhcp else { return .ignored(.noService) }
            switch DHCPResponder.answer(frame: frame, for: binding) {
            case .reply(let answer): return .reply(answer)
            case .ignored(let reason): return .ignored(.dhcp(reason))
            }
        }
        return try RefusedIPv4Packet(packet, length: length, in: ethernet).answer(service)
    }

    private static func answerIPv6(
        _ ethernet: EthernetFrame, _ sentLength: Int, _ service: PortService
    ) throws(PacketError) -> PacketOutcome {
        let (packet, length) = try IPv6Packet.decode(ethernet.payload, sentLength: sentLength)
        let upper = try IPv6UpperLayer(of: packet)
        if !upper.isFragment {
            switch upper.protocolNumber {
            case IPProtocolNumber.udp
            where packet.destination == .allDHCPServers && destinationPort(upper.payload) == UDPPort.dhcpv6Server:
                return try DHCPv6Responder.answer(packet, upper, service)
            case IPProtocolNumber.icmpv6 where upper.payload.first == ICMPv6Message.Number.routerSolicitation:
                return try RouterAdvertiser.answer(packet, upper, service)
            default: break
            }
        }
        return try RefusedIPv6Packet(packet, upper, length: length, in: ethernet).answer(service)
    }

    /// Of a UDP datagram that may be cut.
    private static func destinationPort(_ datagram: ArraySlice<UInt8>) -> UInt16? {
        let port = datagram.dropFirst(2).prefix(2)
        guard port.count == 2, let high = port.first, let low = port.last else { return nil }
        return UInt16(high) << 8 | UInt16(low)
    }
}
