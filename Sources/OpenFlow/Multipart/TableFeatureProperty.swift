/// One property of a flow table (OpenFlow 1.3.5 §7.3.5.5.2). `onMiss` tells of the table's miss, the flow of priority 0
/// that matches everything, where that differs from other flows.
public enum TableFeatureProperty: Hashable, Sendable {
    case instructions([FeatureID], onMiss: Bool)
    /// Tables that a goto can lead to.
    case nextTables([UInt8], onMiss: Bool)
    case writeActions([FeatureID], onMiss: Bool)
    case applyActions([FeatureID], onMiss: Bool)
    /// Fields that a flow can match; a header with a mask for those that may have one.
    case match([FieldHeader])
    /// Fields that a flow can leave out.
    case wildcards([FieldHeader])
    case writeSetField([FieldHeader], onMiss: Bool)
    case applySetField([FieldHeader], onMiss: Bool)
    case experimenter(UInt32, type: UInt32, data: [UInt8], onMiss: Bool)
    /// Any other property.
    case unknown(type: UInt16, payload: [UInt8])

    /// An instruction's or action's type, without its contents.
    public struct FeatureID: Hashable, Sendable {
        /// The number of the type (ofp_instruction_type or ofp_action_type).
        public var type: UInt16
        /// Of an experimenter's: its number, and what it says more.
        public var experimenterData: [UInt8]

        public init(type: UInt16, experimenterData: [UInt8] = []) {
            self.type = type
            self.experimenterData = experimenterData
        }
    }

    private enum Kind {
        static let instructions: UInt16 = 0
        static let nextTables: UInt16 = 2
        static let writeActions: UInt16 = 4
        static let applyActions: UInt16 = 6
        static let match: UInt16 = 8
        static let wildcards: UInt16 = 10
        static let writeSetField: UInt16 = 12
        static let applySetField: UInt16 = 14
        static let experimenter: UInt16 = 0xfffe
    }

    /// A bit for each type that must be there: those that have no `onMiss`, and those where it is false.
    static let requiredTypes: UInt32 = 0x5555

    static func decode(_ bytes: RawSpan, _ header: PropertyHeader) throws(OpenFlowError) -> TableFeatureProperty {
        let payload = header.payload
        let onMiss = header.type & 1 != 0
        switch header.type & ~1 {
        case Kind.instructions: return .instructions(try decodeIDs(bytes, payload), onMiss: onMiss)
        case Kind.nextTables: return .nextTables(try decodeTables(bytes, payload), onMiss: onMiss)
        case Kind.writeActions: return .writeActions(try decodeIDs(bytes, payload), onMiss: onMiss)
        case Kind.applyActions: return .applyActions(try decodeIDs(bytes, payload), onMiss: onMiss)
        case Kind.match where !onMiss: return .match(try decodeFields(bytes, payload, mayHaveMask: true))
        case Kind.wildcards where !onMiss: return .wildcards(try decodeFields(bytes, payload, mayHaveMask: false))
        case Kind.writeSetField:
            return .writeSetField(try decodeFields(bytes, payload, mayHaveMask: false), onMiss: onMiss)
        case Kind.applySetField:
            return .applySetField(try decodeFields(bytes, payload, mayHaveMask: false), onMiss: onMiss)
        case Kind.experimenter:
            try require(8, in: payload, "ofp_table_feature_prop_experimenter")
            let start = payload.lowerBound
            guard bytes.u32(start) != 0 else {
                throw OpenFlowError(
                    offset: start, field: "ofp_table_feature_prop_experimenter.experimenter", rule: .badValue)
            }
            return .experimenter(
                bytes.u32(start), type: bytes.u32(start + 4), data: bytes.array((start + 8)..<payload.upperBound),
                onMiss: onMiss)
        default: return .unknown(type: header.type, payload: bytes.array(payload))
        }
    }

