import Foundation

/// A capture file of a control channel: each message in a TCP segment of its own, on OpenFlow's port, in classic pcap with
/// raw IPv4 (link type 101).
struct ControlChannelCapture {
    private var bytes: [UInt8]
    private var sequence: UInt32 = 1
    private(set) var count: UInt32 = 0

    static let port: UInt16 = 6653
    private static let headersSize = 40

    init() {
        bytes = Self.little(0xa1b2_c3d4) + [2, 0, 4, 0] + Self.little(0) + Self.little(0) + Self.little(1 << 18)
        bytes += Self.little(101)
    }

    var data: Data { Data(bytes) }

    mutating func append(_ message: [UInt8]) {
        let length = UInt32(message.count + Self.headersSize)
        bytes +=
            Self.little(count / 1_000_000) + Self.little(count % 1_000_000) + Self.little(length) + Self.little(length)
        // IPv4, no checksum: tshark does not look at it unless told to.
        bytes += [0x45, 0] + Self.big(UInt16(length)) + [0, 0, 0x40, 0, 64, 6, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2]
        bytes += Self.big(40_000) + Self.big(Self.port)
        bytes += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: sequence >> $0) } + [0, 0, 0, 1]
        bytes += [0x50, 0x18, 0xff, 0xff, 0, 0, 0, 0] + message
        sequence &+= UInt32(message.count)
        count += 1
    }

    private static func little(_ value: UInt32) -> [UInt8] {
        [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    private static func big(_ value: UInt16) -> [UInt8] { [UInt8(value >> 8), UInt8(truncatingIfNeeded: value)] }
}
