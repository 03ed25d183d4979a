import NetworkTypes

/// The blocks of a pcapng file (draft-ietf-opsawg-pcapng). Blocks that hold no packet are passed over.
struct NextGenerationCapture: Sendable {
    private struct Interface: Sendable {
        var linkType: UInt16
        /// The most bytes of a packet that were kept; 0 for all.
        var snapLength: Int
        /// Units of a second: ten or two to the power of the exponent.
        var isBinary = false
        var exponent: UInt8 = 6
        /// Seconds to add to every time, which may be negative (draft-ietf-opsawg-pcapng §4.2, if_tsoffset).
        var offset: Int64 = 0
    }

    static let sectionHeader: UInt32 = 0x0a0d_0d0a

    private enum BlockType {
        static let interface: UInt32 = 1
        static let packet: UInt32 = 2
        static let simplePacket: UInt32 = 3
        static let enhancedPacket: UInt32 = 6
    }

    private var order = ByteOrder.little
    private var interfaces: [Interface] = []

    mutating func next(_ file: inout FileBytes) throws(CaptureError) -> CapturedPacket? {
        while file.count >= 12 {
            if file.u32(0, .big) == Self.sectionHeader { try beginSection(file) }
            let length = Int(file.u32(4, order))
            guard length >= 12, length % 4 == 0 else { throw CaptureError(offset: file.offset, reason: .badLength) }
            guard length <= CaptureLimit.blockLength else { throw CaptureError(offset: file.offset, reason: .limit) }
            guard file.count >= length else { return nil }
            guard Int(file.u32(length - 4, order)) == length else {
                throw CaptureError(offset: file.offset, reason: .badLength)
            }
            let packet = try block(file, type: file.u32(0, order), end: length - 4)
            file.drop(length)
            if let packet { return packet }
        }
        return nil
    }

    /// A section tells its byte order by a number that reads differently in the other.
    private mutating func beginSection(_ file: FileBytes) throws(CaptureError) {
        switch file.u32(8, .big) {
        case 0x1a2b_3c4d: order = .big
        case 0x4d3c_2b1a: order = .little
        default: throw CaptureError(offset: file.offset + 8, reason: .unknownFormat)
        }
        interfaces = []
    }

    /// Reads the block at the front, whose body ends at `end`.
    private mutating func block(
        _ file: FileBytes, type: UInt32, end: Int
    ) throws(CaptureError) -> CapturedPacket? {
        func needs(_ count: Int) throws(CaptureError) {
            guard end >= count else { throw CaptureError(offset: file.offset, reason: .badLength) }
        }
        switch type {
        case BlockType.interface:
            try needs(16)
            guard interfaces.count < CaptureLimit.interfaces else {
                throw CaptureError(offset: file.offset, reason: .limit)
            }
            interfaces.append(interface(file, end: end))
            return nil
        case BlockType.enhancedPacket, BlockType.packet:
            try needs(28)
            let number = type == BlockType.packet ? Int(file.u16(8, order)) : Int(file.u32(8, order))
            guard interfaces.indices.contains(number) else {
                throw CaptureError(offset: file.offset, reason: .unknownInterface)
            }
            let length = Int(file.u32(20, order))
            try needs(28 + length)
            let ticks = UInt64(file.u32(12, order)) << 32 | UInt64(file.u32(16, order))
            return try packet(
                file, interfaces[number], time: Self.time(ticks, interfaces[number]), 28..<(28 + length),
                originalLength: Int(file.u32(24, order)))
        case BlockType.simplePacket:
            try needs(12)
            guard let first = interfaces.first else {
                throw CaptureError(offset: file.offset, reason: .unknownInterface)
            }
            let originalLength = Int(file.u32(8, order))
            let length = min(originalLength, first.snapLength == 0 ? .max : first.snapLength, end - 12)
            return try packet(file, first, time: nil, 12..<(12 + length), originalLength: originalLength)
        default: return nil
        }
    }

    private func packet(
        _ file: FileBytes, _ interface: Interface, time: Timestamp?, _ range: Range<Int>, originalLength: Int
    ) throws(CaptureError) -> CapturedPacket {
        guard range.count <= CaptureLimit.packetLength else { throw CaptureError(offset: file.offset, reason: .limit) }
        return CapturedPacket(
            time: time, linkType: interface.linkType, originalLength: originalLength, bytes: file.bytes(range))
    }

    /// Reads an interface with the options that times hang on; an option that does not fit ends them.
    private func interface(_ file: FileBytes, end: Int) -> Interface {
        var interface = Interface(linkType: file.u16(8, order), snapLength: Int(file.u32(12, order)))
        var offset = 16
        while offset + 4 <= end {
            let code = file.u16(offset, order)
            let length = Int(file.u16(offset + 2, order))
            offset += 4
            guard code != 0, length <= end - offset else { break }
            switch (code, length) {
            case (9, 1):
                interface.isBinary = file.u8(offset) & 0x80 != 0
                interface.exponent = file.u8(offset) & 0x7f
            case (14, 8):
                let halves = (UInt64(file.u32(offset, order)), UInt64(file.u32(offset + 4, order)))
                interface.offset = Int64(
                    bitPattern: order == .big ? halves.0 << 32 | halves.1 : halves.1 << 32 | halves.0)
            default: break
            }
            offset += (length + 3) & ~3
        }
        return interface
    }

    /// The moment that `ticks` of the interface's clock are; it saturates.
    private static func time(_ ticks: UInt64, _ interface: Interface) -> Timestamp {
        var wide = UInt128(ticks)
        if interface.isBinary {
            wide = wide * 1_000_000_000 >> UInt128(interface.exponent)
        } else {
            for _ in 0..<max(0, 9 - Int(interface.exponent)) { wide *= 10 }
            for _ in 0..<max(0, Int(interface.exponent) - 9) { wide /= 10 }
        }
        // Below 2^64 times 10^9: far from the ends of Int128.
        let moved = Int128(wide) + Int128(interface.offset) * 1_000_000_000
        return Timestamp(nanoseconds: Int64(clamping: moved))
    }
}