    /// Types stand without padding between them.
    private static func decodeIDs(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> [FeatureID] {
        var ids: [FeatureID] = []
        var offset = range.lowerBound
        while offset < range.upperBound {
            try require(4, in: offset..<range.upperBound, "ofp_table_feature_prop.id")
            let length = Int(bytes.u16(offset + 2))
            guard length >= 4, length <= range.upperBound - offset else {
                throw OpenFlowError(offset: offset + 2, field: "ofp_table_feature_prop.id.len", rule: .badLength)
            }
            let data = bytes.array((offset + 4)..<(offset + length))
            ids.append(FeatureID(type: bytes.u16(offset), experimenterData: data))
            offset += length
        }
        return ids
    }

    private static func decodeTables(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> [UInt8] {
        for offset in range where bytes.u8(offset) == FlowMod.allTables {
            throw OpenFlowError(
                offset: offset, field: "ofp_table_feature_prop_next_tables.next_table_ids", rule: .badValue)
        }
        return bytes.array(range)
    }

    private static func decodeFields(
        _ bytes: RawSpan, _ range: Range<Int>, mayHaveMask: Bool
    ) throws(OpenFlowError) -> [FieldHeader] {
        var fields: [FieldHeader] = []
        var offset = range.lowerBound
        while offset < range.upperBound {
            let field = try FieldHeader.decode(bytes, offset..<range.upperBound)
            guard mayHaveMask || !field.hasMask else {
                throw OpenFlowError(offset: offset, field: "ofp_table_feature_prop_oxm", rule: .badMask)
            }
            fields.append(field)
            offset += field.size
        }
        return fields
    }

    func encode(into bytes: inout [UInt8]) {
        let start: Int
        switch self {
        case .instructions(let ids, let onMiss): start = Self.put(ids, Kind.instructions, onMiss, into: &bytes)
        case .nextTables(let tables, let onMiss):
            start = bytes.startProperty(Kind.nextTables | (onMiss ? 1 : 0))
            bytes.append(contentsOf: tables)
        case .writeActions(let ids, let onMiss): start = Self.put(ids, Kind.writeActions, onMiss, into: &bytes)
        case .applyActions(let ids, let onMiss): start = Self.put(ids, Kind.applyActions, onMiss, into: &bytes)
        case .match(let fields): start = Self.put(fields, Kind.match, false, into: &bytes)
        case .wildcards(let fields): start = Self.put(fields, Kind.wildcards, false, into: &bytes)
        case .writeSetField(let fields, let onMiss): start = Self.put(fields, Kind.writeSetField, onMiss, into: &bytes)
        case .applySetField(let fields, let onMiss): start = Self.put(fields, Kind.applySetField, onMiss, into: &bytes)
        case .experimenter(let experimenter, let type, let data, let onMiss):
            start = bytes.startProperty(Kind.experimenter | (onMiss ? 1 : 0))
            bytes.put(experimenter)
            bytes.put(type)
            bytes.append(contentsOf: data)
        case .unknown(let type, let payload):
            start = bytes.startProperty(type)
            bytes.append(contentsOf: payload)
        }
        bytes.endProperty(start)
    }

    private static func put(_ ids: [FeatureID], _ kind: UInt16, _ onMiss: Bool, into bytes: inout [UInt8]) -> Int {
        let start = bytes.startProperty(kind | (onMiss ? 1 : 0))
        for id in ids {
            bytes.put(id.type)
            bytes.put(UInt16(truncatingIfNeeded: 4 + id.experimenterData.count))
            bytes.append(contentsOf: id.experimenterData)
        }
        return start
    }

    private static func put(_ fields: [FieldHeader], _ kind: UInt16, _ onMiss: Bool, into bytes: inout [UInt8]) -> Int {
        let start = bytes.startProperty(kind | (onMiss ? 1 : 0))
        for field in fields { field.encode(into: &bytes) }
        return start
    }
}
