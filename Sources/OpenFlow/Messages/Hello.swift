/// The first message each way: the versions a side speaks (OpenFlow 1.3.5 §7.5.1).
public struct Hello: Hashable, Sendable {
    /// The version of the message's own header: the highest that the sender speaks, where there is no bitmap.
    public var version: UInt8
    /// Words of the version bitmap, the lowest versions first; `nil` where the sender sent none.
    public var versionBitmap: [UInt32]?

    /// The hello of a side that speaks 1.3 alone.
    public static let version13 = Hello(version: MessageHeader.version13, versionBitmap: [1 << 4])

    public init(version: UInt8, versionBitmap: [UInt32]? = nil) {
        self.version = version
        self.versionBitmap = versionBitmap
    }

    /// Whether the sender speaks `version`.
    public func offers(_ version: UInt8) -> Bool {
        guard let versionBitmap else { return self.version >= version }
        let word = Int(version / 32)
        return word < versionBitmap.count && versionBitmap[word] >> UInt32(version % 32) & 1 != 0
    }

    private static let versionBitmapElement: UInt16 = 1
    /// Words of a version bitmap: a bit for each of the 256 versions that a header can name.
    public static let versionBitmapWords = 8

    /// Reads the elements; what cannot be an element ends them, since later versions may send more in a hello. Words of
    /// a bitmap beyond the last version are left out.
    static func decode(_ bytes: RawSpan, _ range: Range<Int>, version: UInt8) -> Hello {
        var hello = Hello(version: version)
        var offset = range.lowerBound
        while range.upperBound - offset >= 4 {
            let length = Int(bytes.u16(offset + 2))
            guard length >= 4, length <= range.upperBound - offset else { break }
            if bytes.u16(offset) == versionBitmapElement, hello.versionBitmap == nil, length >= 8 {
                var words: [UInt32] = []
                for word in 0..<min((length - 4) / 4, versionBitmapWords) {
                    words.append(bytes.u32(offset + 4 + word * 4))
                }
                hello.versionBitmap = words
            }
            offset += min((length + 7) & ~7, range.upperBound - offset)
        }
        return hello
    }

    func encode(into bytes: inout [UInt8]) {
        guard let versionBitmap else { return }
        let start = bytes.count
        bytes.put(Self.versionBitmapElement)
        bytes.put(UInt16(truncatingIfNeeded: 4 + versionBitmap.count * 4))
        for word in versionBitmap { bytes.put(word) }
        bytes.padToEight(since: start)
    }
}
