import NetworkTypes
import PacketCodec

/// The DHCP server of one port (RFC 2131). It keeps no leases: a port's address is settled before its client asks, so
/// an answer depends on the frame and the binding alone.
public enum DHCPResponder {
    /// Answers one Ethernet frame that came in from the port of `binding`; any bytes may be given.
    public static func answer(frame: [UInt8], for binding: DHCPBinding) -> DHCPOutcome {
        do throws(PacketError) {
            switch try DHCPQuestion.read(frame) {
            case .ignored(let reason): return .ignored(reason)
            case .question(let question):
                switch decide(question, binding) {
                case .ignore(let reason): return .ignored(reason)
                case .offer: return .reply(try DHCPReply(.offer, to: question, binding).frame())
                case .acknowledge: return .reply(try DHCPReply(.acknowledge, to: question, binding).frame())
                case .inform(let client):
                    return .reply(try DHCPReply(informing: client, of: question, binding).frame())
                case .refuse: return .reply(try DHCPReply(refusing: question, binding).frame())
                }
            }
        } catch {
            return .ignored(.malformed(error))
        }
    }

    private enum Decision {
        case offer
        case acknowledge
        /// Settings without a lease, for a client that has this address by other means.
        case inform(IPv4Address)
        case refuse
        case ignore(DHCPIgnored)
    }

    private static func decide(_ question: DHCPQuestion, _ binding: DHCPBinding) -> Decision {
        let message = question.message
        guard message.operation == .request else { return .ignore(.fromServer) }
        guard message.clientMAC == binding.clientMAC else { return .ignore(.otherClient) }
        guard message.relayAddress == .any else { return .ignore(.relayed) }
        guard question.destination == .broadcast || question.destination == binding.serverAddress else {
            return .ignore(.otherServer)
        }
        switch message.messageType {
        case nil: return .ignore(.noMessageType)
        case .discover: return .offer
        case .request: return decideRequest(message, binding)
        case .inform:
            // A client that leaves `ciaddr` out is reached at the address that it sent from.
            let client = message.clientAddress == .any ? question.source : message.clientAddress
            return client == .any ? .ignore(.noAddress) : .inform(client)
        case .decline: return .ignore(.declined)
        case .release: return .ignore(.released)
        case .offer, .acknowledge, .refuse:
            return .ignore(message.messageType.map { .unexpectedType($0) } ?? .noMessageType)
        }
    }

    /// A request names its address in option 50 when it takes an offer or reboots, in `ciaddr` when it renews or
    /// rebinds; with the port's address settled, the four differ only in where the address stands (RFC 2131 §4.3.2).
    private static func decideRequest(_ message: DHCPMessage, _ binding: DHCPBinding) -> Decision {
        if let server = message.serverIdentifier, server != binding.serverAddress { return .ignore(.otherServer) }
        let held: IPv4Address? = message.clientAddress == .any ? nil : message.clientAddress
        let named = [message.requestedAddress, held].compactMap(\.self)
        if named.isEmpty { return .ignore(.noAddress) }
        return named.allSatisfy { $0 == binding.address } ? .acknowledge : .refuse
    }
}
