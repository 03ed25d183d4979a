import NetworkTypes
import PacketCodec

/// The DHCPv6 server of one port (RFC 8415 §18.3). Like the one for IPv4 it keeps no leases: the port's addresses are settled
/// before its client asks. They all go to the first association of a message; a host has one for each interface.
enum DHCPv6Responder {
    static func answer(
        _ packet: IPv6Packet, _ upper: IPv6UpperLayer, _ service: PortService
    ) throws(PacketError) -> PacketOutcome {
        guard let ipv6 = service.ipv6 else { return .ignored(.noService) }
        let server = DUID(linkLayer: ipv6.gatewayMAC)
        switch try DHCPv6Question.read(packet, upper, server: server) {
        case .ignored(let reason): return .ignored(.dhcpv6(reason))
        case .question(let question):
            guard let reply = reply(to: question, ipv6, server) else { return .ignored(.dhcpv6(.noAddress)) }
            return .reply(try reply.frame(to: service.mac))
        }
    }

    /// Nil for a confirmation of nothing.
    private static func reply(to question: DHCPv6Question, _ ipv6: IPv6Service, _ server: DUID) -> DHCPv6Reply? {
        let associations = DHCPv6Associations(of: question.message, ipv6)
        switch question.message.kind {
        case .solicit:
            // Where there is nothing to commit to, the client may still find another server.
            let commits = question.message.wantsRapidCommit && !ipv6.addresses.isEmpty
            var reply = DHCPv6Reply(commits ? .reply : .advertise, to: question, ipv6, server)
            if commits { reply.append(.rapidCommit) }
            reply.append(associations.leased)
            reply.appendSettings()
            return reply
        case .request:
            var reply = DHCPv6Reply(.reply, to: question, ipv6, server)
            reply.append(associations.requested)
            reply.appendSettings()
            return reply
        case .renew, .rebind:
            var reply = DHCPv6Reply(.reply, to: question, ipv6, server)
            reply.append(associations.extended)
            reply.appendSettings()
            return reply
        case .confirm:
            guard let status = associations.confirmation else { return nil }
            var reply = DHCPv6Reply(.reply, to: question, ipv6, server)
            reply.append(.status(status))
            return reply
        case .release, .decline:
            // The addresses stay with the port, so nothing is done. A client that has no answer asks again and again.
            var reply = DHCPv6Reply(.reply, to: question, ipv6, server)
            reply.append(.status(DHCPv6Status(DHCPv6Status.Code.success)))
            reply.append(associations.unknown)
            return reply
        case .informationRequest:
            var reply = DHCPv6Reply(.reply, to: question, ipv6, server)
            reply.appendSettings()
            return reply
        case .advertise, .reply, .reconfigure: return nil
        }
    }
}
