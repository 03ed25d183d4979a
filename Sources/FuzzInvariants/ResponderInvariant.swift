import NetworkTypes
import PacketCodec
import PacketResponder

/// Whatever a frame is and however long the switch says that it was: an answer is a whole packet, to the port or to all, not
/// longer than any link carries, and reads as the same again.
enum ResponderInvariant {
    static func violation(of frame: [UInt8]) -> String? {
        for service in services {
            for totalLength in [frame.count, frame.count + 2000, 0, .max] {
                let outcome = PacketResponder.answer(frame: frame, totalLength: totalLength, for: service)
                guard case .reply(let answer) = outcome else { continue }
                if let found = violation(ofAnswer: answer, service) { return "answer: " + found }
            }
        }
        return nil
    }

    private static func violation(ofAnswer bytes: [UInt8], _ service: PortService) -> String? {
        guard let frame = try? EthernetFrame.decode(bytes[...]) else { return "no frame" }
        guard
            frame.destination == service.mac || frame.destination == .broadcast
                || frame.destination == MACAddress(group: .allNodes)
        else { return "to somebody else" }
        if let found = PacketInvariant.violation(ofFrame: bytes) { return found }
        switch frame.etherType {
        case EtherType.ipv4: return violation(ofIPv4: frame.payload)
        case EtherType.ipv6: return violation(ofIPv6: frame.payload)
        default: return "another EtherType"
        }
    }

    private static func violation(ofIPv4 bytes: ArraySlice<UInt8>) -> String? {
        guard let packet = try? IPv4Packet.decode(bytes) else { return "no IPv4" }
        if packet.protocolNumber == IPProtocolNumber.icmp {
            if bytes.count > ICMPv4Error.packetLimit { return "too long an ICMP error" }
            return (try? ICMPv4Error.decode(packet.payload)) == nil ? "no ICMP error" : nil
        }
        let (source, destination) = (packet.source, packet.destination)
        guard let datagram = try? UDPDatagram.decode(packet.payload, source: source, destination: destination) else {
            return "no UDP"
        }
        return (try? DHCPMessage.decode(datagram.payload)) == nil ? "no DHCP" : nil
    }

    private static func violation(ofIPv6 bytes: ArraySlice<UInt8>) -> String? {
        guard let packet = try? IPv6Packet.decode(bytes) else { return "no IPv6" }
        if bytes.count > ICMPv6Message.errorPacketLimit { return "too long for a link" }
        let (source, destination) = (packet.source, packet.destination)
        if packet.nextHeader == IPProtocolNumber.icmpv6 {
            let message = try? ICMPv6Message.decode(packet.payload, source: source, destination: destination)
            return message == nil ? "no ICMPv6" : nil
        }
        guard let datagram = try? UDPDatagram.decode(packet.payload, source: source, destination: destination) else {
            return "no UDP"
        }
        return (try? DHCPv6Message.decode(datagram.payload)) == nil ? "no DHCPv6" : nil
    }

    // MARK: ports

    private static let mac = MACAddress(bits: 0x0200_0000_000a)
    private static let gatewayMAC = MACAddress(bits: 0x0e00_0000_0007)
    private static let gateway = IPv6Address(high: 0x2001_0db8 << 32, low: 1)
    private static let gatewayV4 = IPv4Address(bits: 0x0a00_0001)

    /// One that has everything, one that has all the same with little MTU and no addresses, one that has nothing.
    private static let services = [service(1450, addressCount: 3), service(576, addressCount: 0), bare]

    private static let bare = PortService(port: PortKey(1), ofport: 3, mac: mac, mtu: 1450)

    private static func service(_ mtu: UInt16, addressCount: UInt64) -> PortService {
        let binding = DHCPBinding(
            clientMAC: mac, address: IPv4Address(bits: 0x0a00_0005), prefixLength: 24, gateway: gatewayV4,
            gatewayMAC: gatewayMAC, serverAddress: gatewayV4, dnsServers: [gatewayV4], mtu: mtu, hostname: "vm",
            domain: "naru.test")
        let prefixes = [IPPrefix(.v6(gateway), length: 64)].compactMap { $0 }
        let ipv6 = IPv6Service(
            gatewayMAC: gatewayMAC, prefixes: prefixes.map { IPv6Service.Prefix($0, isAutonomous: false) },
            addresses: (0..<addressCount).map { IPv6Address(high: gateway.high, low: 5 + $0) }, dnsServers: [gateway],
            domain: "naru.test")
        return PortService(
            port: PortKey(1), ofport: 3, mac: mac, mtu: Int(mtu), dhcp: binding,
            gateways: [
                Gateway(address: .v4(gatewayV4), mac: gatewayMAC), Gateway(address: .v6(gateway), mac: gatewayMAC),
            ], ipv6: ipv6)
    }
}
