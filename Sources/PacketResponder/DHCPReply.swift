import NetworkTypes
import PacketCodec

/// A server's message and the addresses that it is sent to.
struct DHCPReply {
    private var message: DHCPMessage
    private let destinationMAC: MACAddress
    private let destination: IPv4Address
    private let binding: DHCPBinding

    /// Bytes of IPv4 and UDP headers before a DHCP message.
    private static let headerSize = 28
    /// The IP datagram that every client takes (RFC 2131 §2).
    private static let datagramSize = 576

    /// What a client gets that sends no parameter request list, in this order.
    private static let defaultParameters: [UInt8] = [
        DHCPOption.Code.classlessRoutes, DHCPOption.Code.routers, DHCPOption.Code.dnsServers,
        DHCPOption.Code.hostName, DHCPOption.Code.domainName,
    ]

    /// An offer or acknowledgement of the binding's address. Where it goes is told by RFC 2131 §4.1: to the address
    /// that the client has; or broadcast if it asks for that; or to the address that it is being given.
    init(_ type: DHCPMessageType, to question: DHCPQuestion, _ binding: DHCPBinding) {
        let asked = question.message
        self.binding = binding
        message = Self.message(type, to: asked, binding)
        message.yourAddress = binding.address
        if type == .acknowledge { message.clientAddress = asked.clientAddress }
        if asked.clientAddress != .any {
            destination = asked.clientAddress
            destinationMAC = binding.clientMAC
        } else if asked.wantsBroadcast {
            destination = .broadcast
            destinationMAC = .broadcast
        } else {
            destination = binding.address
            destinationMAC = binding.clientMAC
        }
        message.options += [
            .leaseTime(binding.leaseSeconds), .renewalTime(binding.renewalSeconds),
            .rebindingTime(binding.rebindingSeconds),
        ]
        appendInterface()
        appendClientIdentifier(of: asked)
        appendParameters(askedBy: asked)
    }

    /// The answer to DHCPINFORM: no lease and no address (RFC 2131 §4.3.5).
    init(informing client: IPv4Address, of question: DHCPQuestion, _ binding: DHCPBinding) {
        let asked = question.message
        self.binding = binding
        message = Self.message(.acknowledge, to: asked, binding)
        message.clientAddress = asked.clientAddress
        destination = client
        destinationMAC = binding.clientMAC
        appendInterface()
        appendClientIdentifier(of: asked)
        appendParameters(askedBy: asked)
    }

    /// DHCPNAK, always broadcast, as the client may not have the address that it believes in (RFC 2131 §4.3.2).
    init(refusing question: DHCPQuestion, _ binding: DHCPBinding) {
        self.binding = binding
        message = Self.message(.refuse, to: question.message, binding)
        destination = .broadcast
        destinationMAC = .broadcast
        appendClientIdentifier(of: question.message)
    }

    private static func message(
        _ type: DHCPMessageType, to asked: DHCPMessage, _ binding: DHCPBinding
    ) -> DHCPMessage {
        DHCPMessage(
            operation: .reply, transactionID: asked.transactionID, flags: asked.flags, clientMAC: asked.clientMAC,
            options: [.messageType(type), .serverIdentifier(binding.serverAddress)])
    }

    /// What is said whether it was asked for or not, as a server may (RFC 2131 §4.3.1). Few clients ask for the MTU, and
    /// where it is wrong, large packets vanish in the tunnel.
    private mutating func appendInterface() {
        message.options += [.subnetMask(binding.subnetMask), .interfaceMTU(binding.mtu)]
    }

    /// A server repeats the identifier that the client sent (RFC 6842). One too long for the message is left out.
    private mutating func appendClientIdentifier(of asked: DHCPMessage) {
        guard let identifier = asked.clientIdentifier else { return }
        append([.clientIdentifier(identifier)], limit: messageLimit(asked))
    }

    /// Adds what the client asked for, in its order and once each.
    private mutating func appendParameters(askedBy asked: DHCPMessage) {
        var options: [DHCPOption] = []
        var seen = [Bool](repeating: false, count: 256)
        for code in asked.parameterRequestList ?? Self.defaultParameters where !seen[Int(code)] {
            seen[Int(code)] = true
            if let option = parameter(code) { options.append(option) }
        }
        append(options, limit: messageLimit(asked))
    }

    /// Nil for what the binding does not have and for what is in every answer anyway.
    private func parameter(_ code: UInt8) -> DHCPOption? {
        switch code {
        case DHCPOption.Code.routers: binding.gateway.map { .routers([$0]) }
        case DHCPOption.Code.dnsServers: binding.dnsServers.isEmpty ? nil : .dnsServers(binding.dnsServers)
        case DHCPOption.Code.hostName: text(binding.hostname).map { .hostName($0) }
        case DHCPOption.Code.domainName: text(binding.domain).map { .domainName($0) }
        case DHCPOption.Code.classlessRoutes:
            binding.hostRoutes.isEmpty ? nil : .classlessRoutes(binding.classlessRoutes)
        default: nil
        }
    }

    private func text(_ text: String?) -> [UInt8]? {
        guard let text, !text.isEmpty, text.utf8.count <= 255 else { return nil }
        return Array(text.utf8)
    }

    /// Bytes that the message may have: what the client takes and the interface carries, but never under 576 as an IP
    /// datagram.
    private func messageLimit(_ asked: DHCPMessage) -> Int {
        let taken = min(Int(asked.maximumMessageSize ?? 0), Int(binding.mtu))
        return max(taken, Self.datagramSize) - Self.headerSize
    }

    /// Adds the options that fit, whole; a cut one would say something else.
    private mutating func append(_ options: [DHCPOption], limit: Int) {
        var size = DHCPMessage.fixedSize + 1
        for option in message.options { size += option.encodedSize }
        for option in options {
            let extra = option.encodedSize
            guard size + extra <= limit else { continue }
            size += extra
            message.options.append(option)
        }
    }

    /// The message in UDP, IPv4 and Ethernet.
    func frame() throws(PacketError) -> [UInt8] {
        let datagram = UDPDatagram(
            sourcePort: UDPPort.bootps, destinationPort: UDPPort.bootpc, payload: try message.encode()[...])
        let packet = IPv4Packet(
            dontFragment: true, protocolNumber: IPProtocolNumber.udp, source: binding.serverAddress,
            destination: destination,
            payload: try datagram.encode(source: binding.serverAddress, destination: destination)[...])
        return EthernetFrame(
            destination: destinationMAC, source: binding.gatewayMAC, etherType: EtherType.ipv4,
            payload: try packet.encode()[...]
        ).encode()
    }
}
