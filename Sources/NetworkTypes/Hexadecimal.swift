extension UInt8 {
    /// The value of an ASCII hexadecimal digit, either case.
    @inlinable
    package var hexDigitValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

/// Lower-case hexadecimal, padded with zeros on the left to at least `digits`; no `0x`.
public func hexadecimal(_ value: some BinaryInteger, digits: Int = 1) -> String {
    let text = String(value, radix: 16)
    return text.utf8.count >= digits ? text : String(repeating: "0", count: digits - text.utf8.count) + text
}

/// Bytes as pairs of hexadecimal digits.
public func hexadecimal(bytes: some Sequence<UInt8>) -> String {
    var text = ""
    for byte in bytes { text += hexadecimal(byte, digits: 2) }
    return text
}

/// Reads pairs of hexadecimal digits; nil on an odd count or a stranger among them.
public func bytes(hexadecimal text: some StringProtocol) -> [UInt8]? {
    var bytes: [UInt8] = []
    var high: UInt8?
    for character in text.utf8 {
        guard let digit = character.hexDigitValue else { return nil }
        if let upper = high {
            bytes.append(upper << 4 | digit)
            high = nil
        } else {
            high = digit
        }
    }
    return high == nil ? bytes : nil
}
