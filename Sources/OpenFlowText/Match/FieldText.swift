import JSONText
import NetworkTypes
import OpenFlow

/// The value of a match field in JSON.
///
/// Addresses are text, ports are numbers or names, counts are numbers and patterns of bits are hexadecimal text. A masked
/// value is text with the mask behind a slash, as in ovs-fields(7): "10.0.0.0/8" for a prefix of an IP address, else a mask
/// in the value's own form ("01:00:00:00:00:00/01:00:00:00:00:00", "10.0.0.1/255.0.0.255") or in hexadecimal ("0x5/0xf").
enum FieldText {
    static func write(_ field: MatchField, _ masked: FlowMatch.Masked) -> JSONValue {
        guard masked.mask != field.fullMask else { return write(field, masked.value) }
        let style = field.jsonStyle
        if let family = family(style), let length = prefixLength(masked.mask, width: family.width) {
            return .string("\(text(style, masked.value))/\(length)")
        }
        return .string("\(text(style, masked.value))/\(text(style, masked.mask))")
    }

    /// A value without a mask.
    static func write(_ field: MatchField, _ value: UInt128) -> JSONValue {
        switch field.jsonStyle {
        case .decimal: .integer(Int64(truncatingIfNeeded: value))
        case .port: JSONScalar<UInt32>.port.write(UInt32(truncatingIfNeeded: value))
        case .hexadecimal, .mac, .ipv4, .ipv6: .string(text(field.jsonStyle, value))
        }
    }

    private static func text(_ style: MatchField.JSONStyle, _ value: UInt128) -> String {
        switch style {
        case .decimal, .hexadecimal, .port: "0x" + hexadecimal(value)
        case .mac: MACAddress(bits: UInt64(truncatingIfNeeded: value)).description
        case .ipv4: IPv4Address(bits: UInt32(truncatingIfNeeded: value)).description
        case .ipv6: IPv6Address(bits: value).description
        }
    }

    /// Reads what `write` wrote. nil where it is no value of the field, or where bits stand outside of the mask.
    static func read(_ field: MatchField, _ json: JSONValue) -> FlowMatch.Masked? {
        if let text = json.string, let slash = text.firstIndex(of: "/") {
            guard field.isMaskable, let value = number(field.jsonStyle, String(text[..<slash])),
                let mask = mask(field.jsonStyle, String(text[text.index(after: slash)...])),
                mask != 0, mask & ~field.fullMask == 0, value & ~mask == 0
            else { return nil }
            return FlowMatch.Masked(value: value, mask: mask)
        }
        guard let value = readValue(field, json) else { return nil }
        return FlowMatch.Masked(value: value, mask: field.fullMask)
    }

    /// Reads a value without a mask.
    static func readValue(_ field: MatchField, _ json: JSONValue) -> UInt128? {
        let value: UInt128?
        switch field.jsonStyle {
        case .port: value = JSONScalar<UInt32>.port.read(json).map { UInt128($0) }
        case .decimal, .hexadecimal: value = unsignedNumber(json)
        case .mac, .ipv4, .ipv6: value = json.string.flatMap { number(field.jsonStyle, $0) }
        }
        guard let value, value & ~field.fullMask == 0 else { return nil }
        return value
    }

    /// What may stand for the field's value, in words.
    static func expected(_ field: MatchField, masks: Bool = true) -> String {
        let bound = "0x" + hexadecimal(field.fullMask)
        let words =
            switch field.jsonStyle {
            case .decimal: "a number up to \(field.fullMask)"
            case .hexadecimal: "hexadecimal text up to \"\(bound)\""
            case .port: JSONScalar<UInt32>.port.expected
            case .mac: "an Ethernet address such as \"02:00:00:00:00:01\""
            case .ipv4: "an IPv4 address such as \"10.0.0.1\""
            case .ipv6: "an IPv6 address such as \"fd00::1\""
            }
        guard masks, field.isMaskable else { return "\(words), without a mask" }
        return "\(words), or \"VALUE/MASK\" with no bit set outside of the mask"
    }

    private static func number(_ style: MatchField.JSONStyle, _ text: String) -> UInt128? {
        switch style {
        case .decimal, .hexadecimal, .port: unsignedNumber(hexadecimal: text)
        case .mac: MACAddress(text).map { UInt128($0.bits) }
        case .ipv4: IPv4Address(text).map { UInt128($0.bits) }
        case .ipv6: IPv6Address(text)?.bits
        }
    }

    private static func mask(_ style: MatchField.JSONStyle, _ text: String) -> UInt128? {
        guard let family = family(style), let length = Int(text), (0...family.width).contains(length) else {
            return number(style, text)
        }
        return IPPrefix(IPAddress(family: family, bits: 0), length: length)?.mask
    }

    private static func family(_ style: MatchField.JSONStyle) -> IPFamily? {
        switch style {
        case .ipv4: .v4
        case .ipv6: .v6
        case .decimal, .hexadecimal, .port, .mac: nil
        }
    }

    /// The length of a mask that is a prefix.
    private static func prefixLength(_ mask: UInt128, width: Int) -> Int? {
        let length = mask.nonzeroBitCount
        let isPrefix = mask.trailingZeroBitCount == width - length
        return isPrefix ? length : nil
    }
}
