import NetworkTypes
import PacketCodec

/// A server's message to the one who asked.
struct DHCPv6Reply {
    private var message: DHCPv6Message
    private let question: DHCPv6Question
    private let ipv6: IPv6Service

    /// Bytes of a message in a packet that every link of IPv6 carries: 1,280 less IPv6's header and UDP's.
    private static let sizeLimit = 1280 - IPv6Packet.headerSize - 8

    /// What a client gets that does not say what it would like, in this order.
    private static let defaultSettings = [DHCPv6Option.Code.dnsServers, DHCPv6Option.Code.domainList]

    init(_ kind: DHCPv6Message.Kind, to question: DHCPv6Question, _ ipv6: IPv6Service, _ server: DUID) {
        self.question = question
        self.ipv6 = ipv6
        message = DHCPv6Message(
            kind: kind, transactionID: question.message.transactionID, options: [.serverIdentifier(server)])
        if let client = question.message.clientIdentifier { message.options.append(.clientIdentifier(client)) }
    }

    mutating func append(_ option: DHCPv6Option) { message.options.append(option) }

    mutating func append(_ associations: [DHCPv6Association]) {
        message.options += associations.map { .association($0) }
    }

    /// Adds what the client would like, in its order and once each; what does not fit is left out.
    mutating func appendSettings() {
        var size = (try? message.encode().count) ?? Self.sizeLimit
        var seen: Set<UInt16> = []
        for code in question.message.optionRequest ?? Self.defaultSettings where seen.insert(code).inserted {
            guard let option = setting(code) else { continue }
            guard let extra = try? option.encodedSize(), size + extra <= Self.sizeLimit else { continue }
            size += extra
            message.options.append(option)
        }
    }

    /// Nil for what the port does not have.
    private func setting(_ code: UInt16) -> DHCPv6Option? {
        switch code {
        case DHCPv6Option.Code.dnsServers:
            ipv6.dnsServers.isEmpty
                ? nil : .dnsServers(Array(ipv6.dnsServers.prefix(RouterAdvertiser.dnsServerLimit)))
        case DHCPv6Option.Code.domainList: ipv6.domain.flatMap { DomainName($0) }.map { .domainList([$0]) }
        default: nil
        }
    }

    /// The message in UDP, IPv6 and Ethernet, from the gateway's link-local address.
    func frame(to mac: MACAddress) throws(PacketError) -> [UInt8] {
        let source = IPv6Address.linkLocal(of: ipv6.gatewayMAC)
        let datagram = UDPDatagram(
            sourcePort: UDPPort.dhcpv6Server, destinationPort: UDPPort.dhcpv6Client,
            payload: try message.encode()[...])
        let packet = IPv6Packet(
            nextHeader: IPProtocolNumber.udp, source: source, destination: question.source,
            payload: try datagram.encode(source: source, destination: question.source)[...])
        return try AnswerFrame.carrying(packet, from: ipv6.gatewayMAC, to: mac)
    }
}
