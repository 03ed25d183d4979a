/// Writes capture files for tests: TCP segments in Ethernet frames of IPv4, in classic pcap or pcapng.
public struct CaptureFile: Sendable {
    public enum Format: Sendable, CaseIterable {
        case littleMicroseconds
        case littleNanoseconds
        case bigMicroseconds
        case bigNanoseconds
        case littleNextGeneration
        case bigNextGeneration

        var isBig: Bool {
            switch self {
            case .bigMicroseconds, .bigNanoseconds, .bigNextGeneration: true
            case .littleMicroseconds, .littleNanoseconds, .littleNextGeneration: false
            }
        }
    }

    public private(set) var bytes: [UInt8] = []
    private let format: Format

    public init(_ format: Format, linkType: UInt16 = 1) {
        self.format = format
        switch format {
        case .littleMicroseconds, .bigMicroseconds: bytes = header(0xa1b2_c3d4, linkType)
        case .littleNanoseconds, .bigNanoseconds: bytes = header(0xa1b2_3c4d, linkType)
        case .littleNextGeneration, .bigNextGeneration:
            block(
                0x0a0d_0d0a,
                number(0x1a2b_3c4d as UInt32) + number(1 as UInt16) + number(0 as UInt16)
                    + [UInt8](repeating: 0xff, count: 8))
            // A block that is not known, and an interface whose clock counts nanoseconds.
            block(0x0bad, [1, 2, 3, 4])
            block(
                1,
                number(linkType) + [0, 0] + number(0 as UInt32) + number(9 as UInt16) + number(1 as UInt16) + [
                    9, 0, 0, 0,
                ] + [0, 0, 0, 0])
        }
    }

    /// Appends a packet, seen so many nanoseconds after 1970 began; a microsecond clock cuts them.
    public mutating func append(_ packet: [UInt8], nanoseconds: UInt64, originalLength: Int? = nil) {
        let lengths = number(UInt32(packet.count)) + number(UInt32(originalLength ?? packet.count))
        let seconds = number(UInt32(nanoseconds / 1_000_000_000))
        let fraction = UInt32(nanoseconds % 1_000_000_000)
        switch format {
        case .littleMicroseconds, .bigMicroseconds: bytes += seconds + number(fraction / 1000) + lengths + packet
        case .littleNanoseconds, .bigNanoseconds: bytes += seconds + number(fraction) + lengths + packet
        case .littleNextGeneration, .bigNextGeneration:
            let high = number(UInt32(truncatingIfNeeded: nanoseconds >> 32))
            let low = number(UInt32(truncatingIfNeeded: nanoseconds))
            let padding = [UInt8](repeating: 0, count: (4 - packet.count % 4) % 4)
            block(6, number(0 as UInt32) + high + low + lengths + packet + padding)
        }
    }

    private mutating func block(_ type: UInt32, _ body: [UInt8]) {
        let length = number(UInt32(body.count + 12))
        bytes += number(type) + length + body + length
    }

    private func header(_ magic: UInt32, _ linkType: UInt16) -> [UInt8] {
        number(magic) + number(2 as UInt16) + number(4 as UInt16) + [0, 0, 0, 0, 0, 0, 0, 0]
            + number(262_144 as UInt32) + number(UInt32(linkType))
    }

    private func number(_ value: some FixedWidthInteger) -> [UInt8] {
        let big = withUnsafeBytes(of: value.bigEndian) { Array($0) }
        return format.isBig ? big : big.reversed()
    }
}

/// TCP segments of one direction for tests, from 192.0.2.1 to 192.0.2.2 or the other way.
public struct TestSegment: Sendable {
    public static let syn: UInt8 = 0x02
    public static let fin: UInt8 = 0x01
    public static let rst: UInt8 = 0x04

    /// The segment's IPv4 packet.
    public static func packet(
        _ payload: [UInt8], sequence: UInt32, flags: UInt8 = 0x10, port: UInt16 = 40_000, toController: Bool = true
    ) -> [UInt8] {
        let ends: [UInt8] = toController ? [192, 0, 2, 1, 192, 0, 2, 2] : [192, 0, 2, 2, 192, 0, 2, 1]
        let ports = toController ? big(port) + big(6653 as UInt16) : big(6653 as UInt16) + big(port)
        return [0x45, 0] + big(UInt16(40 + payload.count)) + [0, 0, 0x40, 0, 64, 6, 0, 0] + ends
            + ports + big(sequence) + [0, 0, 0, 0, 0x50, flags, 0xff, 0xff, 0, 0, 0, 0] + payload
    }

    /// The packet in an Ethernet frame with `tags` VLAN tags.
    public static func frame(_ packet: [UInt8], tags: Int = 0) -> [UInt8] {
        let tag: [UInt8] = [0x81, 0, 0, 5]
        return [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1] + [[UInt8]](repeating: tag, count: tags).joined() + [8, 0] + packet
    }

    private static func big(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }
}
