/// Bytes of a file that came in pieces, of which the front was read already.
struct FileBytes {
    private var buffer: [UInt8] = []
    private var start = 0
    /// Bytes before the first that is left.
    private(set) var offset = 0

    var count: Int { buffer.count - start }

    mutating func append(_ bytes: some Sequence<UInt8>) {
        if start > 0 {
            buffer.removeFirst(start)
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    mutating func drop(_ count: Int) {
        start += count
        offset += count
    }

    /// - Precondition: the range is there.
    func bytes(_ range: Range<Int>) -> [UInt8] {
        Array(buffer[(start + range.lowerBound)..<(start + range.upperBound)])
    }

    func u8(_ index: Int) -> UInt8 { buffer[start + index] }

    func u16(_ index: Int, _ order: ByteOrder) -> UInt16 {
        let first = UInt16(u8(index))
        let second = UInt16(u8(index + 1))
        return order == .big ? first << 8 | second : second << 8 | first
    }

    func u32(_ index: Int, _ order: ByteOrder) -> UInt32 {
        let first = UInt32(u16(index, order))
        let second = UInt32(u16(index + 2, order))
        return order == .big ? first << 16 | second : second << 16 | first
    }
}

/// Which byte of a number comes first.
enum ByteOrder: Hashable, Sendable {
    case big
    case little
}
