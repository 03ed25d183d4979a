import NetworkTypes
import PacketCodec

/// An IPv4 packet that a router would not send on, with what it tells the sender (RFC 1812 §4.3).
struct RefusedIPv4Packet {
    private let packet: IPv4Packet
    /// Bytes of the whole packet.
    private let length: Int
    private let frame: EthernetFrame

    /// Precedence "internetwork control", as errors should have (RFC 1812 §4.3.2.5).
    private static let trafficClass: UInt8 = 0xc0
    private static let headerSize = 20

    init(_ packet: IPv4Packet, length: Int, in frame: EthernetFrame) {
        self.packet = packet
        self.length = length
        self.frame = frame
    }

    func answer(_ service: PortService) throws(PacketError) -> PacketOutcome {
        guard let kind = fault(service) else { return .ignored(.faultless) }
        if let reason = unanswerable { return .ignored(.noError(about: reason)) }
        for gateway in service.gateways {
            guard case .v4(let address) = gateway.address else { continue }
            let error = ICMPv4Error(kind, quote: quote)
            let answer = IPv4Packet(
                trafficClass: Self.trafficClass, dontFragment: true, protocolNumber: IPProtocolNumber.icmp,
                source: address, destination: packet.source, payload: error.encode()[...])
            return .reply(try AnswerFrame.carrying(answer, from: gateway.mac, to: service.mac))
        }
        return .ignored(.noGateway)
    }

    /// A packet that is too long is refused whether it may be fragmented or not: Open vSwitch can't fragment. A host that
    /// did not forbid it takes the error as well, and makes fragments itself.
    private func fault(_ service: PortService) -> ICMPv4Error.Kind? {
        if length > service.mtu { return .fragmentationNeeded(mtu: UInt16(clamping: service.mtu)) }
        return packet.timeToLive <= 1 ? .timeExceeded(.inTransit) : nil
    }

    private var unanswerable: UnanswerablePacket? {
        if packet.fragmentOffset != 0 { return .laterFragment }
        if packet.protocolNumber == IPProtocolNumber.icmp {
            guard let type = packet.payload.first, !ICMPv4Error.isError(type: type) else { return .error }
        }
        if frame.destination.isGroup || packet.destination.isMulticast || packet.destination == .broadcast {
            return .group
        }
        return Self.isHost(packet.source) ? nil : .noSingleSource
    }

    /// Not "this network", loopback, a group, or an address of class E (RFC 1812 §5.3.7).
    private static func isHost(_ address: IPv4Address) -> Bool {
        let first = address.bits >> 24
        return first != 0 && first != 127 && first < 224
    }

    /// The packet's header and as much of the rest as may be quoted, as it was received.
    private var quote: ArraySlice<UInt8> {
        let limit = ICMPv4Error.packetLimit - Self.headerSize - ICMPv4Error.headerSize
        return frame.payload[..<packet.payload.endIndex].prefix(limit)
    }
}
