import NetworkTypes

/// IPv6 frames by hand (RFC 8200, RFC 4443, RFC 4861).
extension TestFrame {
    typealias Identity6 = (mac: MACAddress, address: IPv6Address)

    /// A UDP datagram over IPv6.
    static func udp6(from source: Identity6, to target: Identity6, port: UInt16 = 9999, payload: [UInt8]) -> [UInt8] {
        var datagram = half(9999) + half(port) + half(UInt16(8 + payload.count)) + [0, 0] + payload
        let sum = transportChecksum(datagram, from: source.address, to: target.address, nextHeader: 17)
        datagram.replaceSubrange(6..<8, with: half(sum == 0 ? 0xffff : sum))
        return ethernet6(from: source.mac, to: target.mac)
            + ipv6(from: source.address, to: target.address, nextHeader: 17, hopLimit: 64, payload: datagram)
    }

    /// "Who has `address`?", to its solicited-node multicast address (RFC 4291 §2.7.1).
    static func neighborSolicitation(for address: IPv6Address, from source: Identity6) -> [UInt8] {
        let low = address.low & 0xff_ffff
        let group = IPv6Address(high: 0xff02 << 48, low: 1 << 32 | 0xff << 24 | low)
        let groupMAC = MACAddress(bits: 0x3333_ff00_0000 | low)
        let body = [135, 0, 0, 0, 0, 0, 0, 0] + bytes(address) + [1, 1] + bytes(source.mac)
        return icmp6(body, from: source, to: (groupMAC, group))
    }

    /// "`owner.address` is at `owner.mac`", with the override flag, sent by `sender`.
    static func neighborAdvertisement(of owner: Identity6, from sender: Identity6, to target: Identity6) -> [UInt8] {
        let body = [136, 0, 0, 0, 0x20, 0, 0, 0] + bytes(owner.address) + [2, 1] + bytes(owner.mac)
        return icmp6(body, from: sender, to: target)
    }

    /// The address and its MAC, where `frame` is a neighbour advertisement with one.
    static func advertisedNeighbor(_ frame: [UInt8]) -> Identity6? {
        guard icmp6Type(frame) == 136, frame.count >= 86, frame[78] == 2 else { return nil }
        return (MACAddress(bits: frame[80..<86].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }), address(frame[62..<78]))
    }

    /// The address that a neighbour solicitation asks for.
    static func solicitedAddress(_ frame: [UInt8]) -> IPv6Address? {
        guard icmp6Type(frame) == 135, frame.count >= 78 else { return nil }
        return address(frame[62..<78])
    }

    /// The type of an ICMPv6 message without extension headers.
    static func icmp6Type(_ frame: [UInt8]) -> UInt8? {
        guard frame.count >= 62, frame[12] == 0x86, frame[13] == 0xdd, frame[20] == 58 else { return nil }
        return frame[54]
    }

    private static func icmp6(_ message: [UInt8], from source: Identity6, to target: Identity6) -> [UInt8] {
        var message = message
        let sum = transportChecksum(message, from: source.address, to: target.address, nextHeader: 58)
        message.replaceSubrange(2..<4, with: half(sum))
        return ethernet6(from: source.mac, to: target.mac)
            + ipv6(from: source.address, to: target.address, nextHeader: 58, hopLimit: 255, payload: message)
    }

    private static func ethernet6(from source: MACAddress, to target: MACAddress) -> [UInt8] {
        bytes(target) + bytes(source) + [0x86, 0xdd]
    }

    private static func ipv6(
        from source: IPv6Address, to target: IPv6Address, nextHeader: UInt8, hopLimit: UInt8, payload: [UInt8]
    ) -> [UInt8] {
        [0x60, 0, 0, 0] + half(UInt16(payload.count)) + [nextHeader, hopLimit] + bytes(source) + bytes(target) + payload
    }

    /// Over the pseudo-header of RFC 8200 §8.1 and the message, whose own checksum is zero.
    private static func transportChecksum(
        _ message: [UInt8], from source: IPv6Address, to target: IPv6Address, nextHeader: UInt8
    ) -> UInt16 {
        let head = bytes(source) + bytes(target) + word(UInt32(message.count)) + [0, 0, 0, nextHeader]
        return checksum(head + message + (message.count % 2 == 0 ? [] : [0]))
    }

    private static func bytes(_ address: IPv6Address) -> [UInt8] {
        (0..<16).map { UInt8(truncatingIfNeeded: address.bits >> UInt128(120 - 8 * $0)) }
    }

    private static func address(_ bytes: ArraySlice<UInt8>) -> IPv6Address {
        IPv6Address(bits: bytes.reduce(UInt128(0)) { $0 << 8 | UInt128($1) })
    }
}
