import NetworkTypes

/// The records of a classic pcap file behind its header (draft-ietf-opsawg-pcap).
struct ClassicCapture: Sendable {
    private let order: ByteOrder
    /// Nanoseconds of one unit of the fraction.
    private let unit: Int64
    private let linkType: UInt16

    private static let headerSize = 24
    private static let recordSize = 16

    /// Reads the file's header; nil where it is not all there yet.
    init?(_ file: inout FileBytes) throws(CaptureError) {
        switch file.u32(0, .big) {
        case 0xa1b2_c3d4: (order, unit) = (.big, 1000)
        case 0xa1b2_3c4d: (order, unit) = (.big, 1)
        case 0xd4c3_b2a1: (order, unit) = (.little, 1000)
        case 0x4d3c_b2a1: (order, unit) = (.little, 1)
        default: throw CaptureError(offset: 0, reason: .unknownFormat)
        }
        guard file.count >= Self.headerSize else { return nil }
        guard file.u16(4, order) == 2 else { throw CaptureError(offset: 4, reason: .badVersion) }
        // The upper half tells whether frames end in a check sequence.
        linkType = UInt16(truncatingIfNeeded: file.u32(20, order))
        file.drop(Self.headerSize)
    }

    func next(_ file: inout FileBytes) throws(CaptureError) -> CapturedPacket? {
        guard file.count >= Self.recordSize else { return nil }
        let length = Int(file.u32(8, order))
        guard length <= CaptureLimit.packetLength else { throw CaptureError(offset: file.offset, reason: .limit) }
        guard file.count >= Self.recordSize + length else { return nil }
        let time = Int64(file.u32(0, order)) * 1_000_000_000 + Int64(file.u32(4, order)) * unit
        let packet = CapturedPacket(
            time: Timestamp(nanoseconds: time), linkType: linkType, originalLength: Int(file.u32(12, order)),
            bytes: file.bytes(Self.recordSize..<(Self.recordSize + length)))
        file.drop(Self.recordSize + length)
        return packet
    }
}
