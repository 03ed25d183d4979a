/// One option of tunnels, Geneve's above all, that stands in a match field of its own (nx_tlv_map of nicira-ext.h).
public struct TLVMapping: Hashable, Sendable {
    /// The class of the Geneve option.
    public var optionClass: UInt16
    /// The type of the option in its class.
    public var optionType: UInt8
    /// Bytes of the option's value: a multiple of 4, at most 124.
    public var optionLength: UInt8
    /// The n of the field tun_metadata n.
    public var index: UInt16

    public init(optionClass: UInt16, optionType: UInt8, optionLength: UInt8, index: UInt16) {
        self.optionClass = optionClass
        self.optionType = optionType
        self.optionLength = optionLength
        self.index = index
    }

    private static let size = 8
    private static let maximumOptionLength: UInt8 = 124

    static func decodeList(
        _ bytes: RawSpan, _ range: Range<Int>, fields: UInt16
    ) throws(OpenFlowError) -> [TLVMapping] {
        guard range.count % size == 0 else {
            throw OpenFlowError(offset: range.lowerBound, field: "nx_tlv_map", rule: .badLength)
        }
        var mappings: [TLVMapping] = []
        for offset in stride(from: range.lowerBound, to: range.upperBound, by: size) {
            let mapping = TLVMapping(
                optionClass: bytes.u16(offset), optionType: bytes.u8(offset + 2), optionLength: bytes.u8(offset + 3),
                index: bytes.u16(offset + 4))
            guard mapping.optionLength % 4 == 0, mapping.optionLength <= maximumOptionLength else {
                throw OpenFlowError(offset: offset + 3, field: "nx_tlv_map.option_len", rule: .badLength)
            }
            guard mapping.index < fields else {
                throw OpenFlowError(offset: offset + 4, field: "nx_tlv_map.index", rule: .badValue)
            }
            mappings.append(mapping)
        }
        return mappings
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(optionClass)
        bytes.put(optionType)
        bytes.put(optionLength)
        bytes.put(index)
        bytes.putZeros(2)
    }
}

/// Changes which tunnel options stand in match fields (NXT_TLV_TABLE_MOD of nicira-ext.h).
public struct TLVTableMod: Hashable, Sendable {
    public enum Command: UInt16, Hashable, Sendable {
        case add = 0
        case delete = 1
        /// Deletes every mapping.
        case clear = 2
    }

    public var command: Command
    public var mappings: [TLVMapping]

    public init(command: Command, mappings: [TLVMapping] = []) {
        self.command = command
        self.mappings = mappings
    }

    /// Fields tun_metadata0 to tun_metadata63.
    private static let fields: UInt16 = 64

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> TLVTableMod {
        try require(8, in: range, "nx_tlv_table_mod")
        let start = range.lowerBound
        guard let command = Command(rawValue: bytes.u16(start)) else {
            throw OpenFlowError(offset: start, field: "nx_tlv_table_mod.command", rule: .badValue)
        }
        return TLVTableMod(
            command: command,
            mappings: try TLVMapping.decodeList(bytes, (start + 8)..<range.upperBound, fields: fields))
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(command.rawValue)
        bytes.putZeros(6)
        for mapping in mappings { mapping.encode(into: &bytes) }
    }
}

/// Which tunnel options stand in match fields (NXT_TLV_TABLE_REPLY of nicira-ext.h).
public struct TLVTableReply: Hashable, Sendable {
    /// Bytes that the values of all options may have together.
    public var maximumOptionSpace: UInt32
    /// Fields tun_metadata that there are to map.
    public var maximumFields: UInt16
    public var mappings: [TLVMapping]

    public init(maximumOptionSpace: UInt32, maximumFields: UInt16, mappings: [TLVMapping]) {
        self.maximumOptionSpace = maximumOptionSpace
        self.maximumFields = maximumFields
        self.mappings = mappings
    }

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> TLVTableReply {
        try require(16, in: range, "nx_tlv_table_reply")
        let start = range.lowerBound
        let fields = bytes.u16(start + 4)
        return TLVTableReply(
            maximumOptionSpace: bytes.u32(start), maximumFields: fields,
            mappings: try TLVMapping.decodeList(bytes, (start + 16)..<range.upperBound, fields: fields))
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(maximumOptionSpace)
        bytes.put(maximumFields)
        bytes.putZeros(10)
        for mapping in mappings { mapping.encode(into: &bytes) }
    }
}
