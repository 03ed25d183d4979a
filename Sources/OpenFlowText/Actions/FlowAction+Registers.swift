import JSONText
import OpenFlow

/// Actions on the bits of a field, which `src` and `dst` name: `{"move": {"src": "reg0[0..15]", "dst": "reg1[16..31]"}}`.
extension FlowAction {
    mutating func describeRegisters(_ form: inout JSONForm) throws(OpenFlowTextError) {
        switch self {
        case .registerLoad(let header, let offset, let bits, var value):
            try form.member("value", &value, .hexadecimalNumber)
            let to = try form.subfield("dst", header, offset, UInt16(bits), limit: 64)
            self = .registerLoad(to.header, offset: to.offset, bits: UInt8(to.bits), value: value)
        case .registerLoad2(var header, var value, var mask):
            try form.member("dst", &header, .shortFieldHeader)
            try form.member("value", &value, .hexadecimalNumber)
            try form.member("mask", &mask, .hexadecimalNumber, .optional)
            self = .registerLoad2(header, value: value, mask: mask)
        case .registerMove(let source, let sourceOffset, let destination, let destinationOffset, let bits):
            let from = try form.subfield("src", source, sourceOffset, bits)
            let to = try form.subfield("dst", destination, destinationOffset, bits)
            guard from.bits == to.bits else {
                throw form.wrong(
                    at: "dst", "the two have \(from.bits) and \(to.bits) bits", "name as many bits in both")
            }
            self = .registerMove(
                source: from.header, sourceOffset: from.offset, destination: to.header, destinationOffset: to.offset,
                bits: to.bits)
        case .stackPush(let header, let offset, let bits):
            let from = try form.subfield("src", header, offset, bits)
            self = .stackPush(from.header, offset: from.offset, bits: from.bits)
        case .stackPop(let header, let offset, let bits):
            let to = try form.subfield("dst", header, offset, bits)
            self = .stackPop(to.header, offset: to.offset, bits: to.bits)
        case .outputRegister(let header, let offset, let bits, var maxLength):
            let from = try form.subfield("src", header, offset, UInt16(bits), limit: 64)
            try form.member("max_len", &maxLength, .maxLength, .optional)
            self = .outputRegister(from.header, offset: from.offset, bits: UInt8(from.bits), maxLength: maxLength)
        case .outputRegister2(let header, let offset, let bits, var maxLength):
            let from = try form.subfield("src", header, offset, UInt16(bits), limit: 64)
            try form.member("max_len", &maxLength, .maxLength, .optional)
            self = .outputRegister2(from.header, offset: from.offset, bits: UInt8(from.bits), maxLength: maxLength)
        case .checkPacketLarger(var length, let header, let offset):
            try form.member("pkt_len", &length, .number)
            let to = try form.subfield("dst", header, offset, 1, limit: 1)
            self = .checkPacketLarger(length: length, to.header, offset: to.offset)
        case .deleteField(var header):
            try form.member("field", &header, .fieldHeader)
            self = .deleteField(header)
        default: break
        }
    }
}

extension JSONForm {
    /// A member that names bits of a field, no more of them than `limit`.
    fileprivate mutating func subfield(
        _ name: String, _ header: FieldHeader, _ offset: UInt16, _ bits: UInt16, limit: UInt16 = .max
    ) throws(OpenFlowTextError) -> Subfield {
        var subfield = Subfield(header: header, offset: offset, bits: bits)
        try member(name, &subfield, .subfield)
        guard !isReading || subfield.bits <= limit else {
            throw wrong(at: name, "these are \(subfield.bits) bits", "name \(limit) of them at most")
        }
        return subfield
    }
}

extension JSONScalar where Value == FieldHeader {
    /// A field of at most 128 bits.
    fileprivate static var shortFieldHeader: Self {
        Self(
            expected: fieldHeader.expected, write: fieldHeader.write,
            read: { json in fieldHeader.read(json).flatMap { $0.valueBits <= 128 ? $0 : nil } })
    }
}
