import JSONText
import NetworkTypes
import OpenFlow

/// Some bits of a field, as text: "reg0[0..15]", one bit "reg0[3]". The name is the match field's, one of Open vSwitch's
/// further ones, or the header itself in hexadecimal ("0x80000a02[0..15]").
struct Subfield {
    var header: FieldHeader
    /// The lowest bit, from 0.
    var offset: UInt16
    /// How many, from 1.
    var bits: UInt16

    /// Bits that actions can tell apart: an offset has ten bits.
    private static let widest = 1024

    var text: String {
        let last = Int(offset) + Int(bits) - 1
        return FieldName.text(header) + (bits == 1 ? "[\(offset)]" : "[\(offset)..\(last)]")
    }

    init(header: FieldHeader, offset: UInt16, bits: UInt16) {
        self.header = header
        self.offset = offset
        self.bits = bits
    }

    init?(_ text: String) {
        guard text.hasSuffix("]"), let open = text.firstIndex(of: "["),
            let header = FieldName.header(String(text[..<open]))
        else { return nil }
        let range = text[text.index(after: open)...].dropLast()
        let ends: [Substring]
        if let dots = range.firstRange(of: "..") {
            ends = [range[..<dots.lowerBound], range[dots.upperBound...]]
        } else {
            ends = [range, range]
        }
        // A header in hexadecimal may be a Geneve option's, whose length is not what its header says.
        let width = text.hasPrefix("0x") ? Self.widest : header.valueBits
        guard let first = UInt16(ends[0]), let last = UInt16(ends[1]), first <= last, Int(last) < width
        else { return nil }
        self.init(header: header, offset: first, bits: last - first + 1)
    }
}

extension JSONScalar where Value == Subfield {
    static var subfield: Self {
        Self(
            expected: "bits of a field such as \"reg0[0..15]\" or \"ct_mark[3]\", which the field has",
            write: { .string($0.text) }, read: { json in json.string.flatMap { Subfield($0) } })
    }
}

extension JSONScalar where Value == FieldHeader {
    static var fieldHeader: Self {
        Self(
            expected: "a field's name as in ovs-fields(7), or its header such as \"0x80000a02\"",
            write: { .string(FieldName.text($0)) }, read: { json in json.string.flatMap { FieldName.header($0) } })
    }
}

extension JSONScalar where Value == FieldHeader {
    /// A header as a match has it: the field's name, with "/" behind it where a mask may be there.
    static var matchHeader: Self {
        Self(
            expected: "a field's name as in ovs-fields(7), or its header such as \"0x80000a02\"",
            write: { header in
                guard let field = MatchField(header) else { return .string(FieldName.hexadecimalText(header)) }
                if field.header == header { return .string(field.jsonName) }
                return .string(field.maskedHeader == header ? field.jsonName + "/" : FieldName.hexadecimalText(header))
            },
            read: { json in
                guard let text = json.string else { return nil }
                if let field = MatchField(jsonName: text) { return field.header }
                if text.hasSuffix("/"), let field = MatchField(jsonName: String(text.dropLast())) {
                    return field.maskedHeader
                }
                return FieldName.header(hexadecimal: text)
            })
    }
}

extension MatchField {
    /// The header of the field with a mask.
    fileprivate var maskedHeader: FieldHeader {
        var masked = header
        masked.hasMask = true
        masked.length += UInt8(byteCount)
        return masked
    }
}

/// Names of fields in actions, where a header has to come back bit for bit.
enum FieldName {
    /// Fields of actions that no match names: the wide registers and Nicira's old forms.
    private static let others: [(name: String, header: FieldHeader)] =
        (0..<4).map { (name: "xxreg\($0)", header: FieldHeader.xxreg($0)) }
        + (0..<8).map { (name: "xreg\($0)", header: FieldHeader(oxmClass: 0x8001, field: $0, length: 8)) }
        + [("vlan_tci", .vlanTCI), ("nxm_in_port", .inPort)]

    private static let othersByName = Dictionary(uniqueKeysWithValues: others.map { ($0.name, $0.header) })
    private static let namesOfOthers = Dictionary(uniqueKeysWithValues: others.map { ($0.header, $0.name) })

    static func text(_ header: FieldHeader) -> String {
        if let field = MatchField(header), field.actionHeader == header { return field.jsonName }
        return namesOfOthers[header] ?? hexadecimalText(header)
    }

    static func hexadecimalText(_ header: FieldHeader) -> String {
        let word =
            UInt32(header.oxmClass) << 16 | UInt32(header.field & 0x7f) << 9 | (header.hasMask ? 0x100 : 0)
            | UInt32(header.length)
        guard header.oxmClass == 0xffff else { return "0x" + hexadecimal(word, digits: 8) }
        return "0x" + hexadecimal(word, digits: 8) + hexadecimal(header.experimenter, digits: 8)
    }

    /// The header that a name means in an action, where no header has a mask.
    static func header(_ text: String) -> FieldHeader? {
        if let field = MatchField(jsonName: text) { return field.actionHeader }
        guard let header = othersByName[text] ?? header(hexadecimal: text), !header.hasMask else { return nil }
        return header
    }

    static func header(hexadecimal text: String) -> FieldHeader? {
        guard let number = unsignedNumber(hexadecimal: text), let words = UInt64(exactly: number) else { return nil }
        let isLong = words > 0xffff_ffff
        let word = isLong ? words >> 32 : words
        let header = FieldHeader(
            oxmClass: UInt16(truncatingIfNeeded: word >> 16), field: UInt8(truncatingIfNeeded: word >> 9) & 0x7f,
            length: UInt8(truncatingIfNeeded: word), hasMask: word & 0x100 != 0,
            experimenter: isLong ? UInt32(truncatingIfNeeded: words) : 0)
        return (header.oxmClass == 0xffff) == isLong ? header : nil
    }
}
