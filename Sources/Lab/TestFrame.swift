import NetworkTypes

/// Ethernet frames made by hand, right and wrong ones. Apart from the controller's own codec on purpose: an error
/// there must not hide itself here.
enum TestFrame {
    static let vlanTag: [UInt8] = [0x81, 0x00, 0x00, 0x05]

    /// A UDP datagram over IPv4 whose payload is `payload`; `tag` goes between addresses and EtherType.
    static func udp(
        from source: (mac: MACAddress, address: IPv4Address), to target: (mac: MACAddress, address: IPv4Address),
        port: UInt16 = 9999, tag: [UInt8] = [], payload: [UInt8]
    ) -> [UInt8] {
        bytes(target.mac) + bytes(source.mac) + tag + [0x08, 0x00]
            + ipv4(from: source.address, to: target.address, sourcePort: 9999, port: port, payload: payload)
    }

    /// A DHCPDISCOVER (RFC 2131 §2) with nothing but its type.
    static func dhcpDiscover(mac: MACAddress, transaction: UInt32) -> [UInt8] {
        var message: [UInt8] = [1, 1, 6, 0] + word(transaction) + [0, 0, 0x80, 0]
        message += [UInt8](repeating: 0, count: 16) + bytes(mac) + [UInt8](repeating: 0, count: 10 + 64 + 128)
        message += [0x63, 0x82, 0x53, 0x63, 53, 1, 1, 255]
        message += [UInt8](repeating: 0, count: 300 - message.count)
        return bytes(.broadcast) + bytes(mac) + [0x08, 0x00]
            + ipv4(from: .any, to: .broadcast, sourcePort: 68, port: 67, payload: message)
    }

    /// An ARP request or reply (RFC 826), asked of everybody.
    static func arp(
        operation: UInt8 = 1, sender: (mac: MACAddress, address: IPv4Address), from mac: MACAddress,
        target: (mac: MACAddress, address: IPv4Address), to destination: MACAddress = .broadcast
    ) -> [UInt8] {
        let body =
            [0, 1, 8, 0, 6, 4, 0, operation] + bytes(sender.mac) + word(sender.address.bits) + bytes(target.mac)
            + word(target.address.bits)
        return bytes(destination) + bytes(mac) + [0x08, 0x06] + body + [UInt8](repeating: 0, count: 18)
    }

    /// The payload of a Geneve packet (RFC 8926) without options: header and inner frame.
    static func geneve(vni: UInt32, inner: [UInt8]) -> [UInt8] {
        [0, 0, 0x65, 0x58] + Array(word(vni << 8)) + inner
    }

    /// The sender's hardware and protocol address, where `frame` is an ARP reply.
    static func arpReply(_ frame: [UInt8]) -> (mac: MACAddress, address: IPv4Address)? {
        guard isARP(frame), frame.count >= 42, frame[21] == 2 else { return nil }
        let mac = frame[22..<28].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let address = frame[28..<32].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return (MACAddress(bits: mac), IPv4Address(bits: address))
    }

    static func isARP(_ frame: [UInt8]) -> Bool { frame.count >= 14 && frame[12] == 8 && frame[13] == 6 }

    /// Whether `frame` is UDP over IPv4 to `port`.
    static func isUDP(_ frame: [UInt8], port: UInt16) -> Bool {
        guard frame.count >= 42, frame[12] == 8, frame[13] == 0, frame[23] == 17 else { return false }
        return UInt16(frame[36]) << 8 | UInt16(frame[37]) == port
    }

    private static func ipv4(
        from source: IPv4Address, to target: IPv4Address, sourcePort: UInt16, port: UInt16, payload: [UInt8]
    ) -> [UInt8] {
        let udpLength = half(UInt16(8 + payload.count))
        var header: [UInt8] = [0x45, 0] + half(UInt16(28 + payload.count)) + [0, 0, 0, 0, 64, 17, 0, 0]
        header += word(source.bits) + word(target.bits)
        let sum = checksum(header)
        header[10] = UInt8(sum >> 8)
        header[11] = UInt8(sum & 255)
        // A UDP checksum of zero means none (RFC 768).
        return header + half(sourcePort) + half(port) + udpLength + [0, 0] + payload
    }

    static func checksum(_ bytes: [UInt8]) -> UInt16 {
        var sum: UInt32 = 0
        for index in stride(from: 0, to: bytes.count - 1, by: 2) {
            sum += UInt32(bytes[index]) << 8 | UInt32(bytes[index + 1])
        }
        while sum >> 16 != 0 { sum = sum & 0xffff + sum >> 16 }
        return ~UInt16(sum)
    }

    static func half(_ value: UInt16) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 255)] }

    static func word(_ value: UInt32) -> [UInt8] {
        [UInt8(value >> 24), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)]
    }

    static func bytes(_ mac: MACAddress) -> [UInt8] {
        stride(from: 40, through: 0, by: -8).map { UInt8(mac.bits >> UInt64($0) & 255) }
    }
}
