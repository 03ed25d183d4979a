/// What a flow table can do, or, in a request, shall do (OpenFlow 1.3.5 §7.3.5.5).
public struct TableFeatures: Hashable, Sendable, MultipartEntry {
    private static let headerSize = 64
    private static let nameSize = 32

    /// The table's number.
    public var table: UInt8
    /// At most 31 bytes of UTF-8.
    public var name: String
    /// Bits of the metadata that flows can match and write.
    public var metadataMatch: UInt64
    /// Bits of the metadata that flows can write.
    public var metadataWrite: UInt64
    /// No bits are defined for OpenFlow 1.3 but deprecated ones.
    public var configuration: UInt32
    /// Flows that the table can hold.
    public var maximumEntries: UInt32
    /// Each type at most once; what tells of flows other than the table's miss must be there for each of them.
    public var properties: [TableFeatureProperty]

    public init(
        table: UInt8, name: String, metadataMatch: UInt64, metadataWrite: UInt64, configuration: UInt32 = 0,
        maximumEntries: UInt32, properties: [TableFeatureProperty]
    ) {
        self.table = table
        self.name = name
        self.metadataMatch = metadataMatch
        self.metadataWrite = metadataWrite
        self.configuration = configuration
        self.maximumEntries = maximumEntries
        self.properties = properties
    }

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> (TableFeatures, end: Int) {
        try require(headerSize, in: range, "ofp_table_features")
        let start = range.lowerBound
        let length = Int(bytes.u16(start))
        guard length >= headerSize, length % 8 == 0, length <= range.count else {
            throw OpenFlowError(offset: start, field: "ofp_table_features.length", rule: .badLength)
        }
        guard bytes.u8(start + 2) != FlowMod.allTables else {
            throw OpenFlowError(offset: start + 2, field: "ofp_table_features.table_id", rule: .badValue)
        }
        let end = start + length
        let features = TableFeatures(
            table: bytes.u8(start + 2), name: bytes.text((start + 8)..<(start + 8 + nameSize)),
            metadataMatch: bytes.u64(start + 40), metadataWrite: bytes.u64(start + 48),
            configuration: bytes.u32(start + 56), maximumEntries: bytes.u32(start + 60),
            properties: try decodeProperties(bytes, (start + headerSize)..<end))
        return (features, end)
    }

    private static func decodeProperties(
        _ bytes: RawSpan, _ range: Range<Int>
    ) throws(OpenFlowError) -> [TableFeatureProperty] {
        var properties: [TableFeatureProperty] = []
        var seen: UInt32 = 0
        var offset = range.lowerBound
        while offset < range.upperBound {
            let header = try PropertyHeader.decode(
                bytes, offset..<range.upperBound, "ofp_table_feature_prop_header.length")
            if header.type < 32 {
                guard seen >> UInt32(header.type) & 1 == 0 else {
                    throw OpenFlowError(offset: offset, field: "ofp_table_feature_prop_header.type", rule: .duplicate)
                }
                seen |= 1 << UInt32(header.type)
            }
            properties.append(try TableFeatureProperty.decode(bytes, header))
            offset = header.end
        }
        guard seen & TableFeatureProperty.requiredTypes == TableFeatureProperty.requiredTypes else {
            throw OpenFlowError(offset: range.lowerBound, field: "ofp_table_features.properties", rule: .badValue)
        }
        return properties
    }

    func encode(into bytes: inout [UInt8]) {
        let start = bytes.count
        bytes.put(UInt16(0))
        bytes.put(table)
        bytes.putZeros(5)
        bytes.put(text: name, length: Self.nameSize)
        bytes.put(metadataMatch)
        bytes.put(metadataWrite)
        bytes.put(configuration)
        bytes.put(maximumEntries)
        for property in properties { property.encode(into: &bytes) }
        bytes.patch(bytes.count - start, at: start)
    }
}
