import Foundation
import Testing

/// A named message in hexadecimal digits.
struct HexVector: CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]

    var testDescription: String { name }

    static let flows = parse(OpenVSwitchFlowVectors.text)
    static let messages =
        parse(OpenVSwitchMessageVectors.text) + parse(OpenVSwitchStatisticsVectors.text)
        + parse(OpenVSwitchExtensionVectors.text)

    /// A message that is refused, then the refusal, and so on.
    static let refusals = parse(OpenVSwitchRefusalVectors.text)

    /// Lines that begin with `#` make a name, the lines of digits after them the bytes.
    private static func parse(_ text: String) -> [HexVector] {
        var vectors: [HexVector] = []
        var name = ""
        var digits = ""
        func finish() {
            if !digits.isEmpty { vectors.append(HexVector(name: name, bytes: bytes(digits) ?? [])) }
            name = ""
            digits = ""
        }
        for line in text.split(separator: "\n") {
            if line.hasPrefix("#") {
                if !digits.isEmpty { finish() }
                name += line.dropFirst(2)
            } else {
                digits += line
            }
        }
        finish()
        return vectors
    }

    static func bytes(_ digits: String) -> [UInt8]? {
        let values = digits.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard values.count == digits.utf8.count, values.count % 2 == 0 else { return nil }
        return stride(from: 0, to: values.count, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
    }

    static func text(_ bytes: [UInt8]) -> String { bytes.map { String(format: "%02x", $0) }.joined() }

    /// The message, cut to `length` bytes, with a length field that agrees.
    func cut(to length: Int) -> [UInt8] {
        var cut = Array(bytes.prefix(length))
        cut[2] = UInt8(length >> 8)
        cut[3] = UInt8(length & 0xff)
        return cut
    }
}
