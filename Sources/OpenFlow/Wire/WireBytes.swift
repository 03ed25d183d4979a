extension RawSpan {
    /// The byte at `offset`. Callers check bounds first; the span traps on a caller's mistake.
    @inline(__always)
    func u8(_ offset: Int) -> UInt8 { unsafeLoadUnaligned(fromByteOffset: offset, as: UInt8.self) }

    @inline(__always)
    func u16(_ offset: Int) -> UInt16 {
        UInt16(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self))
    }

    @inline(__always)
    func u32(_ offset: Int) -> UInt32 {
        UInt32(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }

    @inline(__always)
    func u64(_ offset: Int) -> UInt64 {
        UInt64(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// Six bytes as a number.
    @inline(__always)
    func u48(_ offset: Int) -> UInt64 { UInt64(u16(offset)) << 32 | UInt64(u32(offset + 2)) }

    /// `count` bytes (at most 16) as a number.
    @inline(__always)
    func unsigned(_ offset: Int, count: Int) -> UInt128 {
        switch count {
        case 1: return UInt128(u8(offset))
        case 2: return UInt128(u16(offset))
        case 4: return UInt128(u32(offset))
        case 6: return UInt128(u48(offset))
        case 8: return UInt128(u64(offset))
        case 16: return UInt128(u64(offset)) << 64 | UInt128(u64(offset + 8))
        default:
            var value: UInt128 = 0
            for index in offset..<(offset + count) { value = value << 8 | UInt128(u8(index)) }
            return value
        }
    }

    func isZero(_ range: Range<Int>) -> Bool {
        for index in range where u8(index) != 0 { return false }
        return true
    }

    func array(_ range: Range<Int>) -> [UInt8] { extracting(range).withUnsafeBytes { [UInt8]($0) } }

    /// A fixed text field: the bytes up to the first zero, read as UTF-8 with replacement of what is not, and cut to
    /// what the field can hold when it is written again.
    func text(_ range: Range<Int>) -> String {
        var bytes = array(range)
        if let end = bytes.firstIndex(of: 0) { bytes.removeSubrange(end...) }
        return String(decoding: bytes, as: UTF8.self).cut(toUTF8: range.count - 1)
    }
}

extension MutableRawSpan {
    @inline(__always)
    mutating func put(_ value: UInt32, at offset: Int) {
        storeBytes(of: value.bigEndian, toByteOffset: offset, as: UInt32.self)
    }

    /// The low `count` bytes of `value` (at most 16), the highest first.
    @inline(__always)
    mutating func put(_ value: UInt128, count: Int, at offset: Int) {
        switch count {
        case 1: storeBytes(of: UInt8(truncatingIfNeeded: value), toByteOffset: offset, as: UInt8.self)
        case 2: storeBytes(of: UInt16(truncatingIfNeeded: value).bigEndian, toByteOffset: offset, as: UInt16.self)
        case 4: put(UInt32(truncatingIfNeeded: value), at: offset)
        case 6:
            storeBytes(of: UInt16(truncatingIfNeeded: value >> 32).bigEndian, toByteOffset: offset, as: UInt16.self)
            put(UInt32(truncatingIfNeeded: value), at: offset &+ 2)
        case 8: storeBytes(of: UInt64(truncatingIfNeeded: value).bigEndian, toByteOffset: offset, as: UInt64.self)
        case 16: storeBytes(of: value.bigEndian, toByteOffset: offset, as: UInt128.self)
        default:
            for index in 0..<count {
                let shift = UInt128((count - 1 - index) * 8)
                storeBytes(of: UInt8(truncatingIfNeeded: value >> shift), toByteOffset: offset + index, as: UInt8.self)
            }
        }
    }
}

/// Throws unless `range` holds `count` bytes or more.
@inline(__always)
func require(_ count: Int, in range: Range<Int>, _ field: String) throws(OpenFlowError) {
    guard range.count >= count else { throw OpenFlowError(offset: range.lowerBound, field: field, rule: .truncated) }
}

/// Throws unless `range` holds exactly `count` bytes.
@inline(__always)
func requireExactly(_ count: Int, in range: Range<Int>, _ field: String) throws(OpenFlowError) {
    guard range.count == count else { throw OpenFlowError(offset: range.lowerBound, field: field, rule: .badLength) }
}

extension [UInt8] {
    @inline(__always)
    mutating func put(_ value: UInt8) { append(value) }

    @inline(__always)
    mutating func put(_ value: UInt16) {
        append(UInt8(truncatingIfNeeded: value >> 8))
        append(UInt8(truncatingIfNeeded: value))
    }

    @inline(__always)
    mutating func put(_ value: UInt32) {
        put(UInt16(truncatingIfNeeded: value >> 16))
        put(UInt16(truncatingIfNeeded: value))
    }

    @inline(__always)
    mutating func put(_ value: UInt64) { Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) } }

    @inline(__always)
    mutating func put(_ first: UInt64, _ second: UInt64) {
        Swift.withUnsafeBytes(of: (first.bigEndian, second.bigEndian)) { append(contentsOf: $0) }
    }

    /// The low `count` bytes of `value` (at most 16), the highest first.
    mutating func put(_ value: UInt128, count: Int) {
        switch count {
        case 1: put(UInt8(truncatingIfNeeded: value))
        case 2: put(UInt16(truncatingIfNeeded: value))
        case 4: put(UInt32(truncatingIfNeeded: value))
        case 8: put(UInt64(truncatingIfNeeded: value))
        default:
            for index in stride(from: count - 1, through: 0, by: -1) {
                append(UInt8(truncatingIfNeeded: value >> UInt128(index &* 8)))
            }
        }
    }

    mutating func putZeros(_ count: Int) {
        append(contentsOf: repeatElement(0, count: count))
    }

    /// Pads with zeros until the bytes since `start` are a multiple of eight.
    mutating func padToEight(since start: Int) { putZeros((8 - (count - start) % 8) % 8) }

    /// Text cut or padded with zeros to `length` bytes, the last of them zero.
    mutating func put(text: String, length: Int) {
        let start = count
        append(contentsOf: text.cut(toUTF8: length - 1).utf8)
        putZeros(start + length - count)
    }

    /// Writes `value` over two bytes that are there already: a length, once it is known. One that is more than the two
    /// bytes can tell is cut; the message around it is too long then, which is where it is noticed.
    @inline(__always)
    mutating func patch(_ value: Int, at offset: Int) {
        var span = mutableSpan
        var bytes = span.mutableBytes
        bytes.storeBytes(of: UInt16(truncatingIfNeeded: value).bigEndian, toByteOffset: offset, as: UInt16.self)
    }
}

extension String {
    /// The longest start of the text that has at most `count` bytes, with no character of Unicode cut in two.
    fileprivate func cut(toUTF8 count: Int) -> String {
        guard utf8.count > count else { return self }
        var kept = String.UnicodeScalarView()
        var length = 0
        for scalar in unicodeScalars {
            length += UTF8.width(scalar)
            guard length <= count else { break }
            kept.append(scalar)
        }
        return String(kept)
    }
}
