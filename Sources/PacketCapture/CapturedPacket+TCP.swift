import NetworkTypes

/// Takes off the headers before TCP: Ethernet with VLAN tags, Linux cooked (both versions), BSD loopback or none; IPv4 or
/// IPv6 with its extension headers.
extension CapturedPacket {
    public var content: PacketContent {
        let network: ArraySlice<UInt8>?
        switch linkType {
        case LinkType.ethernet: network = Self.behindEthernet(bytes)
        case LinkType.linuxCooked: network = Self.behindType(bytes, at: 14, headerSize: 16)
        case LinkType.linuxCooked2: network = Self.behindType(bytes, at: 0, headerSize: 20)
        // The four bytes are an address family whose numbers differ by system; the packet itself tells as much.
        case LinkType.null, LinkType.loop: network = bytes.dropFirst(4)
        case LinkType.raw, LinkType.rawBSD, LinkType.rawOpenBSD, LinkType.ipv4, LinkType.ipv6: network = bytes[...]
        default: return .unknownLinkType(linkType)
        }
        guard let network, let first = network.first else { return .other }
        switch first >> 4 {
        case 4: return IPv4Layer(network)?.content ?? .other
        case 6: return IPv6Layer(network)?.content ?? .other
        default: return .other
        }
    }

    /// LINKTYPE_ numbers.
    private enum LinkType {
        static let null: UInt16 = 0
        static let ethernet: UInt16 = 1
        static let rawBSD: UInt16 = 12
        static let rawOpenBSD: UInt16 = 14
        static let raw: UInt16 = 101
        static let loop: UInt16 = 108
        static let linuxCooked: UInt16 = 113
        static let ipv4: UInt16 = 228
        static let ipv6: UInt16 = 229
        static let linuxCooked2: UInt16 = 276
    }

    private static func behindEthernet(_ frame: [UInt8]) -> ArraySlice<UInt8>? {
        behindType(frame, at: 12, headerSize: 14)
    }

    /// What follows a header that holds an EtherType, and the tags behind it. nil where that is not IP.
    private static func behindType(_ frame: [UInt8], at offset: Int, headerSize: Int) -> ArraySlice<UInt8>? {
        guard frame.count >= headerSize, var type = frame[...].u16(offset) else { return nil }
        var payload = frame.dropFirst(headerSize)
        for _ in 0..<CaptureLimit.headers {
            guard type == EtherType.vlan || type == EtherType.serviceVLAN else { break }
            guard let inner = payload.u16(2) else { return nil }
            type = inner
            payload = payload.dropFirst(4)
        }
        return type == EtherType.ipv4 || type == EtherType.ipv6 ? payload : nil
    }
}

/// An IPv4 packet (RFC 791).
private struct IPv4Layer {
    let packet: ArraySlice<UInt8>
    let headerSize: Int

    init?(_ packet: ArraySlice<UInt8>) {
        guard packet.count >= 20, let first = packet.first else { return nil }
        headerSize = Int(first & 0x0f) * 4
        guard headerSize >= 20, headerSize <= packet.count else { return nil }
        self.packet = packet
    }

    var content: PacketContent {
        guard packet.u8(9) == IPProtocolNumber.tcp, let total = packet.u16(2), let fragment = packet.u16(6),
            let source = packet.u32(12), let destination = packet.u32(16)
        else { return .other }
        guard fragment & 0x3fff == 0 else { return .fragment }
        // An interface that cuts large packets itself leaves the length zero.
        let length = total == 0 ? packet.count : Int(total)
        guard length >= headerSize else { return .other }
        return tcp(
            packet.dropFirst(headerSize), length: length - headerSize, source: .v4(IPv4Address(bits: source)),
            destination: .v4(IPv4Address(bits: destination)))
    }
}

/// An IPv6 packet (RFC 8200).
private struct IPv6Layer {
    let packet: ArraySlice<UInt8>

    init?(_ packet: ArraySlice<UInt8>) {
        guard packet.count >= 40 else { return nil }
        self.packet = packet
    }

    private enum NextHeader {
        static let hopByHop: UInt8 = 0
        static let routing: UInt8 = 43
        static let fragment: UInt8 = 44
        static let authentication: UInt8 = 51
        static let destinationOptions: UInt8 = 60
    }

    var content: PacketContent {
        guard var next = packet.u8(6), let payloadLength = packet.u16(4), let source = address(8),
            let destination = address(24)
        else { return .other }
        var payload = packet.dropFirst(40)
        var length = payloadLength == 0 ? payload.count : Int(payloadLength)
        for _ in 0..<CaptureLimit.headers {
            let size: Int
            guard let following = payload.u8(0), let second = payload.u8(1) else { return .other }
            switch next {
            case IPProtocolNumber.tcp: return tcp(payload, length: length, source: source, destination: destination)
            case NextHeader.hopByHop, NextHeader.routing, NextHeader.destinationOptions: size = (Int(second) + 1) * 8
            case NextHeader.authentication: size = (Int(second) + 2) * 4
            case NextHeader.fragment:
                guard let place = payload.u16(2) else { return .other }
                guard place & 0xfff9 == 0 else { return following == IPProtocolNumber.tcp ? .fragment : .other }
                size = 8
            default: return .other
            }
            guard size <= payload.count, size <= length else { return .other }
            next = following
            payload = payload.dropFirst(size)
            length -= size
        }
        return .other
    }

    private func address(_ offset: Int) -> IPAddress? {
        guard let words = packet.u64(offset), let rest = packet.u64(offset + 8) else { return nil }
        return .v6(IPv6Address(high: words, low: rest))
    }
}

/// Reads a TCP header, behind which `length` bytes less the header's own are payload.
private func tcp(
    _ bytes: ArraySlice<UInt8>, length: Int, source: IPAddress, destination: IPAddress
) -> PacketContent {
    guard bytes.count >= 20, let sourcePort = bytes.u16(0), let destinationPort = bytes.u16(2),
        let sequence = bytes.u32(4), let words = bytes.u8(12), let flags = bytes.u8(13)
    else { return .other }
    let headerSize = Int(words >> 4) * 4
    guard headerSize >= 20, headerSize <= bytes.count, headerSize <= length else { return .other }
    // Behind the packet's end there may be padding of the link.
    let payload = bytes.dropFirst(headerSize).prefix(length - headerSize)
    return .segment(
        TCPSegment(
            stream: StreamKey(
                source: source, sourcePort: sourcePort, destination: destination, destinationPort: destinationPort),
            sequence: sequence, isSYN: flags & 0x02 != 0, isFIN: flags & 0x01 != 0, isRST: flags & 0x04 != 0,
            payload: payload, missing: length - headerSize - payload.count))
}

extension ArraySlice<UInt8> {
    /// The byte so far behind the slice's start; nil beyond its end.
    fileprivate func u8(_ offset: Int) -> UInt8? { offset < count ? self[startIndex + offset] : nil }

    fileprivate func u16(_ offset: Int) -> UInt16? {
        guard let first = u8(offset), let second = u8(offset + 1) else { return nil }
        return UInt16(first) << 8 | UInt16(second)
    }

    fileprivate func u32(_ offset: Int) -> UInt32? {
        guard let first = u16(offset), let second = u16(offset + 2) else { return nil }
        return UInt32(first) << 16 | UInt32(second)
    }

    fileprivate func u64(_ offset: Int) -> UInt64? {
        guard let first = u32(offset), let second = u32(offset + 4) else { return nil }
        return UInt64(first) << 32 | UInt64(second)
    }
}
