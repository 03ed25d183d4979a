import NetworkTypes
import PacketCodec

/// An IPv6 packet that a router would not send on, with what it tells the sender (RFC 4443 §2.4).
struct RefusedIPv6Packet {
    private let packet: IPv6Packet
    private let upper: IPv6UpperLayer
    /// Bytes of the whole packet.
    private let length: Int
    private let frame: EthernetFrame

    private enum Fault {
        case tooBig(mtu: UInt32)
        case outOfTime
    }

    init(_ packet: IPv6Packet, _ upper: IPv6UpperLayer, length: Int, in frame: EthernetFrame) {
        self.packet = packet
        self.upper = upper
        self.length = length
        self.frame = frame
    }

    func answer(_ service: PortService) throws(PacketError) -> PacketOutcome {
        guard let fault = fault(service) else { return .ignored(.faultless) }
        if let reason = unanswerable { return .ignored(.noError(about: reason)) }
        for gateway in service.gateways {
            guard case .v6(let address) = gateway.address else { continue }
            let message: ICMPv6Message =
                switch fault {
                case .tooBig(let mtu): .packetTooBig(mtu: mtu, quote: quote)
                case .outOfTime: .timeExceeded(.inTransit, quote: quote)
                }
            let answer = IPv6Packet(
                nextHeader: IPProtocolNumber.icmpv6, source: address, destination: packet.source,
                payload: try message.encode(source: address, destination: packet.source)[...])
            return .reply(try AnswerFrame.carrying(answer, from: gateway.mac, to: service.mac))
        }
        return .ignored(.noGateway)
    }

    private func fault(_ service: PortService) -> Fault? {
        if length > service.mtu { return .tooBig(mtu: UInt32(clamping: service.mtu)) }
        return packet.hopLimit <= 1 ? .outOfTime : nil
    }

    private var unanswerable: UnanswerablePacket? {
        if upper.fragmentOffset != 0 { return .laterFragment }
        if upper.protocolNumber == IPProtocolNumber.icmpv6 {
            guard let type = upper.payload.first, !ICMPv6Message.isError(type: type),
                type != ICMPv6Message.Number.redirect
            else { return .error }
        }
        if frame.destination.isGroup || packet.destination.isMulticast { return .group }
        return Self.isHost(packet.source) ? nil : .noSingleSource
    }

    /// Not the unspecified address, loopback, or a group.
    private static func isHost(_ address: IPv6Address) -> Bool {
        !(address.high == 0 && address.low <= 1) && !address.isMulticast
    }

    /// The packet's header and as much of the rest as may be quoted, as it was received.
    private var quote: ArraySlice<UInt8> {
        let limit = ICMPv6Message.errorPacketLimit - IPv6Packet.headerSize - ICMPv6Message.errorHeaderSize
        return frame.payload[..<packet.payload.endIndex].prefix(limit)
    }
}
